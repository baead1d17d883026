package io.cumulonimbus.stream;

import static io.cumulonimbus.stream.Stage.AAC;
import static io.cumulonimbus.stream.Stage.AAC_HEADER;
import static io.cumulonimbus.stream.Stage.AVC_HEADER;
import static io.cumulonimbus.stream.Stage.AVC_INTER;
import static io.cumulonimbus.stream.Stage.AVC_KEY;
import static org.assertj.core.api.Assertions.assertThat;

import io.cumulonimbus.client.Deadline;
import io.cumulonimbus.client.Message;
import java.util.Optional;
import org.junit.jupiter.api.Test;

class SubscriptionTest {
    private final Stage stage = new Stage();

    @Test
    void aLateJoinerStartsAtAKeyFrameWithTheHeadersBeforeIt() {
        stage.video(0, AVC_HEADER);
        stage.audio(0, AAC_HEADER);
        stage.video(0, AVC_KEY);
        stage.video(40, AVC_INTER);
        Stage.Watcher late = stage.watcher();
        stage.video(80, AVC_INTER);
        stage.audio(90, AAC);
        stage.video(120, AVC_KEY);
        stage.audio(125, AAC);
        stage.video(160, AVC_INTER);

        assertThat(late.video())
                .containsExactly("9@30:" + AVC_HEADER, "9@30:" + AVC_KEY, "9@70:" + AVC_INTER);
        assertThat(late.audio()).containsExactly("8@0:" + AAC_HEADER, "8@0:" + AAC, "8@35:" + AAC);
        assertThat(late.subscription.videoQos().dropped()).isEqualTo(1);
    }

    /** Enhanced RTMP v2: what is not understood is passed on as it is. */
    @Test
    void aLateJoinerGetsTheHeaderOfEachTrackAndAllElseUnchanged() {
        String first = "960068766331" + "00aa";
        String second = "960068766331" + "01bb";
        String key = "960168766331" + "00cc";
        String withNanoseconds = "970200000101" + "68766331dd";
        String unknown = "9f68766331ee";
        stage.video(0, first);
        stage.video(0, second);
        stage.video(0, key);
        Stage.Watcher watcher = stage.watcher();
        stage.video(40, key);
        stage.video(80, withNanoseconds);
        stage.video(120, unknown);

        assertThat(watcher.video())
                .containsExactly(
                        "9@0:" + first,
                        "9@0:" + second,
                        "9@0:" + key,
                        "9@40:" + withNanoseconds,
                        "9@80:" + unknown);
    }

    @Test
    void headersThatComeWithTheFirstFramesGoOutOnce() {
        Stage.Watcher early = stage.watcher();
        stage.video(0, AVC_HEADER);
        stage.audio(0, AAC_HEADER);
        stage.video(1000, AVC_KEY);
        stage.audio(1010, AAC);

        assertThat(early.video()).containsExactly("9@0:" + AVC_HEADER, "9@0:" + AVC_KEY);
        assertThat(early.audio()).containsExactly("8@10:" + AAC_HEADER, "8@10:" + AAC);
    }

    @Test
    void aNewHeaderInTheMiddleGoesOutBeforeTheFrameThatNeedsIt() {
        Stage.Watcher watcher = stage.watcher();
        stage.video(0, AVC_HEADER);
        stage.video(0, AVC_KEY);
        stage.video(40, "1700000000ee");
        stage.video(40, AVC_KEY);
        stage.video(80, AVC_INTER);

        assertThat(watcher.video())
                .containsExactly(
                        "9@0:" + AVC_HEADER,
                        "9@0:" + AVC_KEY,
                        "9@40:1700000000ee",
                        "9@40:" + AVC_KEY,
                        "9@80:" + AVC_INTER);
    }

    @Test
    void theClockGoesOnWhenTheStreamIsPublishedAgain() {
        Stage.Watcher watcher = stage.watcher();
        stage.audio(5_000, "2faa");
        stage.audio(5_100, "2fbb");
        stage.republish(2);
        stage.audio(77, "2fcc");
        stage.audio(97, "2fdd");

        assertThat(watcher.audio())
                .containsExactly("8@0:2faa", "8@100:2fbb", "8@100:2fcc", "8@120:2fdd");
    }

    @Test
    void theClockSurvivesTheWrapOfThePublishersClock() {
        Stage.Watcher watcher = stage.watcher();
        stage.audio(-20, "2faa");
        stage.audio(0, "2fbb");
        stage.audio(20, "2fcc");

        assertThat(watcher.audio()).containsExactly("8@0:2faa", "8@20:2fbb", "8@40:2fcc");
    }

