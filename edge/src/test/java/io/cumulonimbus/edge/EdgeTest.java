package io.cumulonimbus.edge;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.awaitility.Awaitility.await;

import io.cumulonimbus.client.ClientIdentity;
import io.cumulonimbus.client.CloseReason;
import io.cumulonimbus.client.Message;
import io.cumulonimbus.client.Protocol;
import io.cumulonimbus.config.EdgeConfig;
import io.cumulonimbus.config.HostPort;
import io.cumulonimbus.config.Secret;
import io.cumulonimbus.testkit.UdpRelay;
import java.io.IOException;
import java.net.InetAddress;
import java.nio.file.Path;
import java.time.Duration;
import java.util.SplittableRandom;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** An edge between a client and an origin, over real sockets. */
class EdgeTest {
    private static final String URI = "rtmfp://127.0.0.1/app?x=1";
    private static final Duration PATIENCE = Duration.ofSeconds(60);

    @TempDir Path home;

    private OriginStandIn origin;
    private Edge edge;

    @BeforeEach
    void startOriginAndEdge() throws IOException {
        origin = new OriginStandIn("secret");
        edge = Edge.start(config("secret", 0, origin.port()));
    }

    @AfterEach
    void stop() {
        edge.close();
        origin.close();
    }

    private EdgeConfig config(String secret, int port, int originPort) {
        return EdgeConfig.defaults(home, Secret.of(secret))
                .listeningOn(InetAddress.getLoopbackAddress(), port)
                .linkedTo(new HostPort("127.0.0.1", originPort));
    }

    private Visitor visitor() {
        return new Visitor(URI, edge.rtmfpAddress());
    }

    private static String answer(Visitor visitor) throws InterruptedException {
        Message message = visitor.answers.poll(60, TimeUnit.SECONDS);
        assertThat(message).as("an answer").isNotNull();
        return new String(message.toBytes());
    }

    private static CloseReason end(CompletableFuture<CloseReason> closed)
            throws InterruptedException, ExecutionException, TimeoutException {
        return closed.get(60, TimeUnit.SECONDS);
    }

    @Test
    void aClientIsAnsweredByTheOrigin() throws Exception {
        try (Visitor visitor = visitor()) {
            visitor.say("hello".getBytes());
            visitor.say("world".getBytes());
            assertThat(answer(visitor)).isEqualTo("hello");
            assertThat(answer(visitor)).isEqualTo("world");
        }
    }

    @Test
    void row66TheOriginSeesWhoTheClientIsAndWhereItReallyIs() throws Exception {
        try (Visitor visitor = visitor()) {
            visitor.say("hello".getBytes());
            answer(visitor);
            ClientIdentity identity = origin.echoes.get(0).client.identity();
            assertThat(identity.protocol()).isEqualTo(Protocol.RTMFP);
            assertThat(identity.uri()).isEqualTo(URI);
            assertThat(identity.farNonce()).isNotEmpty();
            assertThat(identity.nearNonce()).isEqualTo(visitor.opened.join().identity().farNonce());
            assertThat(origin.echoes.get(0).client.address()).isEqualTo(visitor.address());
        }
    }

    @Test
    void row67AClientThatLeavesLeavesTheOrigin() throws Exception {
        try (Visitor visitor = visitor()) {
            visitor.say("hello".getBytes());
            answer(visitor);
            visitor.onLoop(() -> visitor.opened.join().close(CloseReason.NEAR_CLOSED));
            assertThat(end(origin.echoes.get(0).closed)).isEqualTo(CloseReason.FAR_CLOSED);
        }
    }

    @Test
    void row67AClientThatTheOriginClosesIsClosed() throws Exception {
        try (Visitor visitor = visitor()) {
            visitor.say("hello".getBytes());
            answer(visitor);
            Echo echo = origin.echoes.get(0);
            origin.onLoop(() -> echo.client.close(CloseReason.NEAR_CLOSED));
            assertThat(end(visitor.closed)).isEqualTo(CloseReason.FAR_CLOSED);
            assertThat(end(echo.closed)).isEqualTo(CloseReason.NEAR_CLOSED);
        }
    }

