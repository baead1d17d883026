package io.cumulonimbus.origin.connection;

import io.cumulonimbus.client.ClientHandler;
import io.cumulonimbus.client.ClientIdentity;
import io.cumulonimbus.client.Protocol;
import io.cumulonimbus.config.PeersConfig;
import io.cumulonimbus.config.PeersConfig.Introductions;
import io.cumulonimbus.config.PeersConfig.PrivateAddresses;
import io.cumulonimbus.net.loop.ManualLoop;
import io.cumulonimbus.origin.app.Applications;
import io.cumulonimbus.origin.rendezvous.LocalPeers;
import io.cumulonimbus.origin.rendezvous.RendezvousProxy;
import io.cumulonimbus.origin.stream.PublicationsProxy;
import io.cumulonimbus.testkit.DirectClients;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.SplittableRandom;
import java.util.concurrent.CompletableFuture;

/** An origin without sockets: loops are run by hand, clients are two ends in memory. */
final class TestOrigin {
    final TestApplication application = new TestApplication();
    final ManualLoop loop = elsewhere();
    final ManualLoop otherLoop = elsewhere();
    private final ManualLoop hub = elsewhere();
    private final ManualLoop realm = elsewhere();
    final PublicationsProxy publications = new PublicationsProxy(hub);
    final RendezvousProxy rendezvous = new RendezvousProxy(hub);
    private final Applications applications;
    private final ConnectionSettings settings;
    private final ConnectionAcceptor acceptor;
    private final ConnectionAcceptor otherAcceptor;
    private final List<DirectClients> clients = new ArrayList<>();
    private int peers;

    TestOrigin(Path www) {
        this(www, ConnectionSettings.DEFAULT);
    }

    TestOrigin(Path www, ConnectionSettings settings) {
        this.settings = settings;
        applications = new Applications(www, List.of(realm), (w, r, l) -> application);
        acceptor = acceptor(loop);
        otherAcceptor = acceptor(otherLoop);
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
                        new PeersConfig(Introductions.CONNECTED, PrivateAddresses.NEAR));
        return new ConnectionAcceptor(
                ConnectionContext.of(
                        of, applications, publications, peers, settings, new SplittableRandom(1)));
    }

    /** A client that has its session, and has said nothing. */
    Peer peer(String uri) {
        return peer(uri, acceptor, Protocol.RTMFP);
    }

    Peer peerOnOtherLoop(String uri) {
        return peer(uri, otherAcceptor, Protocol.RTMFP);
    }

    Peer peer(String uri, Protocol protocol) {
        return peer(uri, acceptor, protocol);
    }

    private Peer peer(String uri, ConnectionAcceptor by, Protocol protocol) {
        byte[] peerId = new byte[ClientIdentity.PEER_ID_LENGTH];
        peerId[0] = (byte) ++peers;
        ClientIdentity identity =
                new ClientIdentity(protocol, peerId, uri, new byte[0], new byte[0]);
        DirectClients ends =
                new DirectClients(
                        identity, new InetSocketAddress(InetAddress.getLoopbackAddress(), peers));
        clients.add(ends);
        Peer peer = new Peer(this, ends);
        ClientHandler near = by.accept(ends.near());
        ends.handlers(near, peer);
        peer.connection = (NetConnection) near;
        return peer;
    }

    /** Runs until nothing moves any more. */
    void settle() {
        boolean moved = true;
        while (moved) {
            moved = loop.run() + otherLoop.run() + hub.run() + realm.run() > 0;
            for (DirectClients ends : clients) {
                moved |= ends.pump();
            }
        }
    }

    /** Lets time pass. */
    void advance(long millis) {
        settle();
        loop.advance(millis * 1_000_000);
        otherLoop.advance(millis * 1_000_000);
        settle();
    }

    /** How many stream names are published or watched. */
    int names() {
        int[] count = {-1};
        publications.count(n -> count[0] = n);
        settle();
        return count[0];
    }
}
