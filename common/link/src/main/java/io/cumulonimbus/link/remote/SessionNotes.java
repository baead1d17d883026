package io.cumulonimbus.link.remote;

import io.cumulonimbus.link.wire.LinkFrame;
import java.net.InetSocketAddress;
import java.util.ArrayDeque;

/**
 * What a session has to tell besides messages: where its client is, what drained.
 *
 * <p>Holds states, not frames: what changes twice before there is room is told once.
 */
final class SessionNotes {
    private final RemoteClient client;
    private final ArrayDeque<LinkIncoming> flows = new ArrayDeque<>();
    private final ArrayDeque<FarViewers.Far> viewers = new ArrayDeque<>(0);
    private InetSocketAddress moved;
    private long roundTripNs = -1;
    private boolean roundTripChanged;
    private boolean challenged;

    SessionNotes(RemoteClient client) {
        this.client = client;
    }

    /** The client moved. */
    void moved(InetSocketAddress address) {
        moved = address;
        client.link().output().offer(client);
    }

    /** The client's round-trip time, told when it differs by an eighth from what was told last. */
    void roundTrip(long ns) {
        if (Math.abs(ns - roundTripNs) > Math.max(roundTripNs / 8, 0)) {
            roundTripNs = ns;
            roundTripChanged = true;
            client.link().output().offer(client);
        }
    }

    /** The client is to show that it lives. */
    void challenge() {
        challenged = true;
        client.link().output().offer(client);
    }

    /** A flow has something to report. */
    void add(LinkIncoming flow) {
        if (!flow.noted) {
            flow.noted = true;
            flows.add(flow);
            client.link().output().offer(client);
        }
    }

    /** The edge is to serve a viewer otherwise, or no more. */
    void add(FarViewers.Far viewer) {
        if (!viewer.noted) {
            viewer.noted = true;
            viewers.add(viewer);
            client.link().output().offer(client);
        }
    }

    /** The far end is another one, which is told everything when the session is opened. */
    void clear() {
        moved = null;
        roundTripNs = -1;
        roundTripChanged = false;
        flows.clear();
        viewers.clear();
    }

    boolean isPending() {
        boolean states = moved != null || roundTripChanged || challenged;
        boolean queued = !flows.isEmpty() || !viewers.isEmpty();
        return states || queued || client.peers().isPending();
    }

    /** The next frame, or null when there is none after all. */
    LinkFrame next() {
        if (moved != null) {
            InetSocketAddress address = moved;
            moved = null;
            return new LinkFrame.AddressChange(client.id(), address);
        }
        if (roundTripChanged) {
            roundTripChanged = false;
            return new LinkFrame.RoundTrip(client.id(), roundTripNs);
        }
        if (challenged) {
            challenged = false;
            return new LinkFrame.Challenge(client.id());
        }
        FarViewers.Far viewer = viewers.poll();
        if (viewer != null) {
            return viewer.note();
        }
        if (client.peers().isPending()) {
            return client.peers().next();
        }
        LinkIncoming flow = flows.poll();
        return flow == null ? null : flow.report();
    }
}
