package io.cumulonimbus.edge;

import io.cumulonimbus.client.Client;
import io.cumulonimbus.client.ClientAcceptor;
import io.cumulonimbus.client.ClientHandler;
import io.cumulonimbus.config.HostPort;
import io.cumulonimbus.config.UplinkConfig;
import io.cumulonimbus.link.EdgeLoad;
import io.cumulonimbus.link.LinkConfig;
import io.cumulonimbus.link.LinkLoss;
import io.cumulonimbus.link.LinkSecrets;
import io.cumulonimbus.link.LinkStatistics;
import io.cumulonimbus.link.PeerAddress;
import io.cumulonimbus.link.session.Displaced;
import io.cumulonimbus.link.session.LinkListener;
import io.cumulonimbus.link.session.LinkPeers;
import io.cumulonimbus.link.session.LinkSession;
import io.cumulonimbus.net.gateway.Guests;
import io.cumulonimbus.net.link.LinkCipher;
import io.cumulonimbus.net.link.LinkClient;
import io.cumulonimbus.net.loop.BoundedHop;
import io.cumulonimbus.net.loop.NettyLoop;
import io.cumulonimbus.rtmp.connection.Refusal;
import io.cumulonimbus.stream.ViewerFigures;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import java.util.function.Consumer;
import java.util.random.RandomGenerator;
import java.util.stream.Stream;

/**
 * The way of one loop's clients to the origin: a link that is dialled again whenever it is lost.
 *
 * <p>A client belongs to the loop of its socket, and so does the link that carries it.
 */
final class Uplink implements ClientAcceptor {
    private static final int TOLD_AT_ONCE = 16;

    /** So long newcomers wait for an origin in place of one that is going to stop. */
    private static final long BETWEEN_NS = 5_000_000_000L;

    private final NettyLoop loop;
    private final LinkClient link;
    private final HomeLinks homes;
    private volatile LinkConfig present;
    private final CompletableFuture<Void> first = new CompletableFuture<>();
    private final BoundedHop hop;
    private final ShardStreams streams;
    private final Guests guests;
    private volatile Runnable changed = () -> {};
    private volatile boolean up;
    private volatile long betweenUntilNs;
    private volatile Optional<String> origin = Optional.empty();

    Uplink(
            NettyLoop loop,
            UplinkConfig uplink,
            LinkConfig config,
            ShardStreams streams,
            RandomGenerator random) {
        this.loop = loop;
        this.streams = streams;
        this.betweenUntilNs = loop.nowNs();
        hop = new BoundedHop(loop, TOLD_AT_ONCE);
        guests = new Guests(loop, this::carry);
        LinkCipher cipher = LinkCipher.valueOf(uplink.tls().name());
        present = config;
        homes =
                new HomeLinks(
                        loop,
                        streams,
                        (home, heard) ->
                                LinkClient.of(
                                        loop,
                                        List.of(home.unresolved()),
                                        present,
                                        cipher,
                                        heard,
                                        random));
        link =
                LinkClient.of(
                        loop,
                        uplink.origins().stream().map(HostPort::unresolved).toList(),
                        config,
                        cipher,
                        new Listener(),
                        random);
        homes.besides(link);
        // Behind the assignment: the listener, on the loop, may hear of a link at once.
        link.dialNow();
    }

    /** Whether newcomers can be carried. Any thread. */
    boolean isUp() {
        return up && !guests.isLeaving();
    }

    /**
     * Whether newcomers are let in: they can be carried, or could until a moment ago. Any thread.
     */
    boolean isTaking() {
        return !guests.isLeaving() && (up || betweenUntilNs - loop.nowNs() > 0);
    }

    /** Whether newcomers are not let in any more. Any thread. */
    boolean isDraining() {
        return guests.isLeaving();
    }

    /** What the origin calls itself that was linked last. Any thread. */
    Optional<String> origin() {
        return origin;
    }

    /** Proves itself with another secret from its next link on. Any thread. */
    void trust(LinkSecrets secrets) {
        present = present.withSecrets(secrets);
        hop.insist(() -> homes.all().forEach(one -> one.trust(secrets)));
    }

    /** Newcomers are not let in any more. Any thread. */
    void drain() {
        guests.leave();
    }