    @Test
    void aClockThatFallsFarBelowItsStartIsBasedAnew() {
        Stage.Watcher watcher = stage.watcher();
        stage.audio(100_000, "2faa");
        stage.audio(100_500, "2fbb");
        stage.audio(99_990, "2fcc");
        stage.audio(10, "2fdd");
        stage.audio(30, "2fee");

        assertThat(watcher.audio())
                .containsExactly("8@0:2faa", "8@500:2fbb", "8@0:2fcc", "8@500:2fdd", "8@520:2fee");
    }

    @Test
    void framesThatComeAgainAreDroppedByNumber() {
        Stage.Watcher watcher = stage.watcher();
        MediaFrame first = stage.ingress.audio(0, Stage.hex("2faa"), 0);
        stage.fanOut.accept(first, 0);
        stage.fanOut.accept(first, 0);

        assertThat(watcher.audio()).hasSize(1);
        assertThat(watcher.subscription.audioQos().duplicates()).isEqualTo(1);
    }

    @Test
    void aHoleInTheNumbersHoldsVideoBackToTheNextKeyFrame() {
        Stage.Watcher watcher = stage.watcher();
        stage.video(0, AVC_KEY);
        assertThat(stage.lost(AVC_INTER)).isPresent();
        stage.video(80, AVC_INTER);
        stage.video(120, AVC_KEY);
        stage.video(160, AVC_INTER);

        assertThat(watcher.video())
                .containsExactly("9@0:" + AVC_KEY, "9@120:" + AVC_KEY, "9@160:" + AVC_INTER);
        assertThat(watcher.subscription.videoQos().lost()).isEqualTo(1);
    }

    @Test
    void whatAPublisherLostHoldsVideoBackForEverybody() {
        Stage.Watcher watcher = stage.watcher();
        stage.video(0, AVC_KEY);
        Optional<MediaFrame> afterLoss = stage.ingress.video(40, Stage.hex(AVC_INTER), 3);
        stage.video(120, AVC_KEY);

        assertThat(afterLoss).isEmpty();
        assertThat(stage.ingress.videoQos().lost()).isEqualTo(3);
        assertThat(stage.ingress.videoQos().dropped()).isEqualTo(1);
        assertThat(watcher.video()).containsExactly("9@0:" + AVC_KEY, "9@120:" + AVC_KEY);
    }

    @Test
    void switchingVideoOffAndOnGoesOnAtAKeyFrame() {
        Stage.Watcher watcher = stage.watcher();
        stage.video(0, AVC_HEADER);
        stage.video(0, AVC_KEY);
        watcher.subscription.receiveVideo(false);
        stage.video(40, AVC_KEY);
        stage.audio(40, "2faa");
        watcher.subscription.receiveVideo(true);
        stage.video(80, AVC_INTER);
        stage.video(120, AVC_KEY);

        assertThat(watcher.video())
                .containsExactly("9@0:" + AVC_HEADER, "9@0:" + AVC_KEY, "9@120:" + AVC_KEY);
        assertThat(watcher.audio()).containsExactly("8@40:2faa");
    }

    @Test
    void switchingAudioOffAndOnGoesOnAtOnce() {
        Stage.Watcher watcher = stage.watcher();
        stage.audio(0, "2faa");
        watcher.subscription.receiveAudio(false);
        stage.audio(20, "2fbb");
        watcher.subscription.receiveAudio(true);
        stage.audio(40, "2fcc");

        assertThat(watcher.audio()).containsExactly("8@0:2faa", "8@40:2fcc");
    }

    @Test
    void aPausedViewerGetsNoMediaAndGoesOnAtAKeyFrame() {
        Stage.Watcher watcher = stage.watcher();
        stage.video(0, AVC_KEY);
        watcher.subscription.pause(true);
        stage.video(40, AVC_KEY);
        stage.audio(40, "2faa");
        watcher.subscription.pause(false);
        stage.audio(60, "2fbb");
        stage.video(80, AVC_INTER);
        stage.video(120, AVC_KEY);

        assertThat(watcher.video()).containsExactly("9@0:" + AVC_KEY, "9@120:" + AVC_KEY);
        assertThat(watcher.audio()).containsExactly("8@60:2fbb");
    }

