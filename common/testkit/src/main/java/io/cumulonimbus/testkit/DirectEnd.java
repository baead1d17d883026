package io.cumulonimbus.testkit;

import io.cumulonimbus.client.Client;
import io.cumulonimbus.client.ClientHandler;
import io.cumulonimbus.client.ClientIdentity;
import io.cumulonimbus.client.CloseReason;
import io.cumulonimbus.client.FlowSpec;
import io.cumulonimbus.client.MessageSink;
import io.cumulonimbus.client.SinkListener;
import java.net.InetSocketAddress;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/** One end of {@link DirectClients}. */
final class DirectEnd implements Client {
    private final ClientIdentity identity;
    final List<DirectFlow> flows = new ArrayList<>();
    DirectEnd other;
    ClientHandler handler;
    InetSocketAddress address;
    long roundTripNs = -1;
    boolean stalled;
    int challenges;
    private Optional<CloseReason> closing = Optional.empty();
    private boolean ended;

    DirectEnd(ClientIdentity identity, InetSocketAddress address) {
        this.identity = identity;
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
        return roundTripNs;
    }

    @Override
    public void challenge() {
        challenges++;
    }

    @Override
    public MessageSink openFlow(FlowSpec spec, SinkListener listener) {
        DirectFlow flow = new DirectFlow(this, spec, listener);
        if (ended || closing.isPresent()) {
            flow.abandon();
        } else {
            flows.add(flow);
        }
        return flow;
    }

    @Override
    public void close(CloseReason reason) {
        if (closing.isEmpty()) {
            closing = Optional.of(reason);
        }
    }

    /** Delivers what can be delivered to the other end; answers whether anything moved. */
    boolean pump() {
        boolean moved = false;
        for (DirectFlow flow : List.copyOf(flows)) {
            moved |= !ended && flow.pump();
        }
        flows.removeIf(DirectFlow::done);
        if (!ended && !moved && closing.isPresent()) {
            other.end(CloseReason.FAR_CLOSED);
            end(closing.get());
            moved = true;
        }
        return moved;
    }

    void end(CloseReason reason) {
        if (ended) {
            return;
        }
        ended = true;
        flows.forEach(DirectFlow::abandon);
        other.flows.forEach(DirectFlow::endIncoming);
        handler.onClosed(reason);
    }
}