    @Test
    void row64WithoutAnOriginNobodyIsLetInAndClientsOfBeforeAreClosed() throws Exception {
        int port = origin.port();
        try (Visitor before = visitor()) {
            before.say("hello".getBytes());
            answer(before);
            origin.close();
            assertThat(end(before.closed)).isEqualTo(CloseReason.FAR_CLOSED);
        }
        await().atMost(PATIENCE).until(() -> !edge.isLinked());
        try (Visitor after = visitor()) {
            assertThat(after.opened.isDone()).isFalse();
            origin = new OriginStandIn("secret", port);
            after.say("here again".getBytes());
            assertThat(answer(after)).isEqualTo("here again");
            assertThat(edge.isLinked()).isTrue();
        }
    }

    @Test
    void anEdgeThatStopsSaysSoToBothSides() throws Exception {
        try (Visitor visitor = visitor()) {
            visitor.say("hello".getBytes());
            answer(visitor);
            edge.close();
            assertThat(end(visitor.closed)).isEqualTo(CloseReason.FAR_CLOSED);
            assertThat(end(origin.echoes.get(0).closed)).isEqualTo(CloseReason.STOPPING);
        }
    }

    @Test
    void anEdgeThatDrainsLetsNobodyInAndWaitsForThoseWhoAreHere() throws Exception {
        try (Visitor visitor = visitor()) {
            visitor.say("hello".getBytes());
            answer(visitor);
            CompletableFuture<Void> drained =
                    CompletableFuture.runAsync(() -> edge.drain(Duration.ofMinutes(2)));
            await().atMost(PATIENCE).until(() -> !edge.isLinked());
            try (Visitor late = visitor()) {
                visitor.say("still here".getBytes());
                assertThat(answer(visitor)).isEqualTo("still here");
                assertThat(late.opened.isDone()).isFalse();
                assertThat(drained).isNotDone();
                visitor.onLoop(() -> visitor.opened.join().close(CloseReason.NEAR_CLOSED));
                drained.get(60, TimeUnit.SECONDS);
                assertThat(late.opened.isDone()).isFalse();
            }
        }
    }

    @Test
    void whoDoesNotGoWhileAnEdgeDrainsIsClosedWithIt() throws Exception {
        try (Visitor visitor = visitor()) {
            visitor.say("hello".getBytes());
            answer(visitor);
            edge.drain(Duration.ofMillis(100));
            assertThat(edge.clients()).isEqualTo(1);
            edge.close();
            assertThat(end(visitor.closed)).isEqualTo(CloseReason.FAR_CLOSED);
        }
    }

    @Test
    void muchDataPassesBothWaysOverALossyNetwork() throws Exception {
        byte[] megabyte = new byte[1 << 20];
        new SplittableRandom(1).nextBytes(megabyte);
        try (UdpRelay relay = new UdpRelay(edge.rtmfpAddress(), 0.05, 1);
                Visitor visitor = new Visitor(URI, relay.address())) {
            for (int i = 0; i < 3; i++) {
                visitor.say(megabyte);
            }
            for (int i = 0; i < 3; i++) {
                Message message = visitor.answers.poll(60, TimeUnit.SECONDS);
                assertThat(message).isNotNull();
                assertThat(message.toBytes()).isEqualTo(megabyte);
            }
            assertThat(relay.dropped()).isPositive();
        }
    }

    @Test
    void aPortInUseIsNamed() {
        int taken = edge.rtmfpAddress().getPort();
        assertThatThrownBy(() -> Edge.start(config("secret", taken, origin.port())))
                .isInstanceOf(IOException.class)
                .hasMessageContaining(String.valueOf(taken))
                .hasMessageContaining("in use");
    }

    @Test
    void row74AWrongSecretLinksNothing() throws Exception {
        try (Edge stranger = Edge.open(config("guess", 0, origin.port()))) {
            assertThat(stranger.awaitOrigin(Duration.ofSeconds(1))).isFalse();
            assertThat(stranger.isLinked()).isFalse();
        }
    }

    @Test
    void clientsOfTwoEdgesMeetAtOneOrigin() throws Exception {
        try (Edge second = Edge.start(config("secret", 0, origin.port()));
                Visitor one = visitor();
                Visitor two = new Visitor(URI, second.rtmfpAddress())) {
            one.say("one".getBytes());
            two.say("two".getBytes());
            assertThat(answer(one)).isEqualTo("one");
            assertThat(answer(two)).isEqualTo("two");
            assertThat(origin.echoes).hasSize(2);
        }
    }
}
