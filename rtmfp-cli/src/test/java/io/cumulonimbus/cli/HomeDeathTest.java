package io.cumulonimbus.cli;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import io.cumulonimbus.amf.AmfValue;
import io.cumulonimbus.config.EdgeConfig;
import io.cumulonimbus.config.HostPort;
import io.cumulonimbus.config.Secret;
import io.cumulonimbus.edge.Edge;
import io.cumulonimbus.netclient.ConnectionListener;
import io.cumulonimbus.netclient.NetClient;
import io.cumulonimbus.netclient.NetConnectionClient;
import io.cumulonimbus.netclient.SharedObjectClient;
import io.cumulonimbus.netclient.SharedObjectListener;
import io.cumulonimbus.origin.command.OriginCommand;
import io.cumulonimbus.testkit.process.JavaProgram;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.URI;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Clients whose application has its home at an origin, a process of its own, that is killed. */
class HomeDeathTest {
    private static final String SECRET = "a secret of these tests";
    private static final Duration PATIENCE = Duration.ofSeconds(60);
    private static final String SCRIPT =
            """
            here = {}
            function onConnection(client, response)
                here[client.id] = client
                function client:keep(text) data.text = text return text end
                function client:kept() return tostring(data.text) end
                function client:count()
                    local count = 0
                    for _ in pairs(here) do count = count + 1 end
                    return tostring(count).." "..tostring(client.resumed)
                end
            end
            function onDisconnection(client) here[client.id] = nil end
            """;

    @TempDir Path home;
    private final List<NetClient> clients = new ArrayList<>();
    private final List<JavaProgram> origins = new ArrayList<>();
    private final List<Integer> ports = new ArrayList<>();

    @AfterEach
    void stop() {
        clients.forEach(NetClient::close);
        origins.forEach(JavaProgram::close);
    }

    /** Ports: one for the cluster, one for edges, of each of two origins. */
    private void choosePorts() throws Exception {
        List<ServerSocket> taken = new ArrayList<>();
        for (int i = 0; i < 4; i++) {
            ServerSocket one = new ServerSocket(0, 1, InetAddress.getLoopbackAddress());
            taken.add(one);
            ports.add(one.getLocalPort());
        }
        for (ServerSocket one : taken) {
            one.close();
        }
    }

    private void startOrigin(String name, int number) throws Exception {
        Path own = Files.createDirectories(home.resolve(name));
        Path folder = Files.createDirectories(own.resolve("www/app"));
        Files.writeString(folder.resolve("main.lua"), SCRIPT);
        if (number > 0) {
            Files.copy(home.resolve("ann/edges.key"), own.resolve("edges.key"));
        }
        List<String> settings =
                List.of(
                        "www=" + own.resolve("www"),
                        "address=127.0.0.1",
                        "port=" + freeUdpPort(),
                        "edges.activated=true",
                        "edges.port=" + ports.get(2 * number + 1),
                        "cluster.enabled=true",
                        "cluster.node=" + name,
                        "cluster.port=" + ports.get(2 * number),
                        "cluster.members=127.0.0.1:" + ports.get(0),
                        "rtmp.port=0",
                        "rtmps.port=0",
                        "http.port=0",
                        "https.port=0",
                        "threads=1");
        List<String> arguments = new ArrayList<>(List.of("start", "--home", own.toString()));
        settings.forEach(one -> arguments.addAll(List.of("--set", one)));
        JavaProgram origin =
                JavaProgram.start(
                        OriginCommand.class.getName(),
                        own,
                        Map.of("CUMULONIMBUS_EDGES_SECRET", SECRET),
                        arguments.toArray(String[]::new));
        origins.add(origin);
        origin.ready();
    }

    private static int freeUdpPort() throws Exception {
        try (var udp = new java.net.DatagramSocket(0, InetAddress.getLoopbackAddress())) {
            return udp.getLocalPort();
        }
    }

    private NetConnectionClient connect(Edge edge) throws Exception {
        NetClient client = NetClient.start();
        clients.add(client);
        String url = "rtmfp://127.0.0.1:" + edge.rtmfpAddress().getPort() + "/app";
        return client.connect(URI.create(url), Stage.trustingAnyone(), ConnectionListener.NONE)
                .get(60, TimeUnit.SECONDS);
    }

    private static String ask(NetConnectionClient client) throws Exception {
        return client.call("count").get(60, TimeUnit.SECONDS).asText().orElseThrow();
    }

    private Edge edge(int origin) throws Exception {
        EdgeConfig config =
                EdgeConfig.defaults(home, Secret.of(SECRET))
                        .listeningOn(InetAddress.getLoopbackAddress(), 0)
                        .withThreads(1)
                        .linkedTo(new HostPort("127.0.0.1", ports.get(2 * origin + 1)));
        return Edge.start(config);
    }

    /** What is written two seconds before the end is there after it. */
    private static void keep(NetConnectionClient client) throws Exception {
        text(client.call("keep", AmfValue.of("for good")));
        SharedObjectClient board = board(client);
        board.set("kept", AmfValue.of("for good"));
        await().pollDelay(Duration.ofSeconds(2)).atMost(PATIENCE).until(() -> true);
    }

    private static SharedObjectClient board(NetConnectionClient client) throws Exception {
        return client.sharedObject("board", true, SharedObjectListener.NONE)
                .get(60, TimeUnit.SECONDS);
    }

    private static String text(CompletableFuture<AmfValue> answer) throws Exception {
        return answer.get(60, TimeUnit.SECONDS).asText().orElseThrow();
    }

    @Test
    void theyGoOnAtAnotherOriginWhenItsHomeIsKilled() throws Exception {
        choosePorts();
        startOrigin("ann", 0);
        startOrigin("ben", 1);
        try (Edge edge = edge(1)) {
            NetConnectionClient one = connect(edge);
            NetConnectionClient two = connect(edge);
            assertThat(ask(one)).isEqualTo("2 false");
            assertThat(ask(two)).isEqualTo("2 false");
            keep(one);
            origins.get(0).close();
            await().atMost(PATIENCE)
                    .ignoreExceptions()
                    .untilAsserted(() -> assertThat(ask(one)).startsWith("2 "));
            assertThat(ask(two)).startsWith("2 ");
            assertThat(one.closed()).isNotDone();
            assertThat(two.closed()).isNotDone();
            NetConnectionClient three = connect(edge);
            assertThat(ask(three)).startsWith("3 ");
            assertThat(text(three.call("kept"))).as("data").isEqualTo("for good");
            SharedObjectClient board = board(three);
            await().atMost(PATIENCE)
                    .untilAsserted(
                            () ->
                                    assertThat(board.data().get(60, TimeUnit.SECONDS))
                                            .containsEntry("kept", AmfValue.of("for good")));
        }
    }
}
