package io.cumulonimbus.link.session;

import static io.cumulonimbus.link.session.Broadcast.AUDIO;
import static io.cumulonimbus.link.session.Broadcast.HEADER;
import static io.cumulonimbus.link.session.Broadcast.INTER;
import static io.cumulonimbus.link.session.Broadcast.KEY;
import static org.assertj.core.api.Assertions.assertThat;

import io.cumulonimbus.client.CloseReason;
import io.cumulonimbus.client.Deadline;
import io.cumulonimbus.client.Message;
import io.cumulonimbus.link.session.Broadcast.Spectator;
import io.cumulonimbus.link.stream.StreamLane;
import io.cumulonimbus.stream.DropPolicy;
import io.cumulonimbus.stream.LastHop;
import io.cumulonimbus.stream.Viewer;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Streams that cross a link once, and are handed out at the edge. */
class LinkFanOutTest {
    private final Broadcast stage = new Broadcast(1);
    private final LinkPair pair = stage.pair;

    @AfterEach
    void rulesOfTheSeamWereKept() {
        for (LinkPair.Carried client : pair.carried) {
            client.originHandler.verify();
            client.clientHandler.verify();
        }
        assertThat(pair.edge.lost).isEqualTo(pair.origin.lost);
    }

    private static Spectator watching(Broadcast stage) {
        Spectator viewer = stage.new Spectator().watch("film");
        stage.pair.settle();
        return viewer;
    }

    private static long bytesForViewers(int count) {
        Broadcast stage = new Broadcast(count);
        List<Spectator> viewers = new ArrayList<>();
        for (int i = 0; i < count; i++) {
            viewers.add(watching(stage));
        }
        stage.video(HEADER);
        stage.video(KEY);
        stage.pair.settle();
        long before = stage.pair.origin.session.statistics().bytesOut();
        for (int i = 0; i < 200; i++) {
            stage.video(Broadcast.large(INTER, 1000));
            stage.audio();
            stage.pair.settle();
        }
        assertThat(viewers)
                .allSatisfy(
                        viewer -> {
                            assertThat(viewer.got('v')).hasSize(202);
                            assertThat(viewer.got('a')).hasSize(200);
                        });
        return stage.pair.origin.session.statistics().bytesOut() - before;
    }

    @Test
    void aStreamCostsTheLinkTheSameForOneViewerAndForFifty() {
        long forOne = bytesForViewers(1);
        assertThat(bytesForViewers(50)).isEqualTo(forOne);
        assertThat(forOne).isBetween(200_000L, 220_000L);
    }

    @Test
    void aViewerBeginsBehindAllThatWasWrittenBefore() {
        Spectator viewer = stage.new Spectator();
        viewer.say("play start");
        viewer.audio.write(Message.of(new byte[] {1}), Deadline.NONE);
        viewer.video.write(Message.of(new byte[] {2}), Deadline.NONE);
        viewer.watch("film");
        viewer.say("behind");
        pair.settle();
        stage.video(KEY);
        stage.audio();
        pair.settle();
        assertThat(viewer.got('d')).hasSize(2);
        assertThat(viewer.pictures()).containsExactly(2, 1);
        assertThat(viewer.got('a')).hasSize(2);
        assertThat(viewer.got('a').get(1).length()).isEqualTo(5 + AUDIO.length);
    }

    @Test
    void whoComesLateGetsTheHeadersAndStartsAtAKeyFrame() {
        Spectator first = watching(stage);
        stage.video(HEADER);
        stage.video(KEY);
        stage.video(INTER);
        pair.settle();
        Spectator late = watching(stage);
        stage.video(INTER);
        stage.video(KEY);
        stage.video(INTER);
        pair.settle();
        assertThat(first.pictures()).containsExactly(3, 1, 2, 2, 1, 2);
        assertThat(late.pictures()).containsExactly(3, 1, 2);
        assertThat(stage.lanes).hasSize(1);
    }

