package io.cumulonimbus.origin.rendezvous;

import io.cumulonimbus.client.Client;
import io.cumulonimbus.client.ClientIdentity;
import io.cumulonimbus.client.CloseReason;
import io.cumulonimbus.client.FlowSpec;
import io.cumulonimbus.client.MessageSink;
import io.cumulonimbus.client.PeerHello;
import io.cumulonimbus.client.Protocol;
import io.cumulonimbus.client.SinkListener;
import java.net.InetSocketAddress;
import java.util.ArrayList;
import java.util.List;

/** A client that is nothing but its address, and what it was told. */
final class FakeClient implements Client {
    final List<PeerHello> hellos = new ArrayList<>();
    private final ClientIdentity identity;
    private final InetSocketAddress address;
    boolean deaf;

    FakeClient(byte[] peerId, InetSocketAddress address) {
        this.identity = new ClientIdentity(Protocol.RTMFP, peerId, "app", new byte[0], new byte[0]);
        this.address = address;
    }

    @Override
    public ClientIdentity identity() {
        return identity;
    }

    @Override
    public InetSocketAddress address() {
        return address;
    }

    @Override
    public long roundTripNs() {
        return -1;
    }

    @Override
    public MessageSink openFlow(FlowSpec spec, SinkListener listener) {
        throw new AssertionError("nobody opens a flow here");
    }

    @Override
    public boolean introduce(PeerHello hello) {
        return !deaf && hellos.add(hello);
    }

    @Override
    public void close(CloseReason reason) {
        throw new AssertionError("nobody closes a client here");
    }
}
