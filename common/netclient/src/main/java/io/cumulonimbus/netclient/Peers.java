package io.cumulonimbus.netclient;

import io.cumulonimbus.client.Client;
import io.cumulonimbus.client.ClientAcceptor;
import io.cumulonimbus.client.ClientHandler;
import io.cumulonimbus.client.CloseReason;
import io.cumulonimbus.net.loop.DeadlineTimer;
import io.cumulonimbus.net.loop.Loop;
import io.cumulonimbus.net.udp.UdpShard;
import io.cumulonimbus.rtmfp.crypto.EndpointDiscriminator;
import io.cumulonimbus.rtmfp.endpoint.OpenFailure;
import io.cumulonimbus.rtmfp.endpoint.Opening;
import io.cumulonimbus.rtmfp.endpoint.OpeningListener;
import java.net.InetSocketAddress;
import java.time.Duration;
import java.util.HashMap;
import java.util.HexFormat;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import java.util.random.RandomGenerator;
import java.util.regex.Pattern;

/**
 * The peers of one connection: those that came to us, those that we went to, and the streams that
 * we have for them. They share the connection's socket and identity, and end with it. Owned by the
 * loop.
 */
final class Peers implements ClientAcceptor {
    private static final Pattern PEER_ID = Pattern.compile("[0-9A-Fa-f]{64}");

    /** Sessions that others may open to us. */
    private static final int MOST_INCOMING = 256;

    private final Loop loop;
    private final String ownId;
    private final RandomGenerator random;
    private final Set<PeerLink> links = new LinkedHashSet<>();
    private final Map<String, DirectPublication> publications = new HashMap<>();

    private final Map<String, PeerAttempt> attempts = new HashMap<>();
    private Optional<UdpShard> shard = Optional.empty();
    private Duration patience = Duration.ZERO;
    private boolean over;

    Peers(Loop loop, String ownId, RandomGenerator random) {
        this.loop = loop;
        this.ownId = ownId;
        this.random = random;
    }

    Loop loop() {
        return loop;
    }

    /** Our own peer id, 64 hexadecimal digits. Any thread. */
    String ownId() {
        return ownId;
    }

    /** The connection is made: from now on peers can be reached, in so much time. */
    void behind(UdpShard made, Duration time) {
        shard = Optional.of(made);
        patience = time;
    }

    Optional<DirectPublication> publication(String name) {
        return Optional.ofNullable(publications.get(name));
    }

    /** Who comes while nothing is published, and nobody waits for it, is sent away. */
    @Override
    public ClientHandler accept(Client client) {
        PeerLink link = new PeerLink(this, client);
        links.add(link);
        PeerAttempt waiting = attempts.get(client.identity().peerIdHex());
        boolean wanted = waiting != null || !publications.isEmpty();
        if (over || !wanted || links.size() > MOST_INCOMING) {
            client.close(CloseReason.NEAR_CLOSED);
        }
        if (waiting != null) {
            waiting.succeed(link);
        }
        return link;
    }

    void left(PeerLink link) {
        links.remove(link);
    }

    /** Makes a stream that peers can play, until it is closed. */
    CompletableFuture<DirectPublication> publish(String name) {
        if (over || publications.containsKey(name)) {
            return CompletableFuture.failedFuture(
                    new NetClientException(name + " is published already, or it is too late"));
        }
        DirectPublication publication =
                new DirectPublication(
                        name, random.nextLong(), loop, () -> publications.remove(name));
        publications.put(name, publication);
        return CompletableFuture.completedFuture(publication);
    }

    /** The session with a peer: the one that there is, or a new one by way of the server. */
    // RFC 7425 §5.4.1
    CompletableFuture<PeerLink> connect(String peerId, InetSocketAddress server) {
        if (over || shard.isEmpty() || peerId.equalsIgnoreCase(ownId)) {
            return CompletableFuture.failedFuture(
                    new NetClientException("There is no way to that peer from here"));
        }
        if (!PEER_ID.matcher(peerId).matches()) {
            return CompletableFuture.failedFuture(
                    new NetClientException("A peer id has 64 hexadecimal digits: " + peerId));
        }
        String id = peerId.toLowerCase(Locale.ROOT);
        Optional<PeerLink> present = openLink(id);
        if (present.isPresent()) {
            return CompletableFuture.completedFuture(present.get());
        }
        PeerAttempt under = attempts.get(id);
        return under == null ? new PeerAttempt(id).start(server) : under.connected;
    }

    private Optional<PeerLink> openLink(String peerId) {
        return links.stream()
                .filter(PeerLink::isOpen)
                .filter(link -> link.client().identity().peerIdHex().equals(peerId))
                .findFirst();
    }

    /** The connection is over, and all that came of it. */
    void close() {
        over = true;
        List.copyOf(publications.values()).forEach(DirectPublication::close);
        List.copyOf(attempts.values()).forEach(PeerAttempt::giveUp);
        List.copyOf(links).forEach(PeerLink::close);
    }

    /** On the way to a peer; ends as well when the peer comes to us meanwhile. */
    private final class PeerAttempt implements OpeningListener {
        private final CompletableFuture<PeerLink> connected = new CompletableFuture<>();
        private final DeadlineTimer timer = new DeadlineTimer(loop, this::giveUp);
        private final String peerId;
        private Optional<Opening> opening = Optional.empty();

        PeerAttempt(String peerId) {
            this.peerId = peerId;
        }

        CompletableFuture<PeerLink> start(InetSocketAddress server) {
            byte[] id = HexFormat.of().parseHex(peerId);
            EndpointDiscriminator wanted = EndpointDiscriminator.ofFingerprint(id);
            attempts.put(peerId, this);
            timer.set(loop.nowNs() + patience.toNanos());
            opening =
                    Optional.of(
                            shard.orElseThrow()
                                    .endpoint()
                                    .connect(wanted, List.of(server), this, loop.nowNs()));
            return connected;
        }

        void giveUp() {
            fail(
                    "The peer did not answer: it is unknown to the server, or the networks between"
                            + " us let nothing through");
            opening.ifPresent(Opening::cancel);
        }

        void succeed(PeerLink link) {
            timer.cancel();
            attempts.remove(peerId, this);
            connected.complete(link);
        }

        private void fail(String why) {
            timer.cancel();
            attempts.remove(peerId, this);
            connected.completeExceptionally(new NetClientException(why));
        }

        @Override
        public ClientHandler onOpened(Client client) {
            PeerLink link = new PeerLink(Peers.this, client);
            links.add(link);
            if (over) {
                client.close(CloseReason.NEAR_CLOSED);
            }
            succeed(link);
            return link;
        }

        @Override
        public void onFailed(OpenFailure reason) {
            switch (reason) {
                case TIMED_OUT, CANCELLED -> giveUp();
                case NO_COMMON_KEYING -> fail("The peer and we have no cryptography in common");
                case STOPPING -> fail("The client was stopped");
                // RFC 7016 §3.5.1.3: the session that the peer opens is about to come
                case ALREADY_OPEN, GLARE -> openLink(peerId).ifPresent(this::succeed);
            }
        }
    }
}
