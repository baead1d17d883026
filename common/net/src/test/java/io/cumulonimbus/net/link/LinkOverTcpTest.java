package io.cumulonimbus.net.link;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.awaitility.Awaitility.await;

import io.cumulonimbus.client.Client;
import io.cumulonimbus.client.ClientHandler;
import io.cumulonimbus.client.ClientIdentity;
import io.cumulonimbus.client.CloseReason;
import io.cumulonimbus.client.Deadline;
import io.cumulonimbus.client.FlowHandler;
import io.cumulonimbus.client.FlowSpec;
import io.cumulonimbus.client.IncomingFlow;
import io.cumulonimbus.client.Message;
import io.cumulonimbus.client.MessageSink;
import io.cumulonimbus.client.Priority;
import io.cumulonimbus.client.Protocol;
import io.cumulonimbus.client.SinkListener;
import io.cumulonimbus.link.LinkConfig;
import io.cumulonimbus.link.LinkLimits;
import io.cumulonimbus.link.LinkLoss;
import io.cumulonimbus.link.LinkRole;
import io.cumulonimbus.link.route.Router;
import io.cumulonimbus.link.session.LinkListener;
import io.cumulonimbus.net.gateway.PortUnavailableException;
import io.cumulonimbus.net.loop.Loops;
import io.cumulonimbus.net.loop.Transport;
import io.cumulonimbus.testkit.DirectClients;
import io.cumulonimbus.testkit.TcpRelay;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.Socket;
import java.security.SecureRandom;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.CompletionException;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.atomic.AtomicLong;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

class LinkOverTcpTest {
    private static final Duration GRACE = Duration.ofSeconds(5);

    /** No machine stands still for so long. */
    private static final long LONG_GRACE_NS = 60_000_000_000L;

    private static final InetSocketAddress WHERE = new InetSocketAddress("192.0.2.7", 4711);
    private static final long SHORT_GRACE_NS = 3_000_000_000L;
    private static final InetSocketAddress ANY =
            new InetSocketAddress(InetAddress.getLoopbackAddress(), 0);
    private static final ClientIdentity WHO =
            new ClientIdentity(Protocol.RTMFP, new byte[32], "/app", new byte[0], new byte[0]);

    private final Loops origin = Loops.start("origin", 1, true, best());
    private final Loops edge = Loops.start("edge", 1, true, best());
    private final SecureRandom random = new SecureRandom();
    private final List<String> heard = new CopyOnWriteArrayList<>();
    private final List<Client> arrived = new CopyOnWriteArrayList<>();
    private final AtomicLong bytes = new AtomicLong();

    private static Transport best() {
        return Transport.best();
    }

    @AfterEach
    void end() {
        edge.close();
        origin.close();
    }

    /** Counts the bytes of all flows of a client. */
    private final class Counting implements ClientHandler {
        @Override
        public Optional<FlowHandler> onFlow(IncomingFlow flow) {
            return Optional.of(
                    new FlowHandler() {
                        @Override
                        public void onMessage(Message message, long lostBefore) {
                            bytes.addAndGet(message.length());
                        }

                        @Override
                        public void onClosed() {}
                    });
        }

        @Override
        public void onClosed(CloseReason reason) {
            heard.add("client " + reason);
        }
    }

    private LinkServer serve(InetSocketAddress at, String secret, LinkLimits limits) {
        return serve(at, secret, limits, LinkCipher.AUTO);
    }

    private LinkServer serve(
            InetSocketAddress at, String secret, LinkLimits limits, LinkCipher cipher) {
        return serve(origin, at, secret, limits, cipher);
    }

    private LinkServer serve(
            Loops loops,
            InetSocketAddress at,
            String secret,
            LinkLimits limits,
            LinkCipher cipher) {
        LinkConfig config = LinkConfig.of(LinkRole.ORIGIN, "origin-1", secret).withLimits(limits);
        return LinkServer.start(
                        loops,
                        at,
                        new LinkServer.Setup(
                                config,
                                cipher,
                                loop ->
                                        client -> {
                                            arrived.add(client);
                                            return new Counting();
                                        },
                                random,
                                l -> io.cumulonimbus.link.stream.StreamSource.NONE,
                                l -> io.cumulonimbus.link.PeerFinder.NONE,
                                l -> Router.ALONE,
                                l -> io.cumulonimbus.link.ask.Respondent.NOBODY,
                                () -> {}))
                .join();
    }