    /** Done when the link was up for the first time. Any thread. */
    CompletableFuture<Void> first() {
        return first.copy();
    }

    /** Carries a client of this loop; without a link it is refused. */
    @Override
    public ClientHandler accept(Client client) {
        return guests.accept(client);
    }

    private ClientHandler carry(Client client) {
        return link.session().isPresent() || isTaking() ? homes.accept(client) : refusal(client);
    }

    static ClientHandler refusal(Client client) {
        return new Refusal(client, "There is no server to connect to");
    }

    private Stream<LinkSession> sessions() {
        return homes.all().flatMap(one -> one.session().stream());
    }

    /** Clients that are here now. Any thread. */
    int clients() {
        return guests.count();
    }

    /** Asks the origin for somebody whom a client wants to meet; see {@link LinkPeers#find}. */
    void find(Client asker, byte[] wanted, byte[] tag, Consumer<List<PeerAddress>> answer) {
        sessions().forEach(session -> session.peers().find(asker, wanted, tag, answer));
    }

    /** Tells the origin how this edge is, if it is linked. Any thread. */
    void tell(EdgeLoad load) {
        hop.offer(() -> sessions().forEach(session -> session.tell(load)));
    }

    /** What the link has seen, if there is one; fails when too many ask at once. Any thread. */
    CompletableFuture<Optional<LinkStatistics>> statistics() {
        CompletableFuture<Optional<LinkStatistics>> answer = new CompletableFuture<>();
        if (!hop.offer(() -> answer.complete(together()))) {
            answer.completeExceptionally(new IllegalStateException("too many questions"));
        }
        return answer;
    }

    private Optional<LinkStatistics> together() {
        return sessions().map(LinkSession::statistics).reduce(LinkStatistics::plus);
    }

    /** What viewers on this loop come to; fails when too many ask at once. Any thread. */
    CompletableFuture<ViewerFigures> viewers() {
        CompletableFuture<ViewerFigures> answer = new CompletableFuture<>();
        if (!hop.offer(() -> answer.complete(streams.figures()))) {
            answer.completeExceptionally(new IllegalStateException("too many questions"));
        }
        return answer;
    }

    /** Calls this, on the loop, whenever the link comes up or is lost. */
    void onChange(Runnable newChanged) {
        changed = newChanged;
    }

    /** Ends the link in order. Any thread. */
    CompletableFuture<Void> stop(Duration grace) {
        CompletableFuture<Void> stopped = new CompletableFuture<>();
        hop.insist(
                () ->
                        CompletableFuture.allOf(
                                        homes.all()
                                                .map(one -> one.stop(grace))
                                                .toArray(CompletableFuture[]::new))
                                .thenRun(() -> stopped.complete(null)));
        return stopped.completeOnTimeout(null, 2 * grace.toMillis() + 1, TimeUnit.MILLISECONDS);
    }

    /** Called on the loop. */
    private final class Listener implements LinkListener {
        @Override
        public void onEstablished(String farNodeId) {
            up = stays();
            origin = Optional.of(farNodeId);
            link.session().ifPresent(streams::linked);
            changed.run();
            first.complete(null);
        }

        @Override
        public void onSuspended(LinkLoss reason) {
            down(reason == LinkLoss.LEFT);
        }

        /**
         * @param planned whether another origin is looked for, or was found: newcomers wait for it
         */
        private void down(boolean planned) {
            if (planned) {
                betweenUntilNs = loop.nowNs() + BETWEEN_NS;
            }
            up = false;
            changed.run();
        }

        @Override
        public void onResumed() {
            up = stays();
            changed.run();
        }

        @Override
        public void onElsewhere(Displaced session) {
            homes.displaced(session);
        }

        @Override
        public void onExpected(String home) {
            homes.expect(home, Optional.empty());
        }

        /** Newcomers may have to wait on the way to another origin. */
        @Override
        public void onDraining() {
            down(true);
        }

        private boolean stays() {
            return link.session().filter(session -> !session.isFarDraining()).isPresent();
        }

        @Override
        public void onMoved() {
            streams.unlinked();
            link.session().ifPresent(streams::linked);
        }

        @Override
        public void onLost(LinkLoss reason) {
            streams.unlinked();
            down(false);
        }
    }
}
