package io.cumulonimbus.origin.link;

import io.cumulonimbus.client.ClientAcceptor;
import io.cumulonimbus.config.EdgesConfig;
import io.cumulonimbus.config.HostPort;
import io.cumulonimbus.link.LinkConfig;
import io.cumulonimbus.link.LinkStatistics;
import io.cumulonimbus.link.ask.Respondent;
import io.cumulonimbus.link.route.RouteAnswer;
import io.cumulonimbus.link.route.Router;
import io.cumulonimbus.link.stream.StreamSource;
import io.cumulonimbus.net.link.LinkCipher;
import io.cumulonimbus.net.link.LinkServer;
import io.cumulonimbus.net.link.LinkedEdge;
import io.cumulonimbus.net.loop.Loop;
import io.cumulonimbus.net.loop.Loops;
import io.cumulonimbus.origin.cluster.Directory;
import io.cumulonimbus.origin.rendezvous.LocalPeers;
import io.cumulonimbus.origin.resume.ResumableAcceptor;
import io.cumulonimbus.origin.resume.Seal;
import io.cumulonimbus.origin.stream.PublicationsProxy;
import io.cumulonimbus.origin.stream.StreamSettings;
import io.cumulonimbus.rtmfp.endpoint.HelloPolicy;
import java.net.InetSocketAddress;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import java.util.concurrent.CompletableFuture;
import java.util.function.Function;
import java.util.function.Supplier;
import java.util.random.RandomGenerator;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Where an origin receives its edges, if it does, and what it knows of them. Any thread. */
public final class EdgeDoor {
    private static final Logger LOG = LoggerFactory.getLogger(EdgeDoor.class);

    private final EdgesConfig config;
    private final Optional<String> name;
    private final Optional<InetSocketAddress> published;
    private final EdgeRoster roster = new EdgeRoster(this::edges);
    private volatile Optional<LinkServer> server = Optional.empty();

    /**
     * Looks the public address up, which may block.
     *
     * @param publicAddress where clients find this origin, if the operator says
     * @param directory what edges and origins are told our name from, where there are others
     */
    public EdgeDoor(EdgesConfig config, Optional<HostPort> publicAddress, Directory directory) {
        this.config = config;
        this.name = Optional.of(directory.self().name()).filter(any -> directory.isShared());
        this.published =
                publicAddress.filter(address -> config.activated()).flatMap(EdgeDoor::resolved);
    }

    private static Optional<InetSocketAddress> resolved(HostPort address) {
        InetSocketAddress found = new InetSocketAddress(address.host(), address.port());
        if (found.isUnresolved()) {
            LOG.warn("The publicAddress {} is unknown; clients are told a local one", address);
            return Optional.empty();
        }
        return Optional.of(found);
    }

    /**
     * Begins to listen; fails with {@link io.cumulonimbus.net.gateway.PortUnavailableException}.
     *
     * @param acceptors answers who takes the clients of a loop
     * @param publications where streams are that edges pull
     * @param peers answers who knows the clients of a loop
     * @param routers answers who knows where clients belong that ask on a loop
     * @param respondents answers who answers what other origins ask
     */
    public CompletableFuture<LinkServer> open(
            Loops loops,
            Function<Loop, ClientAcceptor> acceptors,
            PublicationsProxy publications,
            Function<Loop, LocalPeers> peers,
            Function<Loop, Router> routers,
            Function<Loop, Respondent> respondents,
            RandomGenerator random) {
        LinkConfig link = EdgeAccess.of(config, name, random);
        Seal seal = Seal.of(config.keyFile(), random);
        return LinkServer.start(
                        loops,
                        new InetSocketAddress(config.bindAddress(), config.port()),
                        new LinkServer.Setup(
                                link,
                                LinkCipher.valueOf(config.tls().name()),
                                loop -> new ResumableAcceptor(acceptors.apply(loop), seal),
                                random,
                                loop -> source(loop, publications),
                                loop -> new EdgePeers(peers.apply(loop).introductions(), loop),
                                routers,
                                respondents,
                                roster::changed))
                .thenApply(
                        opened -> {
                            server = Optional.of(opened);
                            return opened;
                        });
    }

    /** Where the links of one loop get streams from. */
    public static StreamSource source(Loop loop, PublicationsProxy publications) {
        return (stream, lane) ->
                publications.pull(
                        stream,
                        loop,
                        new LaneAudience(lane, loop),
                        StreamSettings.DEFAULT,
                        lane.leadsToOrigin());
    }

    /**
     * Sends clients to edges, and those who would be served here although their application has its
     * home elsewhere to that; for one loop and one socket.
     *
     * @param bound where the socket is bound, once it is
     * @param fellows know homes
     * @param next answers those that are not sent away
     */
    public HelloPolicy hellos(
            Supplier<Optional<InetSocketAddress>> bound, FellowLinks fellows, HelloPolicy next) {
        if (!config.activated()) {
            return next;
        }
        OwnAddress own = new OwnAddress(published, bound);
        return new EdgeRedirection(
                roster, config.attemptsBeforeFallback(), own, fellows.toHomes(own, next));
    }

    /** Believes whom this says from now on; edges that are linked stay. Any thread. */
    public void trust(EdgesConfig edges) {
        server.ifPresent(opened -> opened.trust(EdgeAccess.secrets(edges)));
    }

    /** The edges that have proved the secret. */
    public List<LinkedEdge> edges() {
        return server.map(LinkServer::edges).orElse(List.of());
    }

    /** What the links of edges have seen. */
    public List<CompletableFuture<LinkStatistics>> linkStatistics() {
        return server.map(LinkServer::statistics).orElse(List.of());
    }

    /** How many clients are here through each edge, by the address that the edge is known by. */
    public Map<String, Integer> clients() {
        Map<String, Integer> clients = new TreeMap<>();
        edges().forEach(edge -> clients.merge(edge.shownAddress(), edge.clients(), Integer::sum));
        return clients;
    }

    /** Clients of edges belong to another origin in a moment, which receives edges there. */
    public void expect(HostPort home) {
        server.ifPresent(opened -> opened.expect(new RouteAnswer(home.toString(), 0)));
    }

    /** We are going to stop: edges that know another origin take their clients there. */
    public void drain() {
        server.ifPresent(LinkServer::drain);
    }

    /** How many clients are here through edges. */
    public int count() {
        return edges().stream().mapToInt(LinkedEdge::clients).sum();
    }

    /** Where edges are received, if they are. */
    public Optional<InetSocketAddress> address() {
        return server.map(opened -> opened.addresses().get(0));
    }
}