    private LinkServer serve() {
        return serve(ANY, "open sesame", LinkLimits.DEFAULT);
    }

    private LinkClient dial(InetSocketAddress to, String secret) {
        return dial(to, secret, LinkCipher.AUTO);
    }

    private LinkClient dial(InetSocketAddress to, String secret, LinkCipher cipher) {
        return dial(to, secret, cipher, LONG_GRACE_NS);
    }

    private LinkClient dial(InetSocketAddress to, String secret, LinkCipher cipher, long graceNs) {
        return LinkClient.start(
                edge.loop(0),
                List.of(to),
                LinkConfig.of(LinkRole.EDGE, "edge-1", secret).withGrace(graceNs),
                cipher,
                new LinkListener() {
                    @Override
                    public void onEstablished(String farNodeId) {
                        heard.add("established " + farNodeId);
                    }

                    @Override
                    public void onResumed() {
                        heard.add("resumed");
                    }

                    @Override
                    public void onLost(LinkLoss reason) {
                        heard.add("lost " + reason.name());
                    }
                },
                random);
    }

    private static InetSocketAddress address(LinkServer server) {
        return server.addresses().get(0);
    }

    @Test
    void bothEndsProveThemselvesAndPartInOrder() {
        LinkServer server = serve();
        LinkClient client = dial(address(server), "open sesame");
        await().until(() -> heard.contains("established origin-1"));
        await().until(() -> server.links() == 1);
        client.stop(GRACE).join();

        await().until(() -> server.connections() == 0);
        assertThat(heard).containsExactly("established origin-1", "lost STOPPED");
    }

    @Test
    void aWrongSecretEstablishesNothing() {
        LinkServer server = serve();
        LinkClient client = dial(address(server), "open barley");
        await().during(Duration.ofMillis(700)).until(() -> server.links() == 0);
        client.stop(GRACE).join();

        assertThat(heard).isEmpty();
        await().until(() -> server.connections() == 0);
    }

    @Test
    void theEdgeComesBackWhenTheOriginDoes() {
        LinkServer first = serve();
        InetSocketAddress at = address(first);
        LinkClient client = dial(at, "open sesame");
        await().until(() -> first.links() == 1);
        first.stop(GRACE).join();
        await().until(() -> heard.contains("lost FAR_STOPPED"));
        LinkServer second = serve(at, "open sesame", LinkLimits.DEFAULT);
        await().until(() -> second.links() == 1);

        assertThat(heard)
                .containsExactly(
                        "established origin-1", "lost FAR_STOPPED", "established origin-1");
        client.stop(GRACE).join();
    }

    @Test
    void theEdgeMayStartBeforeTheOrigin() {
        LinkServer placeholder = serve();
        InetSocketAddress at = address(placeholder);
        placeholder.stop(GRACE).join();
        LinkClient client =
                dial(InetSocketAddress.createUnresolved("localhost", at.getPort()), "open sesame");
        LinkServer server = serve(at, "open sesame", LinkLimits.DEFAULT);

        await().until(() -> server.links() == 1);
        client.stop(GRACE).join();
    }

    @Test
    void whoSaysNothingIsSentAway() throws IOException {
        LinkLimits d = LinkLimits.DEFAULT;
        LinkLimits impatient =
                new LinkLimits(
                        d.flowWindow(),
                        d.sessionWindow(),
                        d.backlog(),
                        d.sessionBacklog(),
                        d.linkBacklog(),
                        d.maxMessage(),
                        d.maxAssembly(),
                        d.maxFlows(),
                        d.maxSessions(),
                        300_000_000L,
                        d.pingNs(),
                        d.deadNs(),
                        d.closeLingerNs());
        LinkServer server = serve(ANY, "open sesame", impatient);
        try (Socket silent = new Socket("127.0.0.1", address(server).getPort())) {
            silent.setSoTimeout(60_000);
            silent.getInputStream().readAllBytes(); // ends when the server hangs up
        }
        await().until(() -> server.connections() == 0);
    }