    @Test
    void theOriginDecidesWhatAViewerGets() {
        Spectator viewer = watching(stage);
        viewer.subscription.receiveVideo(false);
        pair.settle();
        stage.video(KEY);
        stage.audio();
        pair.settle();
        assertThat(viewer.got('v')).isEmpty();
        assertThat(viewer.got('a')).hasSize(1);
        viewer.subscription.receiveVideo(true);
        viewer.subscription.pause(true);
        viewer.subscription.pause(false);
        pair.settle();
        stage.video(INTER);
        stage.video(KEY);
        pair.settle();
        assertThat(viewer.pictures()).containsExactly(1);
        viewer.subscription.end();
        viewer.subscription.end();
        pair.settle();
        stage.video(KEY);
        pair.settle();
        assertThat(viewer.pictures()).containsExactly(1);
        assertThat(stage.ended).containsExactly("film");
    }

    @Test
    void aSubscriptionThatEndsBeforeItWasToldOfIsNeverTold() {
        Spectator viewer = stage.new Spectator().watch("film");
        viewer.subscription.end();
        pair.settle();
        assertThat(stage.lanes).isEmpty();
    }

    @Test
    void howViewersFaredIsToldOnceASecond() {
        Spectator viewer = watching(stage);
        Spectator other = watching(stage);
        other.subscription.receiveVideo(false);
        pair.settle();
        stage.video(KEY);
        stage.video(INTER);
        stage.audio();
        pair.settle();
        assertThat(viewer.subscription.videoQos().frames()).isZero();
        pair.run(1100);
        assertThat(viewer.subscription.videoQos().frames()).isEqualTo(2);
        assertThat(viewer.subscription.videoQos().bytes()).isEqualTo(KEY.length + INTER.length);
        assertThat(viewer.subscription.audioQos().frames()).isEqualTo(1);
        assertThat(other.subscription.videoQos().frames()).isZero();
        assertThat(other.subscription.audioQos().frames()).isEqualTo(1);
        stage.video(INTER);
        pair.run(1100);
        assertThat(viewer.subscription.videoQos().frames()).isEqualTo(3);
        long quiet = pair.edge.session.statistics().framesOut();
        pair.run(900);
        assertThat(pair.edge.session.statistics().framesOut()).isLessThanOrEqualTo(quiet + 2);
    }

    @ParameterizedTest
    @ValueSource(ints = {1, 16_384, 16_385, 100_000, 1_000_000})
    void framesOfAnyLengthArriveWhole(int length) {
        Spectator viewer = watching(stage);
        stage.video(Broadcast.large(KEY, Math.max(length, KEY.length)));
        pair.settle();
        assertThat(viewer.got('v')).hasSize(1);
        assertThat(viewer.got('v').get(0).length()).isEqualTo(5 + Math.max(length, KEY.length));
        assertThat(viewer.pictures()).containsExactly(1);
    }

    @Test
    void aLinkThatDoesNotKeepUpLeavesOutVideoToTheNextKeyFrame() {
        Spectator viewer = watching(stage);
        stage.video(KEY);
        pair.settle();
        pair.origin.capacity = 0;
        stage.video(Broadcast.large(INTER, StreamLane.MOST_BYTES + 1));
        for (int i = 0; i < 10; i++) {
            stage.video(INTER);
            stage.audio();
        }
        assertThat(stage.lanes.get("film").dropped()).isEqualTo(10);
        pair.origin.capacity = Integer.MAX_VALUE;
        pair.settle();
        stage.video(INTER);
        stage.video(KEY);
        stage.video(INTER);
        pair.settle();
        assertThat(viewer.pictures()).containsExactly(1, 2, 1, 2);
        assertThat(viewer.got('a')).hasSize(10);
        assertThat(stage.lanes.get("film").waiting()).isZero();
    }

    @Test
    void aLinkThatStoodStillGoesOnWithoutAHole() {
        Spectator viewer = watching(stage);
        stage.video(KEY);
        pair.settle();
        pair.origin.capacity = 0;
        for (int i = 0; i < 80; i++) {
            stage.video(Broadcast.large(INTER, 10_000));
            pair.clock.advanceMs(100);
            pair.settle();
        }
        pair.origin.capacity = Integer.MAX_VALUE;
        stage.video(INTER);
        pair.settle();
        assertThat(viewer.pictures()).hasSize(82);
        assertThat(stage.lanes.get("film").dropped()).isZero();
    }

