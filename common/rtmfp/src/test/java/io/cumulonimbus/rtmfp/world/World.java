package io.cumulonimbus.rtmfp.world;

import io.cumulonimbus.rtmfp.crypto.DhGroup;
import io.cumulonimbus.rtmfp.crypto.Identity;
import io.cumulonimbus.rtmfp.endpoint.EndpointConfig;
import io.cumulonimbus.testkit.SimConditions;
import io.cumulonimbus.testkit.SimNetwork;
import io.cumulonimbus.testkit.SimWorld;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.UnknownHostException;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.SplittableRandom;
import java.util.concurrent.ConcurrentHashMap;
import java.util.function.BooleanSupplier;

/**
 * A simulated world of RTMFP endpoints: one server, clients, a network between them, everything
 * from one seed. Time jumps, so minutes pass in microseconds.
 */
public final class World {
    /** Keys take long to make: every world's n-th client has the same. */
    private static final Map<Integer, Identity> IDENTITIES = new ConcurrentHashMap<>();

    private static final int SERVER_PORT = 1935;

    private final SimWorld sim;
    private final Node server;
    private final List<Node> nodes = new ArrayList<>();
    private int clientCount;

    /** A server and a network with 10 ms of latency. */
    public World(long seed) {
        this(seed, EndpointConfig.SERVER);
    }

    public World(long seed, EndpointConfig serverConfig) {
        sim = new SimWorld(seed);
        sim.network().everywhere().latencyMs(10);
        Identity identity = Identity.server(sim.random(), List.of(DhGroup.MODP_1024));
        server = add(new Node(sim, address(0, SERVER_PORT), serverConfig, identity));
    }

    public SimWorld sim() {
        return sim;
    }

    public SimNetwork network() {
        return sim.network();
    }

    /** What happens on every path. */
    public SimConditions conditions() {
        return sim.network().everywhere();
    }

    /** Every machine, the server first. */
    public List<Node> nodes() {
        return nodes;
    }

    public Node server() {
        return server;
    }

    /** Another client machine. */
    public Node newClient() {
        return newClient(EndpointConfig.CLIENT);
    }

    public Node newClient(EndpointConfig config) {
        int number = ++clientCount;
        return newClient(address(number, 5000), config, identity(number));
    }

    public Node newClient(InetSocketAddress at, EndpointConfig config, Identity identity) {
        return add(new Node(sim, at, config, identity));
    }

    /** A client machine that has a session with the server. */
    public Node connectedClient() {
        return connected(newClient());
    }

    /** Connects the node with the server, and waits until both know. */
    public Node connected(Node client) {
        int before = server.clients().size();
        client.connect(server.address());
        if (!runUntil(
                () -> server.clients().size() > before && !client.clients().isEmpty(), 95_000)) {
            throw new AssertionError("not connected, " + client.failures());
        }
        return client;
    }

    public boolean runUntil(BooleanSupplier done, long withinMs) {
        return sim.runUntil(done, withinMs);
    }

    public void runFor(long ms) {
        sim.runFor(ms);
    }

    public long nowNs() {
        return sim.clock().nowNs();
    }

    /** An address of the n-th machine. */
    public static InetSocketAddress address(int machine, int port) {
        try {
            byte[] ip = {10, 0, (byte) (machine >> 8), (byte) (machine + 1)};
            return new InetSocketAddress(InetAddress.getByAddress(ip), port);
        } catch (UnknownHostException impossible) {
            throw new AssertionError(impossible);
        }
    }

    /** The identity of every world's n-th client. */
    public static Identity identity(int number) {
        return IDENTITIES.computeIfAbsent(
                number, n -> Identity.client(new SplittableRandom(n), List.of(DhGroup.MODP_1024)));
    }

    /** Checks that the rules of the seam were kept and no fault was found. */
    public void verify() {
        for (Node node : nodes) {
            node.handlers().forEach(handler -> handler.verify());
            long faults = node.endpoint().statistics().faults();
            if (faults > 0) {
                throw new AssertionError(faults + " faults at " + node.address());
            }
        }
    }

    private Node add(Node node) {
        nodes.add(node);
        sim.add(node);
        return node;
    }
}
