package io.cumulonimbus.origin;

import io.cumulonimbus.client.ClientAcceptor;
import io.cumulonimbus.config.EdgesConfig;
import io.cumulonimbus.config.OriginConfig;
import io.cumulonimbus.config.StartException;
import io.cumulonimbus.net.doors.DoorCensus;
import io.cumulonimbus.net.doors.RtmpListeners;
import io.cumulonimbus.net.gateway.Departure;
import io.cumulonimbus.net.gateway.Gateway;
import io.cumulonimbus.net.link.LinkedEdge;
import io.cumulonimbus.net.loop.Loop;
import io.cumulonimbus.net.loop.Loops;
import io.cumulonimbus.net.loop.Transport;
import io.cumulonimbus.net.roster.Roster;
import io.cumulonimbus.net.socket.SocketCensus;
import io.cumulonimbus.net.udp.KeyingProxy;
import io.cumulonimbus.net.udp.KeyingStatistics;
import io.cumulonimbus.net.udp.ShardStatistics;
import io.cumulonimbus.net.udp.UdpGateway;
import io.cumulonimbus.origin.app.Applications;
import io.cumulonimbus.origin.app.Services;
import io.cumulonimbus.origin.cluster.Directory;
import io.cumulonimbus.origin.connection.ConnectionSettings;
import io.cumulonimbus.origin.connection.ScriptedHellos;
import io.cumulonimbus.origin.disk.DiskProxy;
import io.cumulonimbus.origin.link.EdgeDoor;
import io.cumulonimbus.origin.link.FellowLinks;
import io.cumulonimbus.origin.record.MediaLibrary;
import io.cumulonimbus.origin.rendezvous.IdentityStatistics;
import io.cumulonimbus.origin.rendezvous.IntroductionOutcome;
import io.cumulonimbus.origin.rendezvous.PeerReport;
import io.cumulonimbus.origin.rendezvous.RendezvousProxy;
import io.cumulonimbus.origin.stream.PublicationsProxy;
import io.cumulonimbus.rtmfp.crypto.Identity;
import io.cumulonimbus.rtmfp.endpoint.EndpointStatistics;
import io.cumulonimbus.rtmfp.endpoint.HelloPolicy;
import io.cumulonimbus.rtmfp.relay.RelayStatistics;
import java.io.UncheckedIOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.security.SecureRandom;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionException;
import java.util.concurrent.TimeUnit;

/**
 * A running origin: terminates RTMFP and RTMP clients, receives edges, hosts applications and
 * streams.
 *
 * <p>Client loops carry clients; realm loops carry scripts, which may keep them busy; one hub loop
 * keeps the names of streams, and one the shared objects. Owned by whoever started it; start and
 * close block and are never called on a loop.
 */
public final class Origin implements AutoCloseable {
    /** How long clients get to take what was written and confirm the close. */
    private static final Duration GRACE = Duration.ofSeconds(2);

    /** As many realms have a thread of their own, which is started when they are opened. */
    private static final int REALM_LOOPS = 32;

    private static final int KEYINGS_WAITING = 256;

    private final Loops clients;
    private final Loops hub;
    private final Loops realms;
    private final Identity identity;
    private final KeyingProxy keying;
    private final Applications applications;
    private final PublicationsProxy publications;
    private final DiskProxy disk = new DiskProxy();
    private final MediaLibrary media;
    private final SharedObjectRoom objects;
    private final RendezvousProxy rendezvous;
    private final ConnectionSettings settings;
    private final SecureRandom random = new SecureRandom();
    private final List<Gateway> gateways = new ArrayList<>();
    private final Lobby lobby;
    private final Bans bans = new Bans();
    private final SharedBans sharedBans;
    private final Roster roster = new Roster();
    private final Departure departure = new Departure();
    private final ScriptNetwork network;
    private volatile Optional<UdpGateway> rtmfp = Optional.empty();
    private final RtmpListeners rtmp;
    private final EdgeDoor edges;
    private final PeerRelaying relay;
    private final Directory directory;
    private final FellowLinks fellows;
    private final ClientRooms rooms;

