package io.cumulonimbus.cli;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import io.cumulonimbus.amf.AmfValue;
import io.cumulonimbus.config.OriginConfig;
import io.cumulonimbus.config.Secret;
import io.cumulonimbus.edge.command.EdgeCommand;
import io.cumulonimbus.link.EdgeLoad;
import io.cumulonimbus.link.LinkConfig;
import io.cumulonimbus.link.LinkLoss;
import io.cumulonimbus.link.LinkRole;
import io.cumulonimbus.link.session.LinkListener;
import io.cumulonimbus.net.link.LinkClient;
import io.cumulonimbus.net.loop.DeadlineTimer;
import io.cumulonimbus.net.loop.Loops;
import io.cumulonimbus.net.loop.NettyLoop;
import io.cumulonimbus.netclient.ConnectOptions;
import io.cumulonimbus.netclient.ConnectionListener;
import io.cumulonimbus.netclient.NetClient;
import io.cumulonimbus.netclient.NetConnectionClient;
import io.cumulonimbus.origin.Origin;
import io.cumulonimbus.testkit.process.JavaProgram;
import java.net.DatagramSocket;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.URI;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.SecureRandom;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Clients that know the origin's address alone, edges in processes of their own, and SIGKILL. */
class EdgeDeathTest {
    private static final String SECRET = "a secret of these tests";
    private static final Duration PATIENCE = Duration.ofSeconds(60);

    private static final String SCRIPT =
            """
            ended = {}
            function onConnection(client, response, name)
                client.name = name
                function client:edges()
                    local all = {}
                    for address, count in cumulus.edges:pairs() do
                        table.insert(all, address.."="..count)
                    end
                    return table.concat(all, " ")
                end
                function client:ended()
                    local all = {}
                    for name, times in pairs(ended) do table.insert(all, name.."="..times) end
                    table.sort(all)
                    return table.concat(all, " ")
                end
            end
            function onDisconnection(client)
                ended[client.name] = (ended[client.name] or 0) + 1
            end
            """;

    @TempDir Path home;
    private final InetAddress loopback = InetAddress.getLoopbackAddress();
    private final List<NetClient> clients = new ArrayList<>();
    private final Map<Integer, JavaProgram> edges = new HashMap<>();
    private Origin origin;

    @BeforeEach
    void start() throws Exception {
        Path folder = Files.createDirectories(home.resolve("www/app"));
        Files.writeString(folder.resolve("main.lua"), SCRIPT);
        OriginConfig config = OriginConfig.defaults(home).listeningOn(loopback, 0).withThreads(2);
        origin = Origin.start(config.withEdges(config.edges().activatedOn(0, Secret.of(SECRET))));
    }

    @AfterEach
    void stop() {
        clients.forEach(NetClient::close);
        edges.values().forEach(JavaProgram::close);
        origin.close();
    }

    private int startEdge() throws Exception {
        int port;
        try (DatagramSocket socket = new DatagramSocket(0, loopback)) {
            port = socket.getLocalPort();
        }
        Path folder = Files.createDirectories(home.resolve("edge-" + port));
        String upstream = "127.0.0.1:" + origin.edgesAddress().orElseThrow().getPort();
        edges.put(
                port,
                JavaProgram.start(
                        EdgeCommand.class.getName(),
                        folder,
                        Map.of("CUMULONIMBUS_SECRET", SECRET),
                        "start",
                        "--home",
                        folder.toString(),
                        "--set",
                        "address=127.0.0.1",
                        "--set",
                        "port=" + port,
                        "--set",
                        "serverAddress=" + upstream,
                        "--set",
                        "threads=2"));
        return port;
    }

    private NetConnectionClient connect(String name) throws Exception {
        NetClient client = NetClient.start();
        clients.add(client);
        URI uri = URI.create("rtmfp://127.0.0.1:" + origin.rtmfpAddress().getPort() + "/app");
        return client.connect(
                        uri,
                        ConnectOptions.DEFAULT
                                .withTimeout(Duration.ofSeconds(60))
                                .withArguments(AmfValue.of(name)),
                        ConnectionListener.NONE)
                .get(60, TimeUnit.SECONDS);
    }

    private static String ask(NetConnectionClient client, String what) throws Exception {
        return client.call(what).get(60, TimeUnit.SECONDS).asText().orElseThrow();
    }