    @Test
    void whoTalksNonsenseIsSentAway() throws IOException {
        LinkServer server = serve();
        try (Socket rude = new Socket("127.0.0.1", address(server).getPort())) {
            rude.setSoTimeout(60_000);
            rude.getOutputStream().write("GET / HTTP/1.1\r\nHost: localhost\r\n\r\n".getBytes());
            rude.getInputStream().readAllBytes();
        } catch (java.net.SocketException reset) {
            assertThat(reset).hasMessageContaining("reset");
        }
        await().until(() -> server.connections() == 0);
    }

    @Test
    void strangersAreLimitedInNumberAndDoNotKeepEdgesOutForEver() throws IOException {
        LinkServer server = serve();
        List<Socket> strangers = new ArrayList<>();
        for (int i = 0; i < LinkServer.MAX_UNPROVEN + 10; i++) {
            strangers.add(new Socket("127.0.0.1", address(server).getPort()));
        }
        await().until(() -> server.connections() >= LinkServer.MAX_UNPROVEN);
        assertThat(server.connections()).isLessThanOrEqualTo(LinkServer.MAX_UNPROVEN);
        for (Socket stranger : strangers) {
            stranger.close();
        }
        LinkClient client = dial(address(server), "open sesame");
        await().until(() -> server.links() == 1);
        client.stop(GRACE).join();
    }

    @Test
    void aPortInUseIsNamed() {
        LinkServer server = serve();

        assertThatThrownBy(() -> serve(address(server), "x", LinkLimits.DEFAULT))
                .isInstanceOf(CompletionException.class)
                .cause()
                .isInstanceOf(PortUnavailableException.class)
                .hasMessageContaining("TCP port " + address(server).getPort() + " is in use");
    }

    @Test
    void aClientOfTheEdgeIsAClientOfTheOriginAndItsBulkArrives() {
        bulkArrives(LinkCipher.AUTO);
    }

    @Test
    void withTlsLikewise() {
        bulkArrives(LinkCipher.ON);
    }

    @Test
    void whoIsPlainWhereTlsIsDemandedIsRefusedAndTlsIsTakenWhereItIsNot() {
        LinkServer strict = serve(ANY, "open sesame", LinkLimits.DEFAULT, LinkCipher.ON);
        LinkClient plain = dial(address(strict), "open sesame", LinkCipher.OFF);
        await().during(Duration.ofMillis(500)).until(() -> strict.links() == 0);
        plain.stop(GRACE).join();
        LinkServer lax = serve(ANY, "open sesame", LinkLimits.DEFAULT, LinkCipher.OFF);
        LinkClient secure = dial(address(lax), "open sesame", LinkCipher.ON);
        await().until(() -> lax.links() == 1);
        secure.stop(GRACE).join();
    }

    @Test
    void whoStandsBetweenWithItsOwnCertificateIsNotBelieved() throws IOException {
        LinkServer server = serve(ANY, "open sesame", LinkLimits.DEFAULT, LinkCipher.ON);
        try (TlsEavesdropper between = new TlsEavesdropper(address(server))) {
            LinkClient client = dial(between.address(), "open sesame", LinkCipher.ON);
            await().until(() -> between.passed() > 0);
            await().during(Duration.ofMillis(500)).until(() -> server.links() == 0);
            client.stop(GRACE).join();
        }
        LinkClient client = dial(address(server), "open sesame", LinkCipher.ON);
        await().until(() -> server.links() == 1);
        client.stop(GRACE).join();
    }

    @Test
    void sessionsGoOnWhereTheyWereWhenTheConnectionBreaks() throws IOException {
        goOn(LinkCipher.OFF);
    }

