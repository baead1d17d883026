package io.cumulonimbus.rtmfp.endpoint;

import io.cumulonimbus.rtmfp.chunk.Chunk;
import io.cumulonimbus.rtmfp.chunk.ChunkEncoder;
import io.cumulonimbus.rtmfp.crypto.SessionKey;
import io.cumulonimbus.rtmfp.packet.PacketHeader;
import io.cumulonimbus.rtmfp.packet.PacketWriter;
import io.cumulonimbus.rtmfp.session.PacketAssembler;
import java.net.InetSocketAddress;
import java.util.ArrayDeque;
import java.util.Queue;

/**
 * Startup packets that wait for the next flush: one chunk each, under the default key. One that is
 * too long for a datagram is handed to the {@link PacketFragmenter}: few far ends understand that,
 * but none could take it otherwise.
 */
final class StartupOutbox {
    /** More in one loop turn are dropped; who asked will ask again. */
    private static final int MAX_WAITING = 1024;

    /** Bytes of chunks in one datagram: as much as Ethernet takes, not to need fragments. */
    private static final int ROOM = 1400;

    private static final long TICK_NS = 4_000_000L;

    private record Waiting(Chunk chunk, int sessionId, InetSocketAddress to) {}

    private final Queue<Waiting> waiting = new ArrayDeque<>();
    private final SessionKey key = SessionKey.defaultKey();
    private final Counters counters;
    private final Runnable outputPending;
    private final PacketFragmenter fragmenter;

    StartupOutbox(Counters counters, Runnable outputPending) {
        this.counters = counters;
        this.outputPending = outputPending;
        this.fragmenter = new PacketFragmenter(counters, outputPending);
    }

    PacketFragmenter fragmenter() {
        return fragmenter;
    }

    int count() {
        return waiting.size() + fragmenter.count();
    }

    boolean isEmpty() {
        return waiting.isEmpty();
    }

    void add(Chunk chunk, int sessionId, InetSocketAddress to) {
        if (waiting.size() >= MAX_WAITING) {
            counters.overLimit++;
            return;
        }
        waiting.add(new Waiting(chunk, sessionId, to));
        outputPending.run();
    }

    void flush(PacketAssembler packets, long nowNs) {
        int ticks = (int) (Math.floorDiv(nowNs, TICK_NS) & 0xffff);
        PacketHeader header = PacketHeader.startup(ticks);
        for (Waiting next = waiting.poll(); next != null; next = waiting.poll()) {
            PacketWriter out = packets.begin(ROOM);
            if (ChunkEncoder.encode(next.chunk, out)) {
                packets.send(header, key, next.sessionId, next.to);
            } else {
                fragmenter.add(next.chunk, next.sessionId, next.to, header);
            }
        }
        fragmenter.flush(packets, header, key, nowNs);
    }
}
