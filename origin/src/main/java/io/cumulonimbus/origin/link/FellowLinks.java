package io.cumulonimbus.origin.link;

import io.cumulonimbus.client.Client;
import io.cumulonimbus.client.ClientAcceptor;
import io.cumulonimbus.client.ClientHandler;
import io.cumulonimbus.config.EdgesConfig;
import io.cumulonimbus.config.HostPort;
import io.cumulonimbus.config.PlacementConfig;
import io.cumulonimbus.link.LinkConfig;
import io.cumulonimbus.link.route.Router;
import io.cumulonimbus.net.link.LinkCipher;
import io.cumulonimbus.net.loop.BoundedHop;
import io.cumulonimbus.net.loop.Loop;
import io.cumulonimbus.net.loop.Loops;
import io.cumulonimbus.net.loop.NettyLoop;
import io.cumulonimbus.origin.app.Applications;
import io.cumulonimbus.origin.cluster.Directory;
import io.cumulonimbus.origin.cluster.Lease;
import io.cumulonimbus.origin.cluster.Node;
import io.cumulonimbus.origin.cluster.NodeId;
import io.cumulonimbus.origin.connection.WantedPath;
import io.cumulonimbus.origin.placement.HandOver;
import io.cumulonimbus.origin.placement.HomeRouter;
import io.cumulonimbus.origin.placement.Placement;
import io.cumulonimbus.origin.placement.PlacingAcceptor;
import io.cumulonimbus.origin.placement.SharedStarts;
import io.cumulonimbus.origin.placement.Tenants;
import io.cumulonimbus.origin.record.FarMedia;
import io.cumulonimbus.origin.record.MediaLibrary;
import io.cumulonimbus.origin.record.far.FarFilms;
import io.cumulonimbus.origin.stream.FarOrigins;
import io.cumulonimbus.origin.stream.LocalStreams;
import io.cumulonimbus.origin.stream.LocalViewers;
import io.cumulonimbus.origin.stream.PublicationsProxy;
import io.cumulonimbus.rtmfp.endpoint.HelloPolicy;
import java.time.Duration;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.TimeUnit;
import java.util.function.Consumer;
import java.util.function.Function;
import java.util.function.Predicate;
import java.util.random.RandomGenerator;
import java.util.stream.IntStream;

/**
 * The links of this origin to the others of its cluster: one for each of its loops and each origin
 * that something is pulled from, dialled when that begins. Any thread, unless {@link FarOrigins}
 * says otherwise.
 */
public final class FellowLinks implements FarOrigins {
    private final Directory directory;
    private final List<FellowRoom> rooms;
    private final List<Placed> placed = new CopyOnWriteArrayList<>();
    private volatile Optional<Forwarding> placement = Optional.empty();

    /** The clients of one loop, and the way to it. */
    private record Placed(BoundedHop hop, PlacingAcceptor acceptor) {
        CompletableFuture<Void> sendAway(String realm) {
            CompletableFuture<Void> gone = new CompletableFuture<>();
            hop.insist(() -> acceptor.sendAway(realm, () -> gone.complete(null)));
            return gone;
        }
    }

    /** What is known of homes. */
    private record Forwarding(
            Applications applications,
            Placement placement,
            SharedStarts starts,
            int redirectBelow) {}

    private FellowLinks(Directory directory, List<FellowRoom> rooms) {
        this.directory = directory;
        this.rooms = rooms;
    }

    /**
     * From now on names of streams are those of the cluster, and streams of other origins are
     * pulled when somebody watches them. An origin that runs alone has none of that.
     *
     * @param loops where clients live
     * @param random unpredictable and thread-safe
     */
    public static FellowLinks open(
            Loops loops,
            EdgesConfig edges,
            Directory directory,
            PublicationsProxy publications,
            RandomGenerator random) {
        if (!directory.isShared()) {
            return new FellowLinks(directory, List.of());
        }
        FellowLinks links = of(loops, edges, directory, random);
        publications.join(directory, links);
        return links;
    }

    private static FellowLinks of(
            Loops loops, EdgesConfig edges, Directory directory, RandomGenerator random) {
        LinkConfig config = EdgeAccess.toFellows(edges, directory.self());
        LinkCipher cipher = LinkCipher.valueOf(edges.tls().name());
        return new FellowLinks(
                directory,
                IntStream.range(0, loops.size())
                        .mapToObj(loops::loop)
                        .map(loop -> room(loop, directory, config, cipher, random))
                        .toList());
    }

    private static FellowRoom room(
            NettyLoop loop,
            Directory directory,
            LinkConfig config,
            LinkCipher cipher,
            RandomGenerator random) {
        FellowRoom room = new FellowRoom(loop, directory, config, cipher, random);
        directory.nodes().listen(loop, room);
        directory.leases().listen(loop, room);
        return room;
    }

    private FellowRoom room(String stream) {
        return rooms.get(Math.floorMod(stream.hashCode(), rooms.size()));
    }

    @Override
    public Loop loopOf(String name) {
        return room(name).loop();
    }

    @Override
    public Runnable pull(NodeId owner, String name, Receiver receiver) {
        return room(name).pull(owner, name, receiver);
    }

