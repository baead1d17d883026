package io.cumulonimbus.stream;

import static org.assertj.core.api.Assertions.assertThat;

import io.cumulonimbus.client.Deadline;
import io.cumulonimbus.client.Message;
import io.cumulonimbus.client.MessageSink;
import java.util.List;
import org.junit.jupiter.api.Test;

/** Viewers that begin with what is kept, beside those that begin with the next key frame. */
class EarlyStartTest {
    private static final List<String> SINCE_KEY =
            List.of("9@0:" + Stage.AVC_HEADER, "9@0:" + Stage.AVC_KEY, "9@40:" + Stage.AVC_INTER);

    private final Stage stage = new Stage();
    private final FanOut fanOut = stage.fanOut;

    /** Somebody who begins early. */
    private static final class Early implements MessageSink, EarlyStart {
        final RecordingSink video = new RecordingSink();
        final RecordingSink audio = new RecordingSink();
        final Subscription subscription =
                new Subscription(
                        new Viewer(new RecordingSink(), audio, this, false, DropPolicy.BUFFERED));

        @Override
        public boolean startsEarly() {
            return true;
        }

        @Override
        public boolean write(Message message, Deadline deadline) {
            return video.write(message, deadline);
        }

        @Override
        public long queuedBytes() {
            return video.queuedBytes();
        }

        @Override
        public boolean isOpen() {
            return true;
        }

        @Override
        public void close() {}
    }

    private Early early() {
        Early viewer = new Early();
        fanOut.add(viewer.subscription, 0);
        return viewer;
    }

    private void begin() {
        stage.video(1_000, Stage.AVC_HEADER);
        stage.audio(1_000, Stage.AAC_HEADER);
        stage.video(1_000, Stage.AVC_KEY);
        stage.audio(1_010, Stage.AAC);
        stage.video(1_040, Stage.AVC_INTER);
    }

    @Test
    void whoBeginsEarlyHasWhatCameSinceTheLastKeyFrameAndThenTheRest() {
        begin();
        Early early = early();
        Stage.Watcher usual = stage.watcher();
        assertThat(early.video.texts()).isEqualTo(SINCE_KEY);
        assertThat(early.audio.texts())
                .containsExactly("8@10:" + Stage.AAC_HEADER, "8@10:" + Stage.AAC);
        assertThat(usual.video()).as("waits for the next one").isEmpty();

        stage.video(1_080, Stage.AVC_INTER);
        assertThat(early.video.texts()).hasSize(4).endsWith("9@80:" + Stage.AVC_INTER);
        assertThat(usual.video()).isEmpty();
        stage.video(2_000, Stage.AVC_KEY);
        assertThat(early.video.texts()).hasSize(5).endsWith("9@1000:" + Stage.AVC_KEY);
        assertThat(usual.video()).hasSize(2);
    }

    @Test
    void whatIsKeptIsPassedOnToOtherLoopsAndGivenOnce() {
        KeyframeCache cache = KeyframeCache.withFrames();
        Ingress ingress = new Ingress(5);
        for (String body : List.of(Stage.AVC_HEADER, Stage.AVC_KEY)) {
            cache.accept(ingress.video(0, Stage.hex(body), 0).orElseThrow());
        }
        cache.accept(ingress.video(40, Stage.hex(Stage.AVC_INTER), 0).orElseThrow());
        Early early = early();
        fanOut.prime(cache.all(), 0);
        fanOut.prime(cache.all(), 0);
        assertThat(early.video.texts()).isEqualTo(SINCE_KEY);
        fanOut.accept(ingress.video(80, Stage.hex(Stage.AVC_INTER), 0).orElseThrow(), 0);
        assertThat(early.video.texts()).hasSize(4);
    }

    @Test
    void whatIsOfAnotherCodecOrOverIsNotGiven() {
        begin();
        stage.video(1_080, "1700000000ab");
        assertThat(early().video.texts()).isEmpty();
        stage.video(1_120, Stage.AVC_KEY);
        assertThat(early().video.texts())
                .containsExactly("9@0:1700000000ab", "9@0:" + Stage.AVC_KEY);
        fanOut.ended(1);
        assertThat(early().video.texts()).isEmpty();
    }

    @Test
    void whatCannotBeTakenAtOnceIsNotGiven() {
        stage.video(0, Stage.AVC_HEADER);
        stage.video(0, Stage.AVC_KEY + "00".repeat(1 << 20));
        Early early = early();
        assertThat(early.video.texts()).isEmpty();
        stage.video(1_000, Stage.AVC_KEY);
        assertThat(early.video.texts()).hasSize(2);
    }
}
