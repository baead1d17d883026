package io.cumulonimbus.link;

import java.net.InetSocketAddress;
import java.util.ArrayDeque;

/**
 * What a session has to tell besides messages: that it exists, where its client is, what drained.
 *
 * <p>Holds states, not frames: what changes twice before there is room is told once.
 */
final class SessionNotes {
    private final RemoteClient client;
    private final ArrayDeque<LinkIncoming> flows = new ArrayDeque<>();
    private boolean open;
    private InetSocketAddress moved;
    private long roundTripNs = -1;
    private boolean roundTripChanged;

    SessionNotes(RemoteClient client) {
        this.client = client;
    }

    /** The session is to be opened; goes before everything else. */
    void open() {
        open = true;
        client.link().offer(client);
    }

    /** The client moved. */
    void moved(InetSocketAddress address) {
        moved = address;
        client.link().offer(client);
    }

    /** The client's round-trip time, told when it differs by an eighth from what was told last. */
    void roundTrip(long ns) {
        if (Math.abs(ns - roundTripNs) > Math.max(roundTripNs / 8, 0)) {
            roundTripNs = ns;
            roundTripChanged = true;
            client.link().offer(client);
        }
    }

    /** A flow has something to report. */
    void add(LinkIncoming flow) {
        if (!flow.noted) {
            flow.noted = true;
            flows.add(flow);
            client.link().offer(client);
        }
    }

    boolean isPending() {
        return open || moved != null || roundTripChanged || !flows.isEmpty();
    }

    /** The next frame, or null when there is none after all. */
    LinkFrame next() {
        if (open) {
            open = false;
            return new LinkFrame.SessionOpen(
                    client.id(), client.identity(), client.address(), client.roundTripNs());
        }
        if (moved != null) {
            InetSocketAddress address = moved;
            moved = null;
            return new LinkFrame.AddressChange(client.id(), address);
        }
        if (roundTripChanged) {
            roundTripChanged = false;
            return new LinkFrame.RoundTrip(client.id(), roundTripNs);
        }
        LinkIncoming flow = flows.poll();
        return flow == null ? null : flow.report();
    }
}