    /** From now on what other origins recorded is played here. */
    public void films(MediaLibrary media) {
        Map<Loop, FarMedia> films = new HashMap<>();
        rooms.forEach(
                room -> films.put(room.loop(), new FarFilms(directory, room.loop(), room::ask)));
        media.reach(loop -> films.getOrDefault(loop, FarMedia.NONE));
    }

    /**
     * From now on clients are served at the homes of their applications.
     *
     * @param books hears of homes
     * @param expecting hears where edges will find a realm that moves from here; any thread
     */
    public void forward(
            Applications applications,
            PlacementConfig config,
            Loop books,
            Consumer<HostPort> expecting) {
        if (!rooms.isEmpty()) {
            Predicate<String> hasHome =
                    realm ->
                            switch (config.of(realm)) {
                                case AUTO -> applications.hasScripts(realm);
                                case HOME -> true;
                                case SPREAD -> false;
                            };
            placement =
                    Optional.of(
                            new Forwarding(
                                    applications,
                                    new Placement(
                                            directory,
                                            books,
                                            hasHome,
                                            tenants(applications, expecting)),
                                    new SharedStarts(directory, books, applications, hasHome),
                                    config.redirectBelow()));
        }
    }

    /** An application was loaded here; those of others may have to be, too. */
    public void started(String application) {
        placement.ifPresent(known -> known.starts.started(application));
    }

    private Tenants tenants(Applications applications, Consumer<HostPort> expecting) {
        return new Tenants() {
            @Override
            public void prepare(String realm, Loop loop, Runnable ready) {
                applications.find(realm).ifPresentOrElse(found -> found.start(loop, ready), ready);
            }

            @Override
            public void movesTo(Lease next) {
                directory.nodes().find(next.holder()).flatMap(Node::link).ifPresent(expecting);
            }

            @Override
            public CompletableFuture<Void> sendAway(String realm) {
                return CompletableFuture.allOf(
                        placed.stream()
                                .map(way -> way.sendAway(realm))
                                .toArray(CompletableFuture[]::new));
            }

            @Override
            public void actsUntil(Lease lease, long ns) {
                applications.actsUntil(lease.realm(), lease.epoch(), ns);
            }

            @Override
            public void letGo(String realm, boolean planned) {
                placed.forEach(way -> way.hop.insist(() -> way.acceptor.letGo(realm)));
                applications.letGo(realm, planned);
            }
        };
    }

    /**
     * Stands before who takes the clients of a loop, and has those served elsewhere that do not
     * belong here. On any thread, once for each loop.
     */
    public ClientAcceptor placing(Loop loop, ClientAcceptor here, LocalStreams streams) {
        Optional<FellowRoom> room = rooms.stream().filter(one -> one.loop() == loop).findFirst();
        if (placement.isEmpty() || room.isEmpty()) {
            return here;
        }
        Forwarding known = placement.get();
        ForwardRoom forwards = room.get().forwards(new LocalHub(new LocalViewers(streams)));
        PlacingAcceptor.Homes homes =
                new PlacingAcceptor.Homes() {
                    @Override
                    public void find(String realm, Consumer<Optional<NodeId>> answer) {
                        known.placement.find(realm, loop, answer);
                    }

                    @Override
                    public void forward(
                            NodeId home, Client client, Consumer<Optional<ClientHandler>> answer) {
                        forwards.forward(home, client, answer);
                    }
                };
        PlacingAcceptor acceptor =
                new PlacingAcceptor(
                        loop,
                        here,
                        homes,
                        (client, first) ->
                                WantedPath.of(client, first).flatMap(known.applications::realm));
        placed.add(new Placed(new BoundedHop(loop, 1), acceptor));
        return acceptor;
    }

    /**
     * Sends RTMFP clients to the homes of their applications; for one loop and one socket.
     *
     * @param next answers those that are not sent away
     */
    HelloPolicy toHomes(OwnAddress own, HelloPolicy next) {
        return placement
                .filter(known -> known.redirectBelow > 0)
                .<HelloPolicy>map(
                        known ->
                                new HomeRedirection(
                                        known.placement::distant, known.redirectBelow, own, next))
                .orElse(next);
    }

    /** Who tells edges where their clients belong. */
    public Function<Loop, Router> routers(Applications applications) {
        return placement
                .map(known -> HomeRouter.by(applications, known.placement::home))
                .orElseGet(() -> HomeRouter.of(applications, directory));
    }

    /**
     * Gives the applications that are at home here to other origins, which take their clients; done
     * when that is so, {@code most} from now at the latest.
     *
     * @param told what becomes of each
     */
    public CompletableFuture<Void> handOver(Duration most, HandOver told) {
        return placement
                .map(known -> known.placement.handOver(told))
                .orElseGet(() -> CompletableFuture.completedFuture(null))
                .completeOnTimeout(null, most.toMillis(), TimeUnit.MILLISECONDS);
    }

    /** Ends all links in order; done at the latest after twice the grace. */
    public CompletableFuture<Void> stop(Duration grace) {
        return CompletableFuture.allOf(
                        rooms.stream()
                                .map(room -> room.stop(grace))
                                .toArray(CompletableFuture[]::new))
                .completeOnTimeout(null, 2 * grace.toMillis(), TimeUnit.MILLISECONDS);
    }
}
