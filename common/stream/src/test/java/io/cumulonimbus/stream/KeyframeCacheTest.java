package io.cumulonimbus.stream;

import static org.assertj.core.api.Assertions.assertThat;

import io.cumulonimbus.client.Message;
import org.junit.jupiter.api.Test;

class KeyframeCacheTest {
    private final Ingress ingress = new Ingress(1);

    private void video(KeyframeCache cache, int time, String hex) {
        ingress.video(time, Stage.hex(hex), 0).ifPresent(cache::accept);
    }

    @Test
    void framesAreKeptFromTheLastKeyFrameOn() {
        KeyframeCache cache = KeyframeCache.withFrames();
        video(cache, 0, Stage.AVC_KEY);
        video(cache, 40, Stage.AVC_INTER);
        video(cache, 80, Stage.AVC_KEY);
        cache.accept(ingress.audio(90, Stage.hex("2faa"), 0));
        video(cache, 120, Stage.AVC_INTER);

        assertThat(cache.framesSinceKey())
                .extracting(MediaFrame::timestamp)
                .containsExactly(80, 90, 120);
    }

    @Test
    void framesThatOutgrowTimeOrSizeAreGivenUpUntilTheNextKeyFrame() {
        KeyframeCache cache = KeyframeCache.withFrames();
        video(cache, 0, Stage.AVC_KEY);
        video(cache, 10_001, Stage.AVC_INTER);
        video(cache, 10_002, Stage.AVC_INTER);
        assertThat(cache.framesSinceKey()).isEmpty();

        video(cache, 20_000, Stage.AVC_KEY);
        byte[] large = new byte[5 << 20];
        large[0] = 0x22;
        ingress.video(20_040, Message.of(large), 0).ifPresent(cache::accept);
        assertThat(cache.framesSinceKey()).isEmpty();

        video(cache, 20_080, Stage.AVC_KEY);
        assertThat(cache.framesSinceKey()).hasSize(1);
    }

    @Test
    void endlessMetadataAndHeadersAreBounded() {
        KeyframeCache cache = KeyframeCache.withoutFrames();
        for (int i = 0; i < 1_000; i++) {
            Message body = Stage.named("name" + i, "05");
            cache.accept(ingress.metadata(0, body, body));
            String track = "%02x".formatted(i & 0xff);
            video(cache, 0, "960068766331" + track + "aa");
        }
        assertThat(cache.essentials()).hasSize(16 + 32);
        assertThat(cache.framesSinceKey()).isEmpty();
    }

    @Test
    void aPrimedFanOutServesLateJoinersLikeTheFirst() {
        Stage stage = new Stage();
        FanOut first = new FanOut();
        stage.ingress.video(0, Stage.hex(Stage.AVC_HEADER), 0).ifPresent(f -> first.accept(f, 0));
        stage.fanOut.prime(first.essentials(), 0);
        Stage.Watcher watcher = stage.watcher();
        stage.video(40, Stage.AVC_KEY);

        assertThat(watcher.video())
                .containsExactly("9@0:" + Stage.AVC_HEADER, "9@0:" + Stage.AVC_KEY);
    }

    @Test
    void viewersWhoWaitedGetTheMetadataThatAFanOutIsPrimedWith() {
        Stage stage = new Stage();
        FanOut first = new FanOut();
        Message body = Stage.named("onMetaData", "05");
        first.accept(stage.ingress.metadata(0, body, body), 0);
        Stage.Watcher waiting = stage.watcher();
        stage.fanOut.prime(first.essentials(), 0);
        stage.fanOut.prime(first.essentials(), 0);

        assertThat(waiting.data.texts()).hasSize(1);
    }
}