    /** The ports of edges, and how many clients Lua sees behind each. */
    private static Map<Integer, Integer> counts(NetConnectionClient client) throws Exception {
        Map<Integer, Integer> counts = new HashMap<>();
        for (String edge : ask(client, "edges").split(" ")) {
            if (!edge.isEmpty()) {
                int equals = edge.indexOf('=');
                int port = Integer.parseInt(edge.substring(edge.indexOf(':') + 1, equals));
                counts.put(port, Integer.parseInt(edge.substring(equals + 1)));
            }
        }
        return counts;
    }

    /** Edges that clients are sent to. */
    private long taking() {
        return origin.edges().stream()
                .filter(edge -> edge.load().filter(EdgeLoad::taking).isPresent())
                .filter(edge -> edge.load().flatMap(EdgeLoad::publicAddress).isPresent())
                .count();
    }

    /** Clients served by the origin itself. */
    private long direct() {
        return origin.rtmfpStatistics().stream().mapToLong(shard -> shard.join().sessions()).sum();
    }

    @Test
    void whoseEdgeIsKilledComesBackByTheOriginsAddress() throws Exception {
        int first = startEdge();
        edges.get(first).ready();
        await().atMost(PATIENCE).until(() -> taking() == 1);
        NetConnectionClient one = connect("one");
        assertThat(counts(one)).isEqualTo(Map.of(first, 1));
        int second = startEdge();
        edges.get(second).ready();
        // a connect is told by the origin before the edge tells its load: the other edge is idle
        await().atMost(PATIENCE).until(() -> counts(one).containsKey(second));
        NetConnectionClient two = connect("two");
        await().atMost(PATIENCE)
                .until(() -> counts(two).values().stream().mapToInt(n -> n).sum() == 2);
        NetConnectionClient three = connect("three");
        assertThat(direct()).isZero();

        edges.get(first).close();
        await().atMost(PATIENCE).until(() -> taking() == 1);
        NetConnectionClient again = connect("again");
        assertThat(direct()).isZero();
        await().atMost(PATIENCE).until(() -> ask(again, "ended").contains("one=1"));
        assertThat(counts(again)).containsOnlyKeys(second);

        three.close().get(60, TimeUnit.SECONDS);
        await().atMost(PATIENCE).until(() -> ask(again, "ended").contains("three=1"));
        int behindFirst = (int) ask(again, "ended").chars().filter(c -> c == '=').count();
        await().atMost(PATIENCE).until(() -> counts(again).equals(Map.of(second, 4 - behindFirst)));

        edges.get(second).close();
        await().atMost(PATIENCE).until(() -> taking() == 0);
        NetConnectionClient last = connect("last");
        assertThat(direct()).isEqualTo(1);
        await().atMost(PATIENCE)
                .until(() -> ask(last, "ended").equals("again=1 one=1 three=1 two=1"));
        assertThat(counts(last)).isEmpty();
    }

    /** An edge that is linked and says that all is well, where no client gets an answer. */
    @Test
    void whoFindsNoEdgeIsServedByTheOriginAfterTwoAttempts() throws Exception {
        try (Loops loops = Loops.start("stand-in", 1);
                DatagramSocket deaf = new DatagramSocket(0, loopback)) {
            EdgeLoad fine =
                    new EdgeLoad(
                            Optional.of(new InetSocketAddress(loopback, deaf.getLocalPort())),
                            true,
                            true,
                            0,
                            100,
                            0,
                            0);
            StandIn edge = new StandIn(loops, fine);
            await().atMost(PATIENCE).until(() -> taking() == 1);
            NetConnectionClient client = connect("patient");
            assertThat(direct()).isEqualTo(1);
            assertThat(counts(client)).containsOnlyKeys(deaf.getLocalPort());
            edge.link.stop(Duration.ofSeconds(1)).join();
        }
    }

    /** A link that tells the same load again and again. */
    private final class StandIn implements LinkListener {
        private final LinkClient link;
        private final NettyLoop loop;
        private final EdgeLoad load;
        private final DeadlineTimer timer;

        StandIn(Loops loops, EdgeLoad load) {
            this.load = load;
            loop = loops.loop(0);
            timer = new DeadlineTimer(loop, this::tell);
            link =
                    LinkClient.start(
                            loop,
                            origin.edgesAddress().orElseThrow(),
                            LinkConfig.of(LinkRole.EDGE, "deaf", SECRET),
                            this,
                            new SecureRandom());
        }

        private void tell() {
            link.session().ifPresent(session -> session.tell(load));
            timer.set(loop.nowNs() + 500_000_000L);
        }

        @Override
        public void onEstablished(String farNodeId) {
            tell();
        }

        @Override
        public void onLost(LinkLoss reason) {}
    }
}
