package io.cumulonimbus.cli;

import static org.assertj.core.api.Assertions.assertThat;

import io.cumulonimbus.config.OriginConfig;
import io.cumulonimbus.config.RendezvousConfig;
import io.cumulonimbus.netclient.ConnectOptions;
import io.cumulonimbus.netclient.ConnectionListener;
import io.cumulonimbus.netclient.NetClient;
import io.cumulonimbus.netclient.NetConnectionClient;
import io.cumulonimbus.netclient.PeerConnection;
import io.cumulonimbus.netclient.StreamListener;
import io.cumulonimbus.origin.Origin;
import io.cumulonimbus.origin.rendezvous.IntroductionOutcome;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.URI;
import java.nio.file.Path;
import java.time.Duration;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import java.util.stream.Stream;
import org.awaitility.Awaitility;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;

/** Clients of a cluster meet, wherever each of them is connected. */
class ClusterRendezvousTest {
    @TempDir static Path home;

    private static ClusterStage stage;
    private static List<Origin> origins;
    private static NetClient asking;
    private static NetClient answering;
    private static final Map<Place, InetSocketAddress> DOORS = new EnumMap<>(Place.class);

    /** Where a client is connected. */
    enum Place {
        AN_EDGE_OF_A,
        AN_EDGE_OF_B,
        ORIGIN_C
    }

    static Stream<Arguments> pairs() {
        return Stream.of(Place.values())
                .flatMap(one -> Stream.of(Place.values()).map(two -> Arguments.of(one, two)));
    }

    @BeforeAll
    static void start() throws Exception {
        stage = new ClusterStage(home);
        Origin a = stage.origin("a", ClusterRendezvousTest::open);
        Origin b = stage.origin("b", ClusterRendezvousTest::open);
        Origin c = stage.origin("c", ClusterRendezvousTest::open);
        origins = List.of(a, b, c);
        DOORS.put(Place.AN_EDGE_OF_A, stage.edge(a).rtmfpAddress());
        DOORS.put(Place.AN_EDGE_OF_B, stage.edge(b).rtmfpAddress());
        DOORS.put(Place.ORIGIN_C, c.rtmfpAddress());
        stage.settled();
        asking = NetClient.start();
        answering = NetClient.start();
    }

    private static OriginConfig open(OriginConfig config) {
        RendezvousConfig rendezvous = new RendezvousConfig(true, List.of());
        return config.withPeers(config.peers().withRendezvous(rendezvous));
    }

    @AfterAll
    static void end() {
        asking.close();
        answering.close();
        stage.close();
    }

    private static NetConnectionClient connect(NetClient client, Place place) throws Exception {
        return connect(client, place, "live");
    }

    private static NetConnectionClient connect(NetClient client, Place place, String path)
            throws Exception {
        return client.connect(
                        URI.create("rtmfp://127.0.0.1:" + DOORS.get(place).getPort() + "/" + path),
                        ConnectOptions.DEFAULT.withTimeout(Duration.ofSeconds(60)),
                        ConnectionListener.NONE)
                .get(60, TimeUnit.SECONDS);
    }

    private static long counted(IntroductionOutcome outcome) {
        return origins.stream()
                .mapToLong(origin -> origin.introductions().getOrDefault(outcome, 0L))
                .sum();
    }

    @ParameterizedTest
    @MethodSource("pairs")
    void theyMeet(Place one, Place other) throws Exception {
        meet(connect(asking, one), connect(answering, other));
    }

    @Test
    void theyMeetWithNoApplicationButADeveloperKey() throws Exception {
        meet(
                connect(asking, Place.AN_EDGE_OF_A, "0123abcd-key/"),
                connect(answering, Place.ORIGIN_C, "0123abcd-key/"));
    }

    @Test
    void whatAnOperatorBansAtOneOriginAllBan() throws Exception {
        InetAddress someone = InetAddress.getByName("192.0.2.99");
        origins.get(0).controls().ban(someone, true);
        Awaitility.await()
                .atMost(Duration.ofSeconds(60))
                .until(
                        () ->
                                origins.stream()
                                        .map(origin -> origin.controls().banned())
                                        .allMatch(List.of("192.0.2.99")::equals));
        origins.get(2).controls().ban(someone, false);
        Awaitility.await()
                .atMost(Duration.ofSeconds(60))
                .until(() -> origins.stream().allMatch(o -> o.controls().banned().isEmpty()));
    }

    private static void meet(NetConnectionClient asker, NetConnectionClient wanted)
            throws Exception {
        wanted.publishDirect("film").get(60, TimeUnit.SECONDS);
        PeerConnection peer = asker.connectPeer(wanted.peerId()).get(60, TimeUnit.SECONDS);
        assertThat(peer.peerId()).isEqualTo(wanted.peerId());
        peer.play("film", StreamListener.NONE).get(60, TimeUnit.SECONDS);
        assertThat(counted(IntroductionOutcome.DONE)).isPositive();
        asker.close();
        wanted.close();
    }

    @Test
    void whoIsNowhereInTheClusterIsNotFound() throws Exception {
        NetConnectionClient one = connect(asking, Place.ORIGIN_C);
        long before = counted(IntroductionOutcome.UNKNOWN);
        CompletableFuture<PeerConnection> never = one.connectPeer("ab".repeat(32));
        Awaitility.await().until(() -> counted(IntroductionOutcome.UNKNOWN) > before);
        assertThat(never.isDone() && !never.isCompletedExceptionally()).isFalse();
        one.close();
    }
}
