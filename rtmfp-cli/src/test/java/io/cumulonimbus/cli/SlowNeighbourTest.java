package io.cumulonimbus.cli;

import static org.assertj.core.api.Assertions.assertThat;

import io.cumulonimbus.amf.AmfValue;
import io.cumulonimbus.client.Protocol;
import io.cumulonimbus.flv.FlvTag;
import io.cumulonimbus.netclient.MediaKind;
import io.cumulonimbus.netclient.PlayOptions;
import io.cumulonimbus.netclient.PublishOptions;
import io.cumulonimbus.netclient.StreamPublisher;
import io.cumulonimbus.testkit.SimConditions;
import io.cumulonimbus.testkit.UdpRelay;
import java.net.InetSocketAddress;
import java.net.URI;
import java.nio.file.Path;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.Parameter;
import org.junit.jupiter.params.ParameterizedClass;
import org.junit.jupiter.params.provider.EnumSource;

/** A client that wants much and takes nothing, and what others get meanwhile on the same link. */
@ParameterizedClass
@EnumSource(Way.class)
class SlowNeighbourTest {
    private static final int PICTURES = 250;

    /** Of the whole film many times what may be under way to one client. */
    private static final int PICTURE_BYTES = 100_000;

    @Parameter Way way;
    @TempDir Path home;

    private static void film(Path home) throws Exception {
        Film film = Film.of(0, 0);
        for (int i = 0; i < PICTURES; i++) {
            byte[] body = new byte[PICTURE_BYTES];
            body[0] = 0x12;
            body[1] = 1;
            film.tag(FlvTag.VIDEO, i * Film.STEP_MS, body);
        }
        film.save(home, "large", 0);
    }

    @Test
    void itsCreditIsItsOwn() throws Exception {
        film(home);
        try (Stage stage = Stage.start(home, way).application(home, "hello", SCRIPT)) {
            int door = URI.create(stage.url("live")).getPort();
            // Slow, so that it is cut in the middle of the film however late the test is.
            SimConditions down = new SimConditions().rate(2_000_000, 500_000);
            try (UdpRelay line =
                            new UdpRelay(
                                    new InetSocketAddress("127.0.0.1", door),
                                    new SimConditions(),
                                    down,
                                    1);
                    Spectator stuck =
                            new Spectator(
                                    "rtmfp://127.0.0.1:" + line.address().getPort() + "/live")) {
                stuck.rush("large", PlayOptions.RECORDED);
                stuck.await("v0");
                line.change(() -> down.partitioned(true));
                others(stage);
                assertThat(stuck.pictures()).hasSizeLessThan(PICTURES);
                line.change(() -> down.partitioned(false).rate(0, 0));
                stuck.await("NetStream.Play.Stop");
                assertThat(stuck.pictures()).hasSize(PICTURES);
            }
        }
    }

    private static final String SCRIPT =
            "function onConnection(c) function c:same(x) return x end end";

    /** Bulk, calls, and a live stream, all to its end. */
    private static void others(Stage stage) throws Exception {
        for (Protocol by : new Protocol[] {Protocol.RTMFP, Protocol.RTMP}) {
            try (Spectator viewer = new Spectator(stage.url(by, "live"));
                    Spectator author = new Spectator(stage.url(by, "live"));
                    Spectator caller = new Spectator(stage.url(by, "hello"))) {
                viewer.rush("large", PlayOptions.RECORDED);
                AmfValue text = AmfValue.of("x".repeat(10_000));
                for (int i = 0; i < 20; i++) {
                    assertThat(caller.connection.call("same", text).get(60, TimeUnit.SECONDS))
                            .isEqualTo(text);
                }
                live(stage, by, author);
                viewer.await("NetStream.Play.Stop");
                assertThat(viewer.pictures()).hasSize(PICTURES);
            }
        }
    }

    private static void live(Stage stage, Protocol by, Spectator author) throws Exception {
        try (Spectator viewer = new Spectator(stage.url(by, "live"))) {
            viewer.play("now", PlayOptions.DEFAULT);
            StreamPublisher publisher =
                    author.connection
                            .publish("now", PublishOptions.RELIABLE, author)
                            .get(60, TimeUnit.SECONDS);
            for (int i = 0; i < PICTURES; i++) {
                publisher.write(MediaKind.AUDIO, i * 20L, new byte[] {0x22, 1, 2});
            }
            publisher.close().get(60, TimeUnit.SECONDS);
            viewer.await("NetStream.Play.UnpublishNotify");
            assertThat(viewer.seen).contains("a4980");
        }
    }
}
