package io.cumulonimbus.rtmfp.world;

import io.cumulonimbus.client.Client;
import io.cumulonimbus.client.ClientHandler;
import io.cumulonimbus.rtmfp.crypto.EndpointDiscriminator;
import io.cumulonimbus.rtmfp.crypto.Identity;
import io.cumulonimbus.rtmfp.endpoint.EndpointConfig;
import io.cumulonimbus.rtmfp.endpoint.KeyingWork;
import io.cumulonimbus.rtmfp.endpoint.OpenFailure;
import io.cumulonimbus.rtmfp.endpoint.Opening;
import io.cumulonimbus.rtmfp.endpoint.OpeningListener;
import io.cumulonimbus.rtmfp.endpoint.RtmfpEndpoint;
import io.cumulonimbus.rtmfp.session.SendingRules;
import io.cumulonimbus.testkit.RecordingHandler;
import io.cumulonimbus.testkit.SimWorld;
import java.net.InetSocketAddress;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.Queue;
import java.util.function.Function;

/** An endpoint on a simulated machine, and what its application saw. */
public final class Node implements SimWorld.Host, OpeningListener {
    private final SimWorld sim;
    private final RtmfpEndpoint endpoint;
    private final List<Client> clients = new ArrayList<>();
    private final List<RecordingHandler> handlers = new ArrayList<>();
    private final List<OpenFailure> failures = new ArrayList<>();
    private final SendingRules rules = new SendingRules();
    private final Queue<KeyingWork> heldWork = new ArrayDeque<>();
    private Function<Client, ClientHandler> acceptor = client -> new RecordingHandler();
    private InetSocketAddress address;
    private boolean holdsWork;
    private boolean flushPending;
    private int keyings;
    private long clockAheadNs;

    Node(SimWorld sim, InetSocketAddress address, EndpointConfig config, Identity identity) {
        this.sim = sim;
        this.address = address;
        this.endpoint =
                new RtmfpEndpoint(
                        config,
                        identity,
                        this::onOpened,
                        this::work,
                        () -> {
                            if (flushPending) {
                                throw new AssertionError("announced twice before a flush");
                            }
                            flushPending = true;
                        },
                        sim.random());
        attach();
    }

    /** The endpoint itself. */
    public RtmfpEndpoint endpoint() {
        return endpoint;
    }

    public InetSocketAddress address() {
        return address;
    }

    /** The clients that it has or had, oldest first: accepted and opened. */
    public List<Client> clients() {
        return clients;
    }

    /** The last one. */
    public Client client() {
        return clients.get(clients.size() - 1);
    }

    /** What happened to each of them, unless {@link #accepting} said otherwise. */
    public List<RecordingHandler> handlers() {
        return handlers;
    }

    /** What happened to the last one. */
    public RecordingHandler handler() {
        return handlers.get(handlers.size() - 1);
    }

    /** Why attempts to open failed. */
    public List<OpenFailure> failures() {
        return failures;
    }

    /** Public-key work asked for so far. */
    public int keyings() {
        return keyings;
    }

    /** Keeps public-key work until it is released. */
    public void holdWork(boolean hold) {
        holdsWork = hold;
        while (!hold && !heldWork.isEmpty()) {
            finish(heldWork.poll());
        }
    }

    /** Decides who handles clients. */
    public void accepting(Function<Client, ClientHandler> newAcceptor) {
        acceptor = newAcceptor;
    }

    /** Opens a session to whoever takes this URI at the address. */
    public Opening connect(InetSocketAddress to) {
        return connect(EndpointDiscriminator.ofUri("rtmfp://server/app"), List.of(to));
    }

    public Opening connect(EndpointDiscriminator wanted, List<InetSocketAddress> candidates) {
        return endpoint.connect(wanted, candidates, this, nowNs());
    }

    /** Its machine slept: suddenly its clock shows so many milliseconds more. */
    public void clockJumps(long ms) {
        clockAheadNs += ms * 1_000_000;
    }

    /** The time by its own clock. */
    public long nowNs() {
        return sim.clock().nowNs() + clockAheadNs;
    }

    /** Moves to another address, as if its network had changed. */
    public void moveTo(InetSocketAddress newAddress) {
        sim.network().detach(address);
        address = newAddress;
        attach();
    }

    /** Pulls the plug: nothing is received, sent or timed any more. */
    public void die() {
        sim.network().detach(address);
        sim.remove(this);
    }

    @Override
    public long turn(long worldNs) {
        long nowNs = worldNs + clockAheadNs;
        endpoint.advance(nowNs);
        if (flushPending) {
            flushPending = false;
            endpoint.flush(
                    (datagram, length, to) ->
                            sim.network().send(datagram, length, address, to, worldNs),
                    nowNs);
        }
        clients.forEach(rules::check);
        long next = endpoint.advance(nowNs);
        if (flushPending) {
            return worldNs;
        }
        return next == Long.MAX_VALUE ? next : next - clockAheadNs;
    }

    @Override
    public ClientHandler onOpened(Client client) {
        clients.add(client);
        ClientHandler handler = acceptor.apply(client);
        if (handler instanceof RecordingHandler recording) {
            handlers.add(recording);
        }
        return handler;
    }

    @Override
    public void onFailed(OpenFailure reason) {
        failures.add(reason);
    }

    /** Whether nothing is left of any session. */
    public boolean isEmpty() {
        var statistics = endpoint.statistics();
        return statistics.sessions() == 0
                && statistics.halfOpen() == 0
                && statistics.openings() == 0
                && statistics.keyings() == 0;
    }

    /** Whether nothing is left of anybody in any table, and no timer runs. */
    public boolean hasForgottenAll() {
        return isEmpty()
                && endpoint.tableEntries() == 0
                && endpoint.advance(nowNs()) == Long.MAX_VALUE;
    }

    /** The last client's handler, when there is one. */
    public Optional<RecordingHandler> lastHandler() {
        return handlers.isEmpty() ? Optional.empty() : Optional.of(handler());
    }

    private void attach() {
        sim.network()
                .attach(
                        address,
                        (datagram, from, worldNs) ->
                                endpoint.receive(datagram, datagram.length, from, nowNs()));
    }

    private void work(KeyingWork work) {
        keyings++;
        if (holdsWork) {
            heldWork.add(work);
        } else {
            finish(work);
        }
    }

    private void finish(KeyingWork work) {
        work.run();
        endpoint.complete(work, nowNs());
    }
}