    @Test
    void withTlsTheyDoSoToo() throws IOException {
        goOn(LinkCipher.ON);
    }

    /** Two loops at the origin, so that connections come back on another one. */
    private void goOn(LinkCipher cipher) throws IOException {
        Loops two = Loops.start("origin", 2, true, best());
        LinkServer server = serve(two, ANY, "open sesame", LinkLimits.DEFAULT, cipher);
        try (TcpRelay relay = new TcpRelay(address(server))) {
            LinkClient client = dial(relay.address(), "open sesame", cipher);
            await().until(() -> server.links() == 1);
            startBulk(client);
            for (int cut = 1; cut <= 3; cut++) {
                int resumed = cut;
                long atLeast = cut * (4L << 20);
                await().until(() -> bytes.get() >= atLeast);
                relay.cut();
                await().until(() -> heard.stream().filter("resumed"::equals).count() == resumed);
            }
            await().atMost(Duration.ofSeconds(60)).until(() -> bytes.get() >= 50L << 20);
            assertThat(bytes.get()).isEqualTo(50L << 20);
            assertThat(arrived).hasSize(1);
            assertThat(heard).filteredOn(what -> what.startsWith("client")).isEmpty();
            client.stop(GRACE).join();
            await().until(() -> heard.contains("client LINK_LOST"));
            await().until(() -> server.connections() == 0);
        } finally {
            two.close();
        }
    }

    @Test
    void anEdgeThatStaysAwayLosesItsClientsAfterTheGracePeriod() throws IOException {
        LinkServer server = serve();
        try (TcpRelay relay = new TcpRelay(address(server))) {
            LinkClient client =
                    dial(relay.address(), "open sesame", LinkCipher.AUTO, SHORT_GRACE_NS);
            await().until(() -> server.links() == 1);
            startBulk(client);
            await().until(() -> !arrived.isEmpty());
            relay.shut(true);
            relay.cut();
            await().until(() -> heard.contains("client LINK_LOST"));
            await().until(() -> heard.contains("lost NOT_RESUMED"));
            assertThat(server.connections()).isZero();
            relay.shut(false);
            await().until(() -> server.links() == 1);
            client.stop(GRACE).join();
        }
    }

    private void bulkArrives(LinkCipher cipher) {
        LinkServer server = serve(ANY, "open sesame", LinkLimits.DEFAULT, cipher);
        LinkClient client = dial(address(server), "open sesame", cipher);
        await().until(() -> server.links() == 1);
        startBulk(client);
        await().until(() -> !arrived.isEmpty());
        assertThat(arrived.get(0).identity()).isEqualTo(WHO);
        assertThat(arrived.get(0).address()).isEqualTo(WHERE);
        await().atMost(Duration.ofSeconds(60)).until(() -> bytes.get() == 50L << 20);

        client.stop(GRACE).join();
        await().until(() -> heard.contains("client LINK_LOST"));
    }

    /** Both ends have to know that the link is there: the origin is the first to. */
    private void startBulk(LinkClient client) {
        await().until(() -> heard.contains("established origin-1"));
        edge.loop(0).execute(() -> openBulk(client));
    }

    /** The client's own end writes 50 MiB; a pump on the loop moves it as the link takes it. */
    private void openBulk(LinkClient client) {
        DirectClients wire = new DirectClients(WHO, WHERE);
        ClientHandler forwarder = client.session().orElseThrow().openSession(wire.near());
        wire.handlers(forwarder, new Counting());
        FlowSpec spec = new FlowSpec(new byte[] {1}, Optional.empty(), Priority.BULK);
        MessageSink sink = wire.far().openFlow(spec, SinkListener.NONE);
        for (int i = 0; i < 50; i++) {
            sink.write(Message.of(new byte[1 << 20]), Deadline.NONE);
        }
        pump(wire);
    }

    private void pump(DirectClients wire) {
        wire.pump();
        if (bytes.get() < 50L << 20) {
            edge.loop(0).schedule(() -> pump(wire), 1_000_000);
        }
    }
}
