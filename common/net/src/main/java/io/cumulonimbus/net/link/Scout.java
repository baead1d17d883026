package io.cumulonimbus.net.link;

import io.cumulonimbus.link.LinkConfig;
import io.cumulonimbus.link.LinkLoss;
import io.cumulonimbus.link.LinkRole;
import io.cumulonimbus.link.LinkSecrets;
import io.cumulonimbus.link.session.LinkListener;
import io.cumulonimbus.link.session.LinkSession;
import io.cumulonimbus.net.dump.Dump;
import io.cumulonimbus.net.loop.BoundedHop;
import io.cumulonimbus.net.loop.DeadlineTimer;
import io.cumulonimbus.net.loop.NettyLoop;
import io.netty.channel.ChannelFuture;
import io.netty.channel.socket.SocketChannel;
import java.net.InetSocketAddress;
import java.util.List;
import java.util.Optional;
import java.util.function.Consumer;
import java.util.random.RandomGenerator;

/**
 * Looks for an origin that stays, while the present one is going to stop: dials the others in turn,
 * each for some seconds, until one proves itself and says that it stays. Owned by its loop.
 */
final class Scout {
    private static final long INTERVAL_NS = 3_000_000_000L;

    private final NettyLoop loop;
    private final BoundedHop hop;
    private final OriginAddresses addresses;
    private volatile LinkConfig config;
    private final boolean useful;
    private final Dialling dialling;
    private final RandomGenerator random;
    private final DeadlineTimer next;
    private Consumer<InetSocketAddress> found = address -> {};
    private Optional<InetSocketAddress> avoided = Optional.empty();
    private Optional<SocketChannel> visiting = Optional.empty();

    Scout(
            NettyLoop loop,
            List<InetSocketAddress> origins,
            LinkConfig config,
            Dialling dialling,
            RandomGenerator random) {
        this.loop = loop;
        this.hop = new BoundedHop(loop, 4);
        this.addresses = new OriginAddresses(origins);
        // What an origin carries for another one belongs nowhere else before that one ends.
        this.useful = config.graceNs() > 0 && config.role() == LinkRole.EDGE;
        this.config = config.withGrace(0);
        this.dialling = dialling;
        this.random = random;
        this.next = new DeadlineTimer(loop, this::look);
    }

    /** Proves itself with others from now on. Any thread. */
    void trust(LinkSecrets secrets) {
        config = config.withSecrets(secrets);
    }

    /**
     * Begins to look, if it does not already, and sessions may go elsewhere.
     *
     * @param leaving the origin that is going to stop
     * @param answer hears once of another that stays
     */
    void start(InetSocketAddress leaving, Consumer<InetSocketAddress> answer) {
        if (useful && avoided.isEmpty()) {
            avoided = Optional.of(leaving);
            found = answer;
            look();
        }
    }

    /** Looks no more. */
    void stop() {
        avoided = Optional.empty();
        next.cancel();
        visiting.ifPresent(SocketChannel::close);
        visiting = Optional.empty();
    }

    private void look() {
        next.set(loop.nowNs() + INTERVAL_NS);
        visiting.ifPresent(SocketChannel::close);
        visiting = Optional.empty();
        addresses.next().thenAccept(address -> hop.insist(() -> visit(address)));
    }

    private void visit(InetSocketAddress address) {
        if (avoided.isEmpty() || address.isUnresolved()) {
            return;
        }
        if (avoided.get().equals(address)) {
            // Not worth a second; with nobody else this comes round when the time is over.
            addresses.next().thenAccept(other -> hop.insist(() -> visitOther(other)));
            return;
        }
        ChannelFuture dialled = dialling.dial(address, Dialling.TIMEOUT_MS);
        SocketChannel channel = (SocketChannel) dialled.channel();
        visiting = Optional.of(channel);
        dialled.addListener(
                done -> {
                    if (done.isSuccess() && visiting.filter(channel::equals).isPresent()) {
                        new Visit(address, channel).begin();
                    } else {
                        channel.close();
                    }
                });
    }

    private void visitOther(InetSocketAddress address) {
        if (avoided.filter(address::equals).isEmpty()) {
            visit(address);
        }
    }

    /** A connection that says who is there, and nothing else. */
    private final class Visit implements LinkListener {
        private final InetSocketAddress address;
        private final SocketChannel channel;
        private LinkConnection connection;
        private LinkSession session;

        Visit(InetSocketAddress address, SocketChannel channel) {
            this.address = address;
            this.channel = channel;
        }

        void begin() {
            session = LinkSession.edge(Dump.watched(config), this, this::wake, random);
            connection = dialling.converse(channel, session);
        }

        private void wake() {
            if (connection != null) {
                connection.outputPending();
            }
        }

        @Override
        public void onEstablished(String farNodeId) {
            boolean stays = !session.isFarDraining() && avoided.isPresent();
            Consumer<InetSocketAddress> told = found;
            session.close();
            if (stays) {
                visiting = Optional.empty(); // says goodbye by itself
                stop();
                told.accept(address);
            }
        }

        @Override
        public void onLost(LinkLoss reason) {}
    }
}