    @Test
    void whatWaitsForSecondsWhileTheLinkMovesIsTooLate() {
        Spectator viewer = watching(stage);
        stage.video(KEY);
        pair.settle();
        for (int i = 0; i < 80; i++) {
            stage.video(Broadcast.large(INTER, 50_000));
            pair.origin.capacity = 25_000;
            pair.clock.advanceMs(100);
            pair.carry(pair.origin, pair.edge);
        }
        assertThat(stage.lanes.get("film").dropped()).isPositive();
        assertThat(stage.lanes.get("film").waiting()).isLessThan(StreamLane.MOST_BYTES);
        pair.origin.capacity = Integer.MAX_VALUE;
        pair.settle();
        stage.video(INTER);
        stage.video(KEY);
        pair.settle();
        assertThat(viewer.pictures()).endsWith(2, 1);
    }

    @Test
    void headersThatFoundNoRoomAreToldWhenThereIsSome() {
        Spectator viewer = watching(stage);
        pair.origin.capacity = 0;
        stage.video(Broadcast.large(KEY, 2 * StreamLane.MOST_BYTES + 1));
        stage.video(HEADER);
        assertThat(stage.lanes.get("film").dropped()).isEqualTo(1);
        pair.origin.capacity = Integer.MAX_VALUE;
        pair.settle();
        stage.video(KEY);
        pair.settle();
        assertThat(viewer.pictures()).containsExactly(1, 3, 1);
    }

    @Test
    void thePublicationMayEndAndComeAgain() {
        Spectator viewer = watching(stage);
        stage.video(KEY);
        stage.republish();
        stage.video(INTER);
        stage.video(KEY);
        pair.settle();
        assertThat(viewer.pictures()).containsExactly(1, 1);
    }

    @Test
    void whoRefusesAFlowGetsNothingOfTheStream() {
        Spectator viewer = stage.new Spectator();
        viewer.client.clientHandler.refusing();
        viewer.watch("film");
        pair.settle();
        stage.lanes.values().forEach(lane -> assertThat(lane.waiting()).isZero());
        stage.video(KEY);
        pair.settle();
        assertThat(viewer.got('v')).isEmpty();
        assertThat(pair.edge.lost).isEmpty();
    }

    @Test
    void whoLeavesIsForgottenEverywhere() {
        Spectator viewer = watching(stage);
        Spectator other = watching(stage);
        viewer.client.direct.far().close(CloseReason.NEAR_CLOSED);
        pair.settle();
        assertThat(stage.ended).isEmpty();
        stage.video(KEY);
        pair.settle();
        assertThat(other.pictures()).containsExactly(1);
        other.client.atOrigin.close(CloseReason.NEAR_CLOSED);
        pair.settle();
        assertThat(stage.ended).containsExactly("film");
        pair.run(2000);
        assertThat(pair.edge.lost).isEmpty();
    }

    @Test
    void aStreamGoesOnWhereItWasWhenTheConnectionComesBack() {
        Broadcast lasting = new Broadcast(LinkPair.lasting(1, 10_000));
        Spectator viewer = watching(lasting);
        lasting.video(KEY);
        lasting.video(INTER);
        lasting.pair.settle();
        lasting.pair.cut(true);
        lasting.video(INTER);
        lasting.pair.settle();
        lasting.pair.reconnect();
        lasting.pair.settle();
        lasting.video(INTER);
        lasting.pair.settle();
        assertThat(viewer.pictures()).containsExactly(1, 2, 2, 2);
        assertThat(lasting.ended).isEmpty();
    }

    @Test
    void theStreamsOfALostLinkEnd() {
        watching(stage);
        pair.origin.session.hungUp();
        pair.edge.session.hungUp();
        assertThat(stage.ended).containsExactly("film");
    }

    @Test
    void aNameThatIsTooLongIsLeftToTheOrigin() {
        Spectator viewer = stage.new Spectator();
        Viewer seen =
                new Viewer(viewer.data, viewer.audio, viewer.video, false, DropPolicy.BUFFERED);
        LastHop node = (LastHop) viewer.client.atOrigin;
        assertThat(node.subscribe("x".repeat(5000), seen)).isEmpty();
    }
}
