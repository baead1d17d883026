package io.cumulonimbus.testkit;

import io.cumulonimbus.client.Client;
import io.cumulonimbus.client.ClientHandler;
import io.cumulonimbus.client.ClientIdentity;
import io.cumulonimbus.client.CloseReason;
import java.net.InetSocketAddress;

/**
 * Two ends of a connection that exists only in memory: the plainest implementation of the seam.
 *
 * <p>Nothing moves until {@link #pump()}. Stands for an RTMFP session where a test is about what is
 * behind it.
 */
public final class DirectClients {
    private final DirectEnd near;
    private final DirectEnd far;

    /** Two connected ends with the same identity; {@link #handlers} must follow. */
    public DirectClients(ClientIdentity identity, InetSocketAddress address) {
        near = new DirectEnd(identity, address);
        far = new DirectEnd(identity, address);
        near.other = far;
        far.other = near;
    }

    /** Sets who handles each end. */
    public void handlers(ClientHandler ofNear, ClientHandler ofFar) {
        near.handler = ofNear;
        far.handler = ofFar;
    }

    /** The end on our side. */
    public Client near() {
        return near;
    }

    /** The end on the client's side. */
    public Client far() {
        return far;
    }

    /** Lets no messages pass from near to far while set, as a client on a dead network. */
    public void stall(boolean stalled) {
        near.stalled = stalled;
    }

    /** Moves the client to another address. */
    public void moveTo(InetSocketAddress address) {
        near.address = address;
        near.handler.onAddressChanged(address);
    }

    /** Sets the round-trip time that the near end reports. */
    public void roundTripNs(long ns) {
        near.roundTripNs = ns;
    }

    /** How often the near end was asked whether it lives. */
    public int challenges() {
        return near.challenges;
    }

    /** Ends both ends as if each had lost the other. */
    public void die() {
        near.end(CloseReason.TIMED_OUT);
        far.end(CloseReason.TIMED_OUT);
    }

    /** Delivers all that can be delivered; answers whether anything moved. */
    public boolean pump() {
        boolean moved = false;
        while (near.pump() | far.pump()) {
            moved = true;
        }
        return moved;
    }
}