    @Test
    void aViewerThatCannotKeepUpLosesVideoToAKeyFrameAndNeverMemory() {
        DropPolicy tight = new DropPolicy(100, 4_000, 60, 8_000, 100, Deadline.NONE, Deadline.NONE);
        Stage.Watcher watcher = stage.watcher(tight);
        stage.video(0, AVC_KEY);
        for (int i = 1; i < 1_000; i++) {
            stage.video(i * 40, i % 50 == 0 ? AVC_KEY : AVC_INTER);
            stage.audio(i * 40, "2faabb");
        }
        assertThat(watcher.video.queuedBytes()).isLessThan(100 + 12);
        assertThat(watcher.audio.queuedBytes()).isLessThan(60 + 9);
        int heard = watcher.audio.messages.size();
        int seen = watcher.video.messages.size();
        Qos qos = watcher.subscription.videoQos();
        assertThat(qos.dropped() + qos.frames()).isEqualTo(1_000);
        assertThat(qos.frames()).isEqualTo(seen);

        watcher.acknowledgeAll();
        stage.video(40_000, AVC_INTER);
        stage.video(40_040, AVC_KEY);
        stage.audio(40_040, "2faabb");
        assertThat(watcher.video()).hasSize(seen + 1).last().isEqualTo("9@40040:" + AVC_KEY);
        assertThat(watcher.audio()).hasSize(heard + 1);
    }

    @Test
    void oldMediaCountsAsBehindHoweverSmallItIs() {
        Stage.Watcher watcher = stage.watcher(DropPolicy.BUFFERED);
        stage.video(0, AVC_KEY);
        stage.nowNs = 3_900_000_000L;
        stage.video(3_900, AVC_INTER);
        stage.nowNs = 4_100_000_000L;
        stage.video(4_100, AVC_INTER);
        stage.video(4_110, AVC_KEY);
        watcher.acknowledgeAll();
        stage.video(4_120, AVC_INTER);
        stage.video(4_130, AVC_KEY);

        assertThat(watcher.video())
                .containsExactly("9@0:" + AVC_KEY, "9@3900:" + AVC_INTER, "9@4130:" + AVC_KEY);
    }

    @Test
    void unbufferedMediaExpiresButItsHeadersDoNot() {
        Stage.Watcher watcher = stage.watcher(DropPolicy.UNBUFFERED);
        stage.video(0, AVC_HEADER);
        stage.video(0, AVC_KEY);

        assertThat(watcher.video.deadlines)
                .containsExactly(Deadline.NONE, DropPolicy.UNBUFFERED.video());
    }

    @Test
    void metadataReachesThoseWhoAreThereAndThoseWhoComeLateOnce() {
        Stage.Watcher early = stage.watcher();
        stage.metadata(0, "onMetaData", "05");
        stage.audio(0, "2faa");
        Stage.Watcher late = stage.watcher();
        stage.metadata(10, "onMetaData", "");
        Stage.Watcher later = stage.watcher();

        String body = "02000a6f6e4d65746144617461" + "05";
        assertThat(early.data.texts()).containsExactly("15@0:00" + body);
        assertThat(late.data.texts()).containsExactly("15@0:00" + body);
        assertThat(later.data.texts()).isEmpty();
    }

    @Test
    void viewersWithoutAmf3GetPlainData() {
        Stage.Watcher old = stage.new Watcher(DropPolicy.BUFFERED, false);
        Stage.Watcher young = stage.watcher();
        Message amf3 = Stage.named("f", "110104");
        Message plain = Stage.named("f", "05");
        stage.fanOut.accept(stage.ingress.data(7, amf3, plain), 0);

        assertThat(old.data.texts()).containsExactly("18@0:0200016605");
        assertThat(young.data.texts()).containsExactly("15@0:0002000166110104");
    }

    @Test
    void dataWithAStrangeTimeDoesNotMoveTheClock() {
        Stage.Watcher watcher = stage.watcher();
        stage.audio(1_000_000, "2faa");
        Message body = Stage.named("f", "05");
        stage.fanOut.accept(stage.ingress.data(0, body, body), 0);
        stage.audio(1_000_020, "2fbb");

        assertThat(watcher.audio()).containsExactly("8@0:2faa", "8@20:2fbb");
        assertThat(watcher.data.texts()).containsExactly("15@0:000200016605");
    }

    @Test
    void aStragglerOfAnEndedPublicationIsDropped() {
        Stage.Watcher watcher = stage.watcher();
        stage.audio(0, "2faa");
        stage.fanOut.ended(stage.ingress.publication());
        stage.audio(20, "2fbb");

        assertThat(watcher.audio()).hasSize(1);
    }

    @Test
    void aRefusedFlowTakesNothingAndIsCounted() {
        Stage.Watcher watcher = stage.watcher();
        watcher.video.close();
        stage.video(0, AVC_KEY);

        assertThat(watcher.subscription.videoQos().frames()).isZero();
        assertThat(watcher.subscription.videoQos().dropped()).isEqualTo(1);
    }
}
