package io.cumulonimbus.cli;

import static io.cumulonimbus.cli.Clients.connect;
import static io.cumulonimbus.cli.Clients.refusal;
import static org.assertj.core.api.Assertions.assertThat;

import com.sun.net.httpserver.HttpServer;
import io.cumulonimbus.client.Protocol;
import io.cumulonimbus.config.AccessConfig;
import io.cumulonimbus.config.LimitsConfig;
import io.cumulonimbus.config.OriginConfig;
import io.cumulonimbus.config.Secret;
import io.cumulonimbus.net.limits.LimitKind;
import io.cumulonimbus.net.limits.LimitScope;
import io.cumulonimbus.net.limits.Limits;
import io.cumulonimbus.netclient.NetClient;
import io.cumulonimbus.netclient.NetConnectionClient;
import io.cumulonimbus.origin.Origin;
import io.cumulonimbus.testkit.TcpRelay;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.URI;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HexFormat;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import org.awaitility.Awaitility;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/** Clients of one address, or of one account, who together have no more than they may. */
class SharedLimitsTest {
    private static final LimitsConfig.Share NO_LIMIT = LimitsConfig.Share.NONE;

    /** PROXY protocol, version 2: 192.0.2.7:4711 wants 192.0.2.1:1935. */
    private static final byte[] ELSEWHERE =
            HexFormat.of()
                    .parseHex(
                            "0d0a0d0a000d0a515549540a"
                                    + "2111000c"
                                    + "c0000207c0000201"
                                    + "1267078f");

    @TempDir private Path home;

    private static LimitsConfig.Share connections(int most) {
        return new LimitsConfig.Share(most, 0, 0, 0, 0);
    }

    @ParameterizedTest
    @EnumSource(Way.class)
    void anAddressIsTheClientsOwnWhateverItCameBy(Way way) throws Exception {
        LimitsConfig limits = new LimitsConfig(connections(2), NO_LIMIT);
        try (Stage stage = Stage.limiting(home, way, limits);
                NetClient client = NetClient.start()) {
            NetConnectionClient first = connect(client, stage.url("live"));
            connect(client, stage.url(Protocol.RTMP, "live"));
            String third = refusal(Clients.attempt(client, stage.url("live")));
            assertThat(third)
                    .contains("NetConnection.Connect.Rejected")
                    .contains("Too many connections from your address");
            URI rtmp = URI.create(stage.url(Protocol.RTMP, "live"));
            InetSocketAddress door = new InetSocketAddress("127.0.0.1", rtmp.getPort());
            try (TcpRelay balancer = new TcpRelay(door, ELSEWHERE)) {
                int port = balancer.address().getPort();
                connect(client, "rtmp://127.0.0.1:" + port + "/live");
            }
            first.close().get(60, TimeUnit.SECONDS);
            Awaitility.await()
                    .atMost(Duration.ofSeconds(60))
                    .until(() -> refusal(client.connect(rtmp)).isEmpty());
            assertThat(
                            stage.origin()
                                    .controls()
                                    .limits()
                                    .refused(LimitScope.ADDRESS, LimitKind.CONNECTIONS))
                    .isPositive();
        }
    }

    @Test
    void anEdgeHasLimitsOfItsOwn() throws Exception {
        try (Stage stage = Stage.awaitingEdges(home);
                NetClient client = NetClient.start()) {
            stage.withEdge(home, new LimitsConfig(connections(1), NO_LIMIT));
            NetConnectionClient first = connect(client, stage.url("live"));
            for (Protocol protocol : List.of(Protocol.RTMFP, Protocol.RTMP)) {
                assertThat(refusal(Clients.attempt(client, stage.url(protocol, "live"))))
                        .contains("NetConnection.Connect.Rejected")
                        .contains("Too many connections from your address");
            }
            assertThat(stage.origin().controls().roster().figures().join().here()).isEqualTo(1);
            assertThat(stage.edge().limits().refused(LimitScope.ADDRESS, LimitKind.CONNECTIONS))
                    .isEqualTo(2);
            first.close().get(60, TimeUnit.SECONDS);
            URI rtmp = URI.create(stage.url(Protocol.RTMP, "live"));
            Awaitility.await()
                    .atMost(Duration.ofSeconds(60))
                    .until(() -> refusal(client.connect(rtmp)).isEmpty());
        }
    }

    @ParameterizedTest
    @EnumSource(
            value = Protocol.class,
            names = {"RTMFP", "RTMP"})
    void handshakesComeAtTheirRateAndLaterOnesAllTheSame(Protocol protocol) throws Exception {
        LimitsConfig limits = new LimitsConfig(new LimitsConfig.Share(0, 2, 0, 0, 0), NO_LIMIT);
        try (Stage stage = Stage.limiting(home, Way.DIRECT, limits);
                NetClient client = NetClient.start()) {
            URI url = URI.create(stage.url(protocol, "live"));
            Limits counted = stage.origin().controls().limits();
            Awaitility.await()
                    .atMost(Duration.ofSeconds(90))
                    .until(
                            () -> {
                                connectAtOnce(client, url, 6);
                                return counted.refused(LimitScope.ADDRESS, LimitKind.HANDSHAKES)
                                        > 0;
                            });
            Awaitility.await()
                    .atMost(Duration.ofSeconds(60))
                    .until(() -> refusal(client.connect(url)).isEmpty());
        }
    }