    private Origin(
            OriginConfig config, Transport transport, ScriptNetwork network, ClusterEntry cluster) {
        this.relay = cluster.relay();
        this.network = network;
        clients = Loops.start("client", config.loops(), false, transport);
        hub = Loops.start("hub", 1);
        directory = cluster.directory(config, hub.loop(0));
        sharedBans = SharedBans.kept(directory, bans, hub.loop(0), config.home(), disk);
        realms = Loops.startDaemons("realm", REALM_LOOPS);
        identity = Identity.server(random);
        keying = KeyingProxy.forServer(identity, KEYINGS_WAITING, random);
        publications = new PublicationsProxy(hub.loop(0));
        fellows = FellowLinks.open(clients, config.edges(), directory, publications, random);
        media = new MediaLibrary(config.media(), disk, random);
        objects = new SharedObjectRoom(config.media(), disk, directory);
        rendezvous = relay.rendezvous(hub.loop(0), random, directory);
        settings = ClientConnection.of(config);
        lobby = new Lobby(this::acceptor, bans, settings.limits());
        SharedLimitsProxy.follow(directory, settings.limits(), hub.loop(0));
        rtmp = lobby.listeners(clients, random);
        edges = new EdgeDoor(config.edges(), config.publicAddress(), directory);
        applications = ScriptedApplications.of(config, realms, services());
        fellows.films(media);
        fellows.forward(applications, config.cluster().placement(), hub.loop(0), edges::expect);
        rooms =
                new ClientRooms(
                        applications,
                        publications,
                        media,
                        objects.objects(),
                        RtmpPorts.files(config, disk),
                        rendezvous,
                        config.peers(),
                        settings,
                        bans,
                        fellows,
                        roster,
                        random);
    }

    private Services services() {
        return new OriginServices(
                publications,
                settings.streams().scope(),
                rendezvous,
                sharedBans,
                network,
                objects.objects(),
                edges::clients,
                directory,
                fellows::started,
                random);
    }

    /**
     * Opens every port and starts to serve.
     *
     * @throws StartException when a port cannot be opened or the application folder cannot be made;
     *     nothing is left running
     */
    public static Origin start(OriginConfig config) throws StartException {
        return start(config, Transport.best(), ClusterEntry.open(config));
    }

    /**
     * The same as a member of a cluster that was joined before.
     *
     * @param joined closed with the origin
     */
    public static Origin start(OriginConfig config, Directory joined) throws StartException {
        ClusterEntry entry = new ClusterEntry(PeerRelaying.open(config), Optional.of(joined));
        return start(config, Transport.best(), entry);
    }

    /** The same by another way to sockets than the best that the system has. */
    static Origin start(OriginConfig config, Transport transport) throws StartException {
        return start(config, transport, ClusterEntry.open(config));
    }

    private static Origin start(OriginConfig config, Transport transport, ClusterEntry entry)
            throws StartException {
        WwwFolder.make(config.www());
        ScriptNetwork network = ScriptNetwork.open(config);
        Origin origin = new Origin(config, transport, network, entry);
        try {
            origin.applications.start(origin.directory.isShared());
            origin.open(config);
            return origin;
        } catch (CompletionException | UncheckedIOException | StartException e) {
            origin.close();
            throw StartTrouble.of(e);
        }
    }

    private void open(OriginConfig config) throws StartException {
        UdpGateway.Setup setup =
                new UdpGateway.Setup(
                        config.addresses(),
                        lobby.udp(config.udpBufferSize()),
                        ClientEndpoint.of(config),
                        identity,
                        random);
        UdpGateway gateway =
                UdpGateway.start(clients, setup, keying, lobby::door, this::hellos).join();
        rtmfp = Optional.of(gateway);
        gateways.add(gateway);
        relay.sightings()
                .doors(PublicAddress.reachable(config, gateway.addresses(), relay.addresses()));
        List<InetAddress> hosts =
                config.addresses().stream().map(InetSocketAddress::getAddress).distinct().toList();
        RtmpPorts.open(rtmp, hosts, config.rtmp(), lobby::isOpen);
        if (config.edges().activated()) {
            gateways.add(
                    edges.open(
                                    clients,
                                    this::acceptor,
                                    publications,
                                    rooms::peers,
                                    fellows.routers(applications),
                                    rooms.films(directory, hub.loop(0)),
                                    random)
                            .join());
        }
        ClusterEntry.announce(directory, config, gateway.addresses(), edges.address());
    }

    private ClientAcceptor acceptor(Loop loop) {
        return rooms.acceptor(loop);
    }

    /** Scripts are asked, clients are sent to edges or homes, then peers are introduced. */
    private HelloPolicy hellos(Loop loop, int place) {
        HelloPolicy toEdges =
                edges.hellos(
                        () -> rtmfp.map(gateway -> gateway.addresses().get(place)),
                        fellows,
                        rooms.peers(loop).introductions());
        return lobby.guard(new ScriptedHellos(applications, loop, toEdges));
    }

    /** The first address where RTMFP clients are received, with the real port. */
    public InetSocketAddress rtmfpAddress() {
        return rtmfpAddresses().get(0);
    }

    /** All addresses where RTMFP clients are received, with the real ports. */
    public List<InetSocketAddress> rtmfpAddresses() {
        return gateways.get(0).addresses();
    }

