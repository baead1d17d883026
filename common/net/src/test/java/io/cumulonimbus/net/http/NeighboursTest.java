package io.cumulonimbus.net.http;

import static org.assertj.core.api.Assertions.assertThat;

import io.cumulonimbus.client.ClientHandler;
import io.cumulonimbus.client.CloseReason;
import io.cumulonimbus.client.FlowHandler;
import io.cumulonimbus.client.IncomingFlow;
import io.cumulonimbus.net.loop.Loops;
import io.cumulonimbus.net.rpc.WebRules;
import io.cumulonimbus.net.tcp.DoorOptions;
import io.cumulonimbus.net.watch.WatchRules;
import io.cumulonimbus.rtmp.connection.RtmpConfig;
import io.cumulonimbus.rtmp.tunnel.TunnelConfig;
import io.cumulonimbus.rtmp.tunnel.TunnelStatistics;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.URI;
import java.net.UnknownHostException;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.charset.StandardCharsets;
import java.security.SecureRandom;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.atomic.AtomicLong;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** Servers that a balancer gives each other's requests. */
class NeighboursTest {
    private static final byte[] SECRET = "known to all".getBytes(StandardCharsets.UTF_8);

    /** Of this process alone: a port that was free stays so. */
    private static final InetAddress HOST = ownLoopback();

    private static final List<InetAddress> EVERYWHERE =
            List.of(new InetSocketAddress(0).getAddress());

    /** Not among those that systems choose. */
    private static final int[] PORTS = {15_000, 15_001};

    /** What RTMP's handshake begins with: C0 and C1. */
    private static final byte[] GREETING = new byte[1537];

    static {
        GREETING[0] = 3;
    }

    private final HttpClient http = HttpClient.newHttpClient();
    private final List<Loops> loops = new ArrayList<>();
    private final List<HttpGateway> gateways = new ArrayList<>();
    private List<Neighbours.Place> places;

    /** Hears only of its end. */
    private static final class Silent implements ClientHandler {
        @Override
        public Optional<FlowHandler> onFlow(IncomingFlow flow) {
            return Optional.empty();
        }

        @Override
        public void onClosed(CloseReason reason) {}
    }

    private static InetAddress ownLoopback() {
        long pid = ProcessHandle.current().pid();
        byte[] address = {127, (byte) (pid >> 16 | 64), (byte) (pid >> 8), (byte) pid};
        try {
            return InetAddress.getByAddress(address);
        } catch (UnknownHostException wrongLength) {
            throw new AssertionError(wrongLength);
        }
    }

    @BeforeEach
    void openTwo() {
        places = List.of(place(PORTS[0]), place(PORTS[1]));
        for (int port : PORTS) {
            open(port);
        }
    }

    private void open(int port) {
        Loops own = Loops.start("neighbour", 2);
        loops.add(own);
        gateways.add(
                HttpGateway.start(
                                own,
                                List.of(new InetSocketAddress(HOST, port)),
                                new HttpGateway.Setup(
                                        HttpConfig.DEFAULT,
                                        TunnelConfig.DEFAULT,
                                        RtmpConfig.DEFAULT,
                                        DoorOptions.PLAIN,
                                        loop -> client -> new Silent(),
                                        () -> true,
                                        WatchRules.NONE,
                                        WebRules.NONE,
                                        Optional.of(knowing(port)),
                                        new SecureRandom()))
                        .join());
    }

    @AfterEach
    void close() {
        gateways.forEach(gateway -> gateway.stop(Duration.ofSeconds(1)).join());
        loops.forEach(Loops::close);
        http.close();
    }

    private static Neighbours.Place place(int port) {
        return new Neighbours.Place(HOST.getHostAddress(), port, port);
    }

    private Neighbours knowing(int port) {
        return Neighbours.of(places, SECRET, List.of(HOST), port, System::nanoTime);
    }

    private HttpResponse<byte[]> post(int server, String path, byte[] body, String... headers)
            throws IOException, InterruptedException {
        HttpRequest.Builder request =
                HttpRequest.newBuilder(
                                URI.create(
                                        "http://"
                                                + HOST.getHostAddress()
                                                + ":"
                                                + PORTS[server]
                                                + path))
                        .timeout(Duration.ofSeconds(30))
                        .POST(HttpRequest.BodyPublishers.ofByteArray(body));
        if (headers.length > 0) {
            request.headers(headers);
        }
        return http.send(request.build(), HttpResponse.BodyHandlers.ofByteArray());
    }