    private static void connectAtOnce(NetClient client, URI url, int many) throws Exception {
        List<CompletableFuture<?>> all = new ArrayList<>();
        for (int i = 0; i < many; i++) {
            all.add(client.connect(url));
        }
        for (CompletableFuture<?> one : all) {
            refusal(one);
        }
    }

    @Test
    void anAccountIsWhatAScriptCallsIt() throws Exception {
        LimitsConfig limits = new LimitsConfig(NO_LIMIT, connections(1));
        try (Stage stage = Stage.limiting(home, Way.THROUGH_EDGE, limits);
                NetClient client = NetClient.start()) {
            stage.application(
                    home,
                    "named",
                    """
                    function onConnection(client)
                      client.account = client.properties.user
                    end
                    """);
            connect(client, stage.url("named?user=anna"));
            assertThat(refusal(Clients.attempt(client, stage.url("named?user=anna"))))
                    .contains("Too many connections of this account");
            connect(client, stage.url("named?user=berta"));
            // Who is called nothing cannot call itself something.
            connect(client, stage.url("named?account=anna"));
            assertThat(refusal(Clients.attempt(client, stage.url("named?account=x"))))
                    .contains("Too many connections of this account");
        }
    }

    @Test
    void anAccountHasNoMoreAtAllOriginsOfAClusterThanItMay() throws Exception {
        LimitsConfig limits = new LimitsConfig(NO_LIMIT, connections(2));
        try (ClusterStage cluster = new ClusterStage(home);
                NetClient client = NetClient.start()) {
            Origin one = cluster.origin("one", config -> limited(config, limits));
            Origin two = cluster.origin("two", config -> limited(config, limits));
            cluster.settled();
            NetConnectionClient first = connect(client, live(one));
            connect(client, live(one));
            awaitRefusal(client, two);
            first.close().get(60, TimeUnit.SECONDS);
            awaitEntry(client, two);
            awaitRefusal(client, two);
            // What those of an origin that is gone had is free.
            cluster.stop(one);
            awaitEntry(client, two);
            awaitRefusal(client, two);
        }
    }

    private static void awaitRefusal(NetClient client, Origin at) {
        Awaitility.await()
                .atMost(Duration.ofSeconds(90))
                .until(() -> isRefusedAfterOneThatLeaves(client, at));
    }

    private static void awaitEntry(NetClient client, Origin at) {
        Awaitility.await()
                .atMost(Duration.ofSeconds(90))
                .until(() -> refusal(client.connect(URI.create(live(at)))).isEmpty());
    }

    private static OriginConfig limited(OriginConfig config, LimitsConfig limits) {
        return config.withSessions(config.sessions().withLimits(limits));
    }

    /** Who comes before the other has told is let in. */
    private static boolean isRefusedAfterOneThatLeaves(NetClient client, Origin to)
            throws Exception {
        CompletableFuture<NetConnectionClient> attempt = Clients.attempt(client, live(to));
        String why = refusal(attempt);
        if (why.isEmpty()) {
            attempt.join().close().get(60, TimeUnit.SECONDS);
        } else {
            assertThat(why).contains("Too many connections of this account");
        }
        return !why.isEmpty();
    }

    private static String live(Origin origin) {
        return "rtmfp://127.0.0.1:" + origin.rtmfpAddress().getPort() + "/live";
    }

    @Test
    void anAccountIsWhatACallbackCallsIt() throws Exception {
        InetSocketAddress any = new InetSocketAddress(InetAddress.getLoopbackAddress(), 0);
        HttpServer judge = HttpServer.create(any, 0);
        judge.createContext(
                "/may",
                exchange -> {
                    String asked = new String(exchange.getRequestBody().readAllBytes());
                    String name = asked.contains("anna") ? "anna" : "berta";
                    exchange.getResponseHeaders().add("Cumulonimbus-Account", name);
                    exchange.sendResponseHeaders(204, -1);
                    exchange.close();
                });
        judge.start();
        URI url = URI.create("http://127.0.0.1:" + judge.getAddress().getPort() + "/may");
        AccessConfig access =
                new AccessConfig(
                        AccessConfig.Tokens.OFF,
                        Secret.NONE,
                        Optional.of(url),
                        Duration.ofSeconds(30),
                        Set.of("connect"));
        Files.createDirectories(home.resolve("www/live"));
        OriginConfig config = OriginConfig.defaults(home).listeningOn(any.getAddress(), 0);
        LimitsConfig limits = new LimitsConfig(NO_LIMIT, connections(1));
        config = limited(config, limits).withAccess(access);
        try (Origin origin = Origin.start(config);
                NetClient client = NetClient.start()) {
            String live = "rtmfp://127.0.0.1:" + origin.rtmfpAddress().getPort() + "/live?";
            connect(client, live + "anna");
            assertThat(refusal(Clients.attempt(client, live + "anna&again")))
                    .contains("Too many connections of this account");
            connect(client, live + "berta");
        } finally {
            judge.stop(0);
        }
    }
}
