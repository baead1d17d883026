package io.cumulonimbus.origin.link;

import io.cumulonimbus.client.Client;
import io.cumulonimbus.client.ClientHandler;
import io.cumulonimbus.config.HostPort;
import io.cumulonimbus.link.LinkConfig;
import io.cumulonimbus.link.session.Displaced;
import io.cumulonimbus.link.stream.StreamHub;
import io.cumulonimbus.net.link.LinkCipher;
import io.cumulonimbus.net.link.LinkClient;
import io.cumulonimbus.net.loop.BoundedHop;
import io.cumulonimbus.net.loop.NettyLoop;
import io.cumulonimbus.origin.cluster.Directory;
import io.cumulonimbus.origin.cluster.Node;
import io.cumulonimbus.origin.cluster.NodeId;
import io.cumulonimbus.origin.cluster.Nodes;
import java.net.InetSocketAddress;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.function.Consumer;
import java.util.random.RandomGenerator;
import java.util.stream.Stream;

/**
 * Carries clients of one loop to the origins that are to serve them, as an edge does: when such an
 * origin is lost they go on elsewhere. Owned by the loop.
 */
final class ForwardRoom implements Nodes.Listener {
    private final NettyLoop loop;
    private final BoundedHop hop;
    private final Directory directory;
    private final LinkConfig config;
    private final LinkCipher cipher;
    private final StreamHub hub;
    private final RandomGenerator random;
    private final Map<NodeId, ForwardLink> links = new HashMap<>();
    private final List<LinkClient> all = new ArrayList<>();

    /**
     * @param hub where viewers get their streams whose client is served elsewhere
     */
    ForwardRoom(
            NettyLoop loop,
            Directory directory,
            LinkConfig config,
            LinkCipher cipher,
            StreamHub hub,
            RandomGenerator random) {
        this.loop = loop;
        this.hop = new BoundedHop(loop, 1);
        this.directory = directory;
        this.config = config;
        this.cipher = cipher;
        this.hub = hub;
        this.random = random;
    }

    /**
     * Has a client served at another origin; answers its handler, on this loop, or nothing when
     * that origin is gone.
     */
    void forward(NodeId home, Client client, Consumer<Optional<ClientHandler>> answer) {
        Optional<HostPort> address = directory.nodes().find(home).flatMap(Node::link);
        if (address.isEmpty()) {
            answer.accept(Optional.empty());
            return;
        }
        links.computeIfAbsent(home, node -> dial(home.name(), address.get())).carry(client, answer);
    }

    private ForwardLink dial(String name, HostPort home) {
        ForwardLink link = new ForwardLink(name, home.unresolved(), hub, this::displaced);
        LinkClient client = LinkClient.start(loop, addresses(home), config, cipher, link, random);
        link.by(client);
        all.add(client);
        return link;
    }

    /**
     * The home; and this origin itself, which takes its clients back when that is gone, to find
     * another home for them.
     */
    private List<InetSocketAddress> addresses(HostPort home) {
        Optional<HostPort> own = directory.nodes().find(directory.self()).flatMap(Node::link);
        return Stream.concat(Stream.of(home), own.stream()).map(HostPort::unresolved).toList();
    }

    /** Whoever is not served there any more comes back to this origin, as when that is lost. */
    private void displaced(Displaced session) {
        Optional<HostPort> own = directory.nodes().find(directory.self()).flatMap(Node::link);
        if (own.isEmpty()) {
            session.end();
            return;
        }
        links.computeIfAbsent(directory.self(), self -> dial(directory.self().name(), own.get()))
                .take(session);
    }

    /** Its clients go on elsewhere; nobody comes any more. */
    @Override
    public void left(NodeId id) {
        Optional.ofNullable(links.remove(id)).ifPresent(ForwardLink::abandon);
    }

    /** Ends all in order. Any thread. */
    CompletableFuture<Void> stop(Duration grace) {
        CompletableFuture<Void> done = new CompletableFuture<>();
        hop.insist(
                () ->
                        CompletableFuture.allOf(
                                        all.stream()
                                                .map(link -> link.stop(grace))
                                                .toArray(CompletableFuture[]::new))
                                .thenRun(() -> done.complete(null)));
        return done;
    }
}
