package io.cumulonimbus.origin.rendezvous;

import io.cumulonimbus.client.Client;
import io.cumulonimbus.client.ClientAcceptor;
import io.cumulonimbus.client.ClientHandler;
import io.cumulonimbus.client.CloseReason;
import io.cumulonimbus.client.FlowHandler;
import io.cumulonimbus.client.IncomingFlow;
import io.cumulonimbus.net.loop.ManualLoop;
import io.cumulonimbus.rtmfp.crypto.EndpointDiscriminator;
import io.cumulonimbus.rtmfp.crypto.Identity;
import io.cumulonimbus.rtmfp.endpoint.EndpointConfig;
import io.cumulonimbus.rtmfp.endpoint.KeyingWork;
import io.cumulonimbus.rtmfp.endpoint.OpenFailure;
import io.cumulonimbus.rtmfp.endpoint.OpeningListener;
import io.cumulonimbus.rtmfp.endpoint.RtmfpEndpoint;
import io.cumulonimbus.testkit.SimWorld;
import java.net.InetSocketAddress;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/** A machine of a simulated world with one endpoint on it. */
final class SimEndpoint implements SimWorld.Host, OpeningListener, ClientHandler {
    final List<Client> opened = new ArrayList<>();
    final List<Client> accepted = new ArrayList<>();
    private final SimWorld world;
    private final InetSocketAddress address;
    private final List<ManualLoop> loops;
    private final RtmfpEndpoint endpoint;
    private ClientAcceptor acceptor = client -> this;
    private boolean flushPending;

    SimEndpoint(
            SimWorld world,
            InetSocketAddress address,
            EndpointConfig config,
            Identity identity,
            ManualLoop... loops) {
        this.world = world;
        this.address = address;
        this.loops = List.of(loops);
        this.endpoint =
                new RtmfpEndpoint(
                        config,
                        identity,
                        this::accept,
                        this::work,
                        () -> flushPending = true,
                        world.random());
        world.network()
                .attach(
                        address,
                        (datagram, from, nowNs) ->
                                endpoint.receive(datagram, datagram.length, from, nowNs));
        world.add(this);
    }

    void accepting(ClientAcceptor newAcceptor) {
        acceptor = newAcceptor;
    }

    void connect(EndpointDiscriminator wanted, InetSocketAddress to) {
        endpoint.connect(wanted, List.of(to), this, world.clock().nowNs());
    }

    private ClientHandler accept(Client client) {
        accepted.add(client);
        return acceptor.accept(client);
    }

    private void work(KeyingWork work) {
        work.run();
        endpoint.complete(work, world.clock().nowNs());
    }

    @Override
    public long turn(long nowNs) {
        endpoint.advance(nowNs);
        for (int moved = 1; moved > 0; ) {
            moved = 0;
            for (ManualLoop loop : loops) {
                loop.advance(nowNs - loop.nowNs());
                moved += loop.run();
            }
        }
        if (flushPending) {
            flushPending = false;
            endpoint.flush(
                    (datagram, length, to) ->
                            world.network().send(datagram, length, address, to, nowNs),
                    nowNs);
        }
        long next = endpoint.advance(nowNs);
        return flushPending ? nowNs : next;
    }

    @Override
    public ClientHandler onOpened(Client client) {
        opened.add(client);
        return this;
    }

    @Override
    public void onFailed(OpenFailure reason) {}

    @Override
    public Optional<FlowHandler> onFlow(IncomingFlow flow) {
        return Optional.empty();
    }

    @Override
    public void onClosed(CloseReason reason) {}
}
