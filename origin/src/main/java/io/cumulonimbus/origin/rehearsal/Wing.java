package io.cumulonimbus.origin.rehearsal;

import io.cumulonimbus.config.Secret;
import io.cumulonimbus.link.LinkConfig;
import io.cumulonimbus.link.LinkLoss;
import io.cumulonimbus.link.LinkRole;
import io.cumulonimbus.link.session.Displaced;
import io.cumulonimbus.link.session.LinkListener;
import io.cumulonimbus.link.session.LinkSession;
import io.cumulonimbus.link.stream.StreamReceiver;
import io.cumulonimbus.net.link.LinkCipher;
import io.cumulonimbus.net.link.LinkClient;
import io.cumulonimbus.net.loop.NettyLoop;
import io.cumulonimbus.origin.Origin;
import io.cumulonimbus.stream.MediaFrame;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.function.Consumer;
import java.util.random.RandomGenerator;

/** The link of the rehearsal's edge with one of its origins, and what is pulled by it. */
final class Wing implements LinkListener {
    private static final long GRACE_NS = 10_000_000_000L;

    private final Consumer<Displaced> elsewhere;
    private final LinkClient client;
    private long pictures;

    /**
     * @param elsewhere takes clients that the origin does not serve any more, on the loop
     */
    Wing(
            NettyLoop loop,
            Origin origin,
            Secret secret,
            Consumer<Displaced> elsewhere,
            RandomGenerator random) {
        this.elsewhere = elsewhere;
        LinkConfig config =
                LinkConfig.of(LinkRole.EDGE, "rehearsal", secret.texts().get(0))
                        .withInstance(random.nextLong())
                        .withGrace(GRACE_NS);
        client =
                LinkClient.of(
                        loop,
                        List.of(origin.edgesAddress().orElseThrow()),
                        config,
                        LinkCipher.AUTO,
                        this,
                        random);
    }

    void dial() {
        client.dialNow();
    }

    /** On the loop. */
    Optional<LinkSession> session() {
        return client.session();
    }

    /** How many clients it carries. On the loop. */
    int carried() {
        return session().map(LinkSession::carried).orElse(0);
    }

    /** How many pictures came by it. On the loop. */
    long pictures() {
        return pictures;
    }

    void stop() {
        client.stop(Duration.ofMillis(200));
    }

    /** From now on it watches. */
    void pull(String stream) {
        session().ifPresent(link -> link.streams().pull(stream, new Watching()));
    }

    @Override
    public void onEstablished(String farNodeId) {}

    @Override
    public void onElsewhere(Displaced session) {
        elsewhere.accept(session);
    }

    @Override
    public void onLost(LinkLoss reason) {}

    /** Counts. */
    private final class Watching implements StreamReceiver {
        @Override
        public void begun(long publication, boolean before) {}

        @Override
        public void prime(MediaFrame essential) {}

        @Override
        public void frame(MediaFrame frame) {
            pictures++;
        }

        @Override
        public void over(long publication) {}
    }
}
