package io.cumulonimbus.cli;

import static io.cumulonimbus.cli.Clients.connect;
import static io.cumulonimbus.cli.Clients.refusal;
import static org.assertj.core.api.Assertions.assertThat;

import io.cumulonimbus.netclient.NetClient;
import io.cumulonimbus.netclient.NetConnectionClient;
import io.cumulonimbus.netclient.PeerConnection;
import io.cumulonimbus.netclient.PlayOptions;
import io.cumulonimbus.netclient.PublishOptions;
import io.cumulonimbus.netclient.SharedObjectListener;
import io.cumulonimbus.netclient.StreamListener;
import io.cumulonimbus.origin.rendezvous.IntroductionOutcome;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.TimeUnit;
import org.awaitility.Awaitility;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/** A server in place of Adobe's Cirrus: whoever has a developer key meets others, and no more. */
class MeetingServiceTest {
    private static final double LIVE = -1;

    @TempDir private Path home;

    @ParameterizedTest
    @EnumSource(Way.class)
    void twoMeetByADeveloperKey(Way way) throws Exception {
        try (Stage stage = Stage.meeting(home, way, List.of("aa11-bb22", "other"));
                NetClient here = NetClient.start();
                NetClient there = NetClient.start()) {
            NetConnectionClient wanted = connect(there, stage.url("aa11-bb22/"));
            NetConnectionClient asker = connect(here, stage.url("aa11-bb22/game/7"));
            wanted.publishDirect("film").get(60, TimeUnit.SECONDS);
            PeerConnection peer = asker.connectPeer(wanted.peerId()).get(60, TimeUnit.SECONDS);
            peer.play("film", StreamListener.NONE).get(60, TimeUnit.SECONDS);

            Awaitility.await()
                    .atMost(Duration.ofSeconds(60))
                    .until(
                            () ->
                                    stage.origin().controls().latestIntroductions().stream()
                                            .filter(o -> o.outcome() == IntroductionOutcome.DONE)
                                            .anyMatch(o -> o.wanted().equals(wanted.peerId())));

            for (String path : List.of("", "unknown", "aa11-bb2", "unknown/aa11-bb22")) {
                assertThat(refusal(Clients.attempt(here, stage.url(path))))
                        .as(path)
                        .contains("NetConnection.Connect.Rejected")
                        .contains("developer key");
            }
        }
    }

    @ParameterizedTest
    @EnumSource(Way.class)
    void nothingElseIsServedButApplicationsThatAreThere(Way way) throws Exception {
        try (Stage stage = Stage.meeting(home, way, List.of());
                NetClient client = NetClient.start()) {
            for (String path : List.of("", "any/thing")) {
                NetConnectionClient one = connect(client, stage.url(path));
                assertThat(
                                refusal(
                                        one.publish(
                                                "film",
                                                PublishOptions.RELIABLE,
                                                StreamListener.NONE)))
                        .contains("NetStream.Publish.BadName")
                        .contains("introduces peers");
                assertThat(refusal(one.play("film", LIVE, StreamListener.NONE)))
                        .contains("NetStream.Play.Failed")
                        .contains("introduces peers");
                assertThat(refusal(one.play("film", PlayOptions.DEFAULT, StreamListener.NONE)))
                        .contains("introduces peers");
                assertThat(refusal(one.sharedObject("so", true, SharedObjectListener.NONE)))
                        .contains("SharedObject.ObjectCreationFailed");
                assertThat(refusal(one.call("anything"))).contains("introduces peers");
                one.close().get(60, TimeUnit.SECONDS);
            }
            NetConnectionClient live = connect(client, stage.url("live"));
            live.publish("film", PublishOptions.RELIABLE, StreamListener.NONE)
                    .get(60, TimeUnit.SECONDS);
            assertThat(stage.origin().streams().join()).isEqualTo(1);
            assertThat(Files.exists(home.resolve("media"))).isFalse();
        }
    }
}
