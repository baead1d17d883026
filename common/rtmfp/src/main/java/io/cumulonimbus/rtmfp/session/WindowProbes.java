package io.cumulonimbus.rtmfp.session;

import io.cumulonimbus.rtmfp.chunk.BufferProbe;
import io.cumulonimbus.rtmfp.chunk.ChunkEncoder;
import io.cumulonimbus.rtmfp.flow.SendFlow;
import io.cumulonimbus.rtmfp.packet.PacketWriter;
import java.util.ArrayList;
import java.util.List;

/** Asks far ends that closed a flow's window whether it is open again (RFC 7016 §3.6.2.9.1). */
final class WindowProbes {
    private static final long FIRST_NS = 1_000_000_000L;
    private static final long LONGEST_NS = 60_000_000_000L;

    /** One suspended flow. */
    private static final class Probe {
        private final SendFlow flow;
        private long periodNs;
        private long atNs;
        private boolean due;

        private Probe(SendFlow flow) {
            this.flow = flow;
        }
    }

    private final Session session;
    private final List<Probe> probes = new ArrayList<>(0);

    WindowProbes(Session session) {
        this.session = session;
    }

    void windowChanged(SendFlow flow) {
        probes.removeIf(probe -> probe.flow == flow);
        if (flow.isSuspended()) {
            Probe probe = new Probe(flow);
            probe.periodNs = FIRST_NS;
            probe.atNs = session.now() + FIRST_NS;
            probes.add(probe);
            session.timers().setEarlier(SessionTimer.PROBE, probe.atNs);
        }
    }

    void advance(long nowNs) {
        for (Probe probe : probes) {
            if (probe.atNs <= nowNs) {
                probe.due = true;
                long timeout = session.roundTrip().timeout();
                long longest = Math.max(LONGEST_NS, timeout);
                probe.periodNs = Math.min(Math.max(2 * probe.periodNs, timeout), longest);
                probe.atNs = nowNs + probe.periodNs;
                session.wantFlush();
            }
            session.timers().setEarlier(SessionTimer.PROBE, probe.atNs);
        }
    }

    void assemble(PacketWriter out) {
        for (int i = 0; i < probes.size(); i++) {
            Probe probe = probes.get(i);
            if (probe.due && ChunkEncoder.encode(new BufferProbe(probe.flow.id()), out)) {
                probe.due = false;
            }
        }
    }
}