    /** All addresses where RTMP clients are received, with the real ports; none if they are not. */
    public List<InetSocketAddress> rtmpAddresses() {
        return rtmp.rtmpAddresses();
    }

    /** The same for RTMPS. */
    public List<InetSocketAddress> rtmpsAddresses() {
        return rtmp.rtmpsAddresses();
    }

    /** The same for RTMPT. */
    public List<InetSocketAddress> httpAddresses() {
        return rtmp.httpAddresses();
    }

    /** The same for RTMPTS. */
    public List<InetSocketAddress> httpsAddresses() {
        return rtmp.httpsAddresses();
    }

    /** Who is at the doors for RTMP clients, at this moment. Any thread. */
    public DoorCensus rtmpCensus() {
        return rtmp.census();
    }

    /** Where edges are received, if they are. */
    public Optional<InetSocketAddress> edgesAddress() {
        return edges.address();
    }

    /** Edges that have proved the secret, at this moment. Any thread. */
    public List<LinkedEdge> edges() {
        return edges.edges();
    }

    /** What this origin and others know together. Any thread. */
    public Directory directory() {
        return directory;
    }

    /** Which edges are believed from now on. Any thread. */
    public void trust(EdgesConfig config) {
        edges.trust(config);
    }

    /** How many stream names are published or watched. */
    public CompletableFuture<Integer> streams() {
        CompletableFuture<Integer> answer = new CompletableFuture<>();
        publications.count(answer::complete);
        return answer;
    }

    /** What the sockets of scripts come to. Any thread. */
    public SocketCensus scriptSockets() {
        return network.census();
    }

    /** What was done for the handshakes of RTMFP clients. Any thread. */
    public KeyingStatistics keyingStatistics() {
        return keying.statistics();
    }

    /** What the shards that RTMFP clients come to have seen. Any thread. */
    public List<CompletableFuture<ShardStatistics>> shardStatistics() {
        return rtmfp.map(UdpGateway::shardStatistics).orElse(List.of());
    }

    /** Files that are being recorded, played or looked at, at this moment. */
    public int openFiles() {
        return disk.files();
    }

    /** What the endpoints that RTMFP clients come to have seen, one for each. Any thread. */
    public List<CompletableFuture<EndpointStatistics>> rtmfpStatistics() {
        return rtmfp.map(UdpGateway::statistics).orElse(List.of());
    }

    /** What became of peer ids that more than one connection wanted. Any thread. */
    public IdentityStatistics identities() {
        return rendezvous.identityStatistics();
    }

    /** How many wishes of clients to be introduced to another came to which end. Any thread. */
    public Map<IntroductionOutcome, Long> introductions() {
        return rendezvous.introductions();
    }

    /** How a client stands to other clients; nothing when it is not here. Any thread. */
    public CompletableFuture<Optional<PeerReport>> peer(byte[] peerId) {
        CompletableFuture<Optional<PeerReport>> answer = new CompletableFuture<>();
        rendezvous.report(peerId, answer::complete);
        return answer;
    }

    /** What operators may do with it. */
    public OriginControls controls() {
        return new OriginControls(
                lobby, roster, sharedBans, applications, publications, rendezvous, edges, rtmp);
    }

    /** Where the relay for peers listens, with the real ports; nowhere if there is none. */
    public List<InetSocketAddress> relayAddresses() {
        return relay.addresses();
    }

    /** What the relay for peers has seen; nothing if there is none. Any thread. */
    public Optional<CompletableFuture<RelayStatistics>> relayStatistics() {
        return relay.statistics();
    }

    /**
     * Lets nobody in any more, and waits until the clients that are here have gone, those of edges
     * too, or {@code most}. Blocks; not for loops.
     */
    public void drain(Duration most) {
        new DrainSteps(departure, edges, lobby::count)
                .run(most, controls()::drain, directory, fellows);
    }

    /** The way of clients out, as far as it has begun. Any thread. */
    public Departure departure() {
        return departure;
    }

    /** Closes all clients in order, ends the applications, and frees every port. */
    @Override
    public void close() {
        CompletableFuture.allOf(
                        rtmp.stop(GRACE),
                        relay.stop(GRACE),
                        fellows.stop(GRACE),
                        CompletableFuture.allOf(
                                gateways.stream()
                                        .map(gateway -> gateway.stop(GRACE))
                                        .toArray(CompletableFuture[]::new)))
                .completeOnTimeout(null, GRACE.toMillis() + 1_000, TimeUnit.MILLISECONDS)
                .join();
        applications.close();
        realms.close();
        objects.settle();
        directory.close(); // scripts that end have a last word
        network.close();
        hub.close();
        relay.close();
        clients.close();
        objects.close();
        disk.close();
        keying.close();
    }
}