    private String openAt(int server) throws Exception {
        byte[] id = post(server, "/open/1", new byte[1]).body();
        return new String(id, StandardCharsets.US_ASCII).strip();
    }

    private long sessions(int server) {
        return gateways.get(server).tunnels().stream()
                .map(CompletableFuture::join)
                .mapToLong(TunnelStatistics::sessions)
                .sum();
    }

    @Test
    void requestsAreAnsweredWhicheverServerTheyComeTo() throws Exception {
        for (int i = 0; i < 4; i++) { // on both loops
            String id = openAt(i % 2);
            assertThat(id).matches("[0-9a-z]{7}_[A-Za-z0-9_-]{22}");
            int other = 1 - i % 2;
            HttpResponse<byte[]> greeted = post(other, "/send/" + id + "/0", GREETING);
            assertThat(greeted.statusCode()).isEqualTo(200);
            // RTMP's S0, S1 and S2 behind the byte of the interval
            assertThat(greeted.body()).hasSizeGreaterThanOrEqualTo(1 + 1 + 1536);
            assertThat(post(1 - other, "/idle/" + id + "/1", new byte[1]).statusCode())
                    .isEqualTo(200);
            assertThat(post(other, "/idle/" + id + "/2", new byte[1]).statusCode()).isEqualTo(200);
            assertThat(post(other, "/close/" + id + "/3", new byte[1]).statusCode()).isEqualTo(200);
            assertThat(post(other, "/idle/" + id + "/4", new byte[1]).statusCode()).isEqualTo(410);
        }
        assertThat(sessions(0) + sessions(1)).isZero();
    }

    @Test
    void aRequestGoesOneHopAndNoFurther() throws Exception {
        String id = openAt(0);
        assertThat(post(1, "/send/" + id + "/0", GREETING, RequestReader.HOP, "1").statusCode())
                .isEqualTo(404);
        assertThat(post(1, "/send/" + id + "/0", GREETING).statusCode()).isEqualTo(200);
    }

    @Test
    void whatNobodyHasIsNotFound() throws Exception {
        assertThat(post(0, "/idle/zzzzzz0_AAAAAAAAAAAAAAAAAAAAAA/0", new byte[1]).statusCode())
                .isEqualTo(404);
        assertThat(post(0, "/idle/1/0", new byte[1]).statusCode()).isEqualTo(404);
    }

    @Test
    void aNeighbourThatIsGoneIsUnavailable() throws Exception {
        String id = openAt(0);
        assertThat(post(1, "/send/" + id + "/0", GREETING).statusCode()).isEqualTo(200);
        gateways.get(0).stop(Duration.ofSeconds(1)).join();
        assertThat(post(1, "/idle/" + id + "/1", new byte[1]).statusCode()).isIn(503, 410);
        assertThat(post(1, "/idle/" + id + "/2", new byte[1]).statusCode()).isEqualTo(503);
    }

    @Test
    void allAgreeOnNamesAndNobodyWithoutTheSecretDoes() {
        String name = knowing(PORTS[0]).own();
        assertThat(knowing(PORTS[1]).find(name).join())
                .contains(new InetSocketAddress(HOST, PORTS[0]));
        assertThat(knowing(PORTS[1]).own()).isNotEqualTo(name);
        Neighbours stranger =
                Neighbours.of(places, new byte[] {1}, List.of(HOST), PORTS[0], System::nanoTime);
        assertThat(stranger.own()).isNotEqualTo(name);
        assertThat(stranger.find(name).join()).isEmpty();
    }

    @Test
    void namesOfHostsAreLookedUpAgainButNotOften() {
        AtomicLong now = new AtomicLong();
        Neighbours some =
                Neighbours.of(
                        List.of(new Neighbours.Place("localhost", 7, 9)),
                        SECRET,
                        EVERYWHERE,
                        8,
                        now::get);
        assertThat(some.find("zzzzzz")).isCompletedWithValue(Optional.empty());
        now.set(2_000_000_000L);
        assertThat(some.find("zzzzzz").join()).isEmpty();
        assertThat(some.find("yyyyyy")).isCompletedWithValue(Optional.empty());
        assertThat(some.find(some.own()).join())
                .get()
                .extracting(InetSocketAddress::getPort)
                .isEqualTo(8);
    }
}
