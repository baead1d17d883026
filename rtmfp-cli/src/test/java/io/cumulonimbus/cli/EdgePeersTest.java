package io.cumulonimbus.cli;

import static org.assertj.core.api.Assertions.assertThat;

import io.cumulonimbus.netclient.ConnectOptions;
import io.cumulonimbus.netclient.ConnectionListener;
import io.cumulonimbus.netclient.NetClient;
import io.cumulonimbus.netclient.NetConnectionClient;
import io.cumulonimbus.netclient.PeerConnection;
import io.cumulonimbus.netclient.StreamListener;
import io.cumulonimbus.origin.rendezvous.IntroductionOutcome;
import io.cumulonimbus.testkit.UdpRelay;
import java.net.URI;
import java.nio.file.Path;
import java.time.Duration;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import org.awaitility.Awaitility;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/** Clients behind edges meet each other, and move. */
class EdgePeersTest {
    private static final String SCRIPT =
            """
            function onConnection(client)
                function client:where() return client.address end
            end
            """;

    @TempDir Path home;

    /** Where the two who meet are. */
    enum Places {
        BEHIND_ONE_EDGE,
        BEHIND_TWO_EDGES,
        FIRST_AT_THE_ORIGIN,
        SECOND_AT_THE_ORIGIN
    }

    private static NetConnectionClient connect(NetClient client, Stage stage) throws Exception {
        return client.connect(
                        URI.create(stage.url("live")),
                        ConnectOptions.DEFAULT.withTimeout(Duration.ofSeconds(60)),
                        ConnectionListener.NONE)
                .get(60, TimeUnit.SECONDS);
    }

    @ParameterizedTest
    @EnumSource(Places.class)
    void theyMeetWhereverTheyAre(Places places) throws Exception {
        try (Stage stage = Stage.awaitingEdges(home);
                NetClient here = NetClient.start();
                NetClient there = NetClient.start()) {
            boolean atOrigin =
                    places == Places.FIRST_AT_THE_ORIGIN || places == Places.SECOND_AT_THE_ORIGIN;
            if (!atOrigin) {
                stage.withEdge(home);
            }
            NetConnectionClient one = connect(here, stage);
            if (places != Places.BEHIND_ONE_EDGE) {
                stage.withEdge(home);
            }
            NetConnectionClient two = connect(there, stage);
            boolean turned = places == Places.SECOND_AT_THE_ORIGIN;
            meet(turned ? two : one, turned ? one : two);
            assertThat(stage.origin().introductions().get(IntroductionOutcome.DONE)).isPositive();
        }
    }

    private static void meet(NetConnectionClient asker, NetConnectionClient wanted)
            throws Exception {
        wanted.publishDirect("film").get(60, TimeUnit.SECONDS);
        PeerConnection peer = asker.connectPeer(wanted.peerId()).get(60, TimeUnit.SECONDS);
        assertThat(peer.peerId()).isEqualTo(wanted.peerId());
        peer.play("film", StreamListener.NONE).get(60, TimeUnit.SECONDS);
    }

    @Test
    void whoIsNotThereIsNotFound() throws Exception {
        try (Stage stage = Stage.awaitingEdges(home).withEdge(home);
                NetClient client = NetClient.start()) {
            NetConnectionClient one = connect(client, stage);
            CompletableFuture<PeerConnection> never = one.connectPeer("ab".repeat(32));
            Awaitility.await()
                    .until(
                            () ->
                                    stage.origin().introductions().get(IntroductionOutcome.UNKNOWN)
                                            > 0);
            assertThat(never.isDone() && !never.isCompletedExceptionally()).isFalse();
        }
    }

    @Test
    void whoMovesKeepsItsSessionAndIsMetWhereItIs() throws Exception {
        try (Stage stage =
                        Stage.awaitingEdges(home).application(home, "live", SCRIPT).withEdge(home);
                NetClient here = NetClient.start();
                NetClient there = NetClient.start()) {
            NetConnectionClient still = connect(here, stage);
            UdpRelay network = stage.translating();
            NetConnectionClient moving = connect(there, stage);
            String before = where(moving);
            network.rebind();
            String after = where(moving);
            for (int i = 0; i < 50 && after.equals(before); i++) {
                after = where(moving);
            }
            assertThat(after).isNotEqualTo(before);
            assertThat(after).startsWith("127.0.0.1:");
            meet(still, moving);
        }
    }

    private static String where(NetConnectionClient client) throws Exception {
        return client.call("where").get(60, TimeUnit.SECONDS).asText().orElseThrow();
    }
}
