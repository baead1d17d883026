package io.cumulonimbus.origin.connection;

import io.cumulonimbus.client.Client;
import io.cumulonimbus.client.ClientHandler;
import io.cumulonimbus.client.ClientIdentity;
import io.cumulonimbus.client.Protocol;
import io.cumulonimbus.config.PeersConfig;
import io.cumulonimbus.config.PeersConfig.Introductions;
import io.cumulonimbus.config.PeersConfig.PrivateAddresses;
import io.cumulonimbus.net.loop.Loop;
import io.cumulonimbus.net.loop.ManualLoop;
import io.cumulonimbus.origin.app.AppObject;
import io.cumulonimbus.origin.app.AppPublication;
import io.cumulonimbus.origin.app.AppSubscription;
import io.cumulonimbus.origin.app.Applications;
import io.cumulonimbus.origin.app.RealmFactory;
import io.cumulonimbus.origin.app.Services;
import io.cumulonimbus.origin.disk.DiskProxy;
import io.cumulonimbus.origin.link.EdgeDoor;
import io.cumulonimbus.origin.lua.LuaRealms;
import io.cumulonimbus.origin.lua.LuaSettings;
import io.cumulonimbus.origin.rendezvous.LocalPeers;
import io.cumulonimbus.origin.rendezvous.RendezvousProxy;
import io.cumulonimbus.origin.resume.ResumableAcceptor;
import io.cumulonimbus.origin.resume.Seal;
import io.cumulonimbus.origin.sharedobject.ScriptedObject;
import io.cumulonimbus.origin.sharedobject.SharedObjectSettings;
import io.cumulonimbus.origin.sharedobject.SharedObjectsProxy;
import io.cumulonimbus.origin.stream.PublicationsProxy;
import io.cumulonimbus.origin.stream.ScriptedViewer;
import io.cumulonimbus.origin.stream.StreamNames;
import io.cumulonimbus.rtmfp.endpoint.HelloPolicy;
import io.cumulonimbus.rtmp.message.SharedObjectEvent;
import io.cumulonimbus.testkit.DirectClients;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.SplittableRandom;
import java.util.concurrent.CompletableFuture;
import java.util.function.Consumer;
import java.util.stream.Stream;

/**
 * An origin without sockets: loops are run by hand, clients are two ends in memory, with or without
 * a link.
 */
final class TestOrigin {
    private static final long STEP_MS = 500;

    final TestApplication application = new TestApplication();
    final ManualLoop loop = elsewhere();
    final ManualLoop otherLoop = elsewhere();
    private final ManualLoop hub = elsewhere();
    private final ManualLoop realm = elsewhere();
    final SharedObjectsProxy objects =
            new SharedObjectsProxy(
                    hub, Optional.empty(), new DiskProxy(), SharedObjectSettings.DEFAULT);
    final PublicationsProxy publications = new PublicationsProxy(hub);
    final RendezvousProxy rendezvous = new RendezvousProxy(hub, new SplittableRandom(1));
    private final Applications applications;
    private final ConnectionSettings settings;
    private final Door door;
    private final Door otherDoor;
    private final List<DirectClients> clients = new ArrayList<>();
    HelloPolicy hellos;
    final List<String> bans = new ArrayList<>();
    private int peers;

    TestOrigin(Path www, Way way) {
        this(www, way, ConnectionSettings.DEFAULT);
    }

    TestOrigin(Path www, Way way, ConnectionSettings settings) {
        this(www, way, settings, Optional.empty());
    }

    /** Applications are Lua scripts. */
    TestOrigin(Path www, Way way, LuaSettings lua) {
        this(www, way, ConnectionSettings.DEFAULT, Optional.of(lua));
    }

    private TestOrigin(Path www, Way way, ConnectionSettings settings, Optional<LuaSettings> lua) {
        this.settings = settings;
        RealmFactory scripts =
                lua.<RealmFactory>map(l -> new LuaRealms(l, new TestServices()))
                        .orElse((w, r, l) -> application);
        applications = new Applications(www, List.of(realm), scripts);
        door = new Door(loop, way);
        otherDoor = new Door(otherLoop, way);
    }

    /** What this origin has for scripts. */
    private final class TestServices implements Services {
        private StreamNames names(String of) {
            return StreamNames.of(settings.streams().scope(), of);
        }

        @Override
        public Optional<AppPublication> publish(String application, String name, Loop of) {
            return publications.open(names(application), name, of, new SplittableRandom(2));
        }

        @Override
        public Runnable joinGroup(byte[] group, byte[] peer) {
            return rendezvous.joinVirtually(group, peer);
        }

        @Override
        public Optional<AppSubscription> subscribe(
                String application, String name, Loop of, AppSubscription.Watcher watcher) {
            return ScriptedViewer.open(names(application).key(name), of, publications, watcher);
        }

        @Override
        public Optional<AppObject> sharedObject(
                String application,
                String name,
                boolean persistent,
                Loop of,
                Consumer<List<SharedObjectEvent>> listener) {
            ScriptedObject.Name which = new ScriptedObject.Name(application, name, persistent);
            return Optional.of(new ScriptedObject(objects, which, of, listener));
        }

        @Override
        public void ban(InetAddress address, boolean banned) {
            bans.add(address.getHostAddress() + " " + banned);
        }

        @Override
        public Map<String, Integer> edges() {
            return Map.of("192.0.2.1:1936", 7);
        }
    }

