package io.cumulonimbus.origin.link;

import io.cumulonimbus.config.HostPort;
import io.cumulonimbus.link.LinkConfig;
import io.cumulonimbus.link.stream.StreamHub;
import io.cumulonimbus.net.link.LinkCipher;
import io.cumulonimbus.net.link.LinkClient;
import io.cumulonimbus.net.loop.BoundedHop;
import io.cumulonimbus.net.loop.NettyLoop;
import io.cumulonimbus.origin.cluster.Directory;
import io.cumulonimbus.origin.cluster.Lease;
import io.cumulonimbus.origin.cluster.Leases;
import io.cumulonimbus.origin.cluster.Node;
import io.cumulonimbus.origin.cluster.NodeId;
import io.cumulonimbus.origin.cluster.Nodes;
import io.cumulonimbus.origin.stream.FarOrigins;
import java.time.Duration;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.function.Consumer;
import java.util.random.RandomGenerator;
import java.util.stream.Stream;

/** The links of one loop to other origins. Owned by the loop. */
final class FellowRoom implements Nodes.Listener, Leases.Listener {
    /** So long a client waits for another origin when the one that serves it is lost. */
    private static final long SESSIONS_KEPT_NS = 10_000_000_000L;

    private final NettyLoop loop;
    private final BoundedHop hop;
    private final Directory directory;
    private final LinkConfig config;
    private final LinkCipher cipher;
    private final RandomGenerator random;
    private final Map<NodeId, FellowLink> links = new HashMap<>();
    private final List<ForwardRoom> forwards = new CopyOnWriteArrayList<>();
    private final Map<String, NodeId> homes = new HashMap<>();
    private boolean stopping;

    FellowRoom(
            NettyLoop loop,
            Directory directory,
            LinkConfig config,
            LinkCipher cipher,
            RandomGenerator random) {
        this.loop = loop;
        this.hop = new BoundedHop(loop, 1);
        this.directory = directory;
        this.config = config;
        this.cipher = cipher;
        this.random = random;
    }

    NettyLoop loop() {
        return loop;
    }

    /** Answers what ends it. */
    Runnable pull(NodeId owner, String name, FarOrigins.Receiver receiver) {
        FellowLink link = links.computeIfAbsent(owner, node -> new FellowLink());
        directory.nodes().find(owner).ifPresent(this::connect);
        Runnable end = link.pull(name, receiver);
        return () -> {
            end.run();
            tidy(owner, link);
        };
    }

    /** Asks another origin; the answer is empty when it cannot be reached. */
    void ask(NodeId origin, byte[] question, Consumer<Optional<byte[]>> answer) {
        FellowLink link = links.computeIfAbsent(origin, node -> new FellowLink());
        directory.nodes().find(origin).ifPresent(this::connect);
        link.ask(question, answer);
        tidy(origin, link);
    }

    private void tidy(NodeId id, FellowLink link) {
        if (link.isUnused()) {
            links.remove(id, link);
        }
    }

    private void connect(Node node) {
        FellowLink link = links.get(node.id());
        Optional<HostPort> address = node.link();
        if (link != null && address.isPresent() && !stopping) {
            link.connect(
                    heard ->
                            LinkClient.start(
                                    loop,
                                    List.of(address.get().unresolved()),
                                    config,
                                    cipher,
                                    heard,
                                    random));
        }
    }

    @Override
    public void joined(Node node) {
        connect(node);
    }

    @Override
    public void changed(Node node) {
        connect(node);
    }

    @Override
    public void left(NodeId id) {
        FellowLink link = links.get(id);
        if (link != null) {
            link.disconnect(Duration.ZERO);
            tidy(id, link);
        }
    }

    /** What is published at a home comes from the next one soon, when that changes. */
    @Override
    public void changed(Lease lease) {
        NodeId home = lease.holder();
        NodeId before = homes.put(lease.realm(), home);
        boolean moved = before != null && !before.equals(home);
        if (moved && !home.equals(directory.self())) {
            links.computeIfAbsent(home, node -> new FellowLink());
            directory.nodes().find(home).ifPresent(this::connect);
            tidy(home, links.get(home));
        }
    }

    /** It is remembered: there may be a next one. */
    @Override
    public void ended(Lease lease) {}

    /**
     * The way of this loop's clients to other origins.
     *
     * @param hub where viewers get their streams whose client is served elsewhere
     */
    ForwardRoom forwards(StreamHub hub) {
        LinkConfig patient = config.withGrace(SESSIONS_KEPT_NS);
        ForwardRoom made = new ForwardRoom(loop, directory, patient, cipher, hub, random);
        directory.nodes().listen(loop, made);
        forwards.add(made);
        return made;
    }

    /** Ends all in order. Any thread. */
    CompletableFuture<Void> stop(Duration grace) {
        return CompletableFuture.allOf(
                Stream.concat(
                                Stream.of(stopStreams(grace)),
                                forwards.stream().map(room -> room.stop(grace)))
                        .toArray(CompletableFuture[]::new));
    }

    private CompletableFuture<Void> stopStreams(Duration grace) {
        CompletableFuture<Void> done = new CompletableFuture<>();
        hop.insist(
                () -> {
                    stopping = true;
                    // What is not pulled any more leaves the map.
                    CompletableFuture.allOf(
                                    List.copyOf(links.values()).stream()
                                            .map(link -> link.disconnect(grace))
                                            .toArray(CompletableFuture[]::new))
                            .thenRun(() -> done.complete(null));
                });
        return done;
    }
}