    /** Where the clients of one loop come in. */
    private final class Door {
        private final ConnectionAcceptor acceptor;
        private final Optional<TestLink> link;
        private NetConnection newest;
        private Client newcomer;

        Door(ManualLoop of, Way way) {
            acceptor = acceptor(of);
            ResumableAcceptor resuming =
                    new ResumableAcceptor(
                            this::accept, new Seal(new byte[32], new SplittableRandom(4)));
            link =
                    way == Way.DIRECT
                            ? Optional.empty()
                            : Optional.of(
                                    new TestLink(of, resuming, EdgeDoor.source(of, publications)));
        }

        private ClientHandler accept(Client client) {
            newcomer = client.itself();
            newest = (NetConnection) acceptor.accept(client);
            return newest;
        }

        ClientHandler enter(Client client) {
            return link.isPresent() ? link.get().carry(client) : accept(client);
        }
    }

    /** A loop of which no thread is: so everything between loops takes the long way. */
    private static ManualLoop elsewhere() {
        CompletableFuture<ManualLoop> made = new CompletableFuture<>();
        new Thread(() -> made.complete(new ManualLoop())).start();
        return made.join();
    }

    private ConnectionAcceptor acceptor(ManualLoop of) {
        LocalPeers peers =
                new LocalPeers(
                        of,
                        rendezvous,
                        new PeersConfig(Introductions.CONNECTED, PrivateAddresses.NEAR),
                        applications::rendezvousUnknown);
        hellos = new ScriptedHellos(applications, of, peers.introductions());
        return new ConnectionAcceptor(
                ConnectionContext.of(
                        of,
                        applications,
                        publications,
                        Optional.empty(),
                        Optional.of(objects),
                        peers,
                        settings,
                        new SplittableRandom(1)));
    }

    /** A client that has its session, and has said nothing. */
    Peer peer(String uri) {
        return peer(uri, door, Protocol.RTMFP);
    }

    Peer peerOnOtherLoop(String uri) {
        return peer(uri, otherDoor, Protocol.RTMFP);
    }

    Peer peer(String uri, Protocol protocol) {
        return peer(uri, door, protocol);
    }

    /** A client with the peer id of another, which it proves or not. */
    Peer peerLike(Peer other, boolean proven) {
        return peerLike(other, proven, door);
    }

    Peer peerOnOtherLoopLike(Peer other, boolean proven) {
        return peerLike(other, proven, otherDoor);
    }

    private Peer peerLike(Peer other, boolean proven, Door by) {
        ClientIdentity who = other.ends.near().identity();
        peers++;
        return peer(
                new ClientIdentity(
                        who.protocol(),
                        who.peerId(),
                        proven,
                        who.uri(),
                        who.nearNonce(),
                        who.farNonce()),
                by);
    }

    private Peer peer(String uri, Door by, Protocol protocol) {
        byte[] peerId = new byte[ClientIdentity.PEER_ID_LENGTH];
        peerId[0] = (byte) ++peers;
        peerId[1] = (byte) (peers >> 8);
        ClientIdentity identity =
                new ClientIdentity(protocol, peerId, uri, new byte[0], new byte[0]);
        return peer(identity, by);
    }

    private Peer peer(ClientIdentity identity, Door by) {
        DirectClients ends =
                new DirectClients(
                        identity, new InetSocketAddress(InetAddress.getLoopbackAddress(), peers));
        clients.add(ends);
        Peer peer = new Peer(this, ends);
        ends.handlers(by.enter(ends.near()), peer);
        peer.connection = by.newest;
        peer.atOrigin = by.newcomer;
        return peer;
    }

    /** Runs until nothing moves any more. */
    void settle() {
        settle(List.of(loop, otherLoop, hub, realm));
    }

    /** As {@link #settle}, while the other loop is stuck. */
    void settleButOtherLoop() {
        settle(List.of(loop, hub, realm));
    }

    private void settle(List<ManualLoop> loops) {
        boolean moved = true;
        while (moved) {
            moved = loops.stream().mapToInt(ManualLoop::run).sum() > 0;
            for (DirectClients ends : clients) {
                moved |= ends.pump();
            }
            for (TestLink link : links()) {
                moved |= link.pump();
            }
        }
        links().forEach(TestLink::verify);
    }

    /** The edge of those who came by the first loop is out of reach. */
    void cut() {
        settle();
        door.link.orElseThrow().cut();
    }

    /** It is back. */
    void mend() {
        door.link.orElseThrow().mend();
        settle();
    }

    private List<TestLink> links() {
        return Stream.of(door, otherDoor).flatMap(d -> d.link.stream()).toList();
    }

    /** Lets time pass. */
    void advance(long millis) {
        settle();
        for (long left = millis; left > 0; left -= STEP_MS) {
            long stepNs = Math.min(left, STEP_MS) * 1_000_000;
            loop.advance(stepNs);
            otherLoop.advance(stepNs);
            realm.advance(stepNs);
            links().forEach(TestLink::advance);
            settle();
        }
    }

    /** How many stream names are published or watched. */
    int names() {
        int[] count = {-1};
        publications.count(n -> count[0] = n);
        settle();
        return count[0];
    }

    /** How many NetGroups there are. */
    int groups() {
        int[] count = {-1};
        rendezvous.countGroups(n -> count[0] = n);
        settle();
        return count[0];
    }
}
