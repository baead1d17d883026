package io.cumulonimbus.cli;

import static org.assertj.core.api.Assertions.assertThat;

import io.cumulonimbus.client.Protocol;
import io.cumulonimbus.testkit.ffmpeg.Ffmpeg;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.Parameter;
import org.junit.jupiter.params.ParameterizedClass;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/**
 * What the real ffmpeg made is recorded by the origin and played from there; the real ffprobe
 * decodes the recording and the copy to the same number of frames.
 */
@ParameterizedClass
@EnumSource(Way.class)
class RecordRoundTripTest {
    private static final int PICTURES = 50;

    @TempDir static Path films;
    private static Ffmpeg ffmpeg;
    private static Path film;
    private static List<String> frames;
    @Parameter Way way;

    @BeforeAll
    static void makeFilm() {
        ffmpeg = RealFfmpeg.orSkip();
        film = RealFfmpeg.film(films.resolve("film.flv"), 2);
        frames = ffmpeg.decodedFrames(film);
        assertThat(frames).anyMatch(row -> row.endsWith("," + PICTURES));
    }

    private static void publish(Stage stage, String type) {
        assertThat(
                        Stage.rtmfp(
                                "publish",
                                film.toString(),
                                stage.url("live/film"),
                                "--fast",
                                "--json",
                                "--type",
                                type))
                .isZero();
    }

    @Test
    void row84EveryFrameIsRecordedAndPlayed(@TempDir Path home) throws Exception {
        Path copy = home.resolve("copy.flv");
        try (Stage stage = Stage.start(home, way)) {
            publish(stage, "record");
            Path recording = home.resolve("media/live/streams/film.flv");
            assertThat(ffmpeg.decodedFrames(recording)).isEqualTo(frames);

            String url = stage.url("live/film");
            assertThat(Stage.rtmfp("play", url, "-o", copy.toString(), "--json")).isZero();
        }
        assertThat(ffmpeg.decodedFrames(copy)).isEqualTo(frames);
    }

    @ParameterizedTest
    @EnumSource(
            value = Protocol.class,
            names = {"RTMPS", "RTMPTS"})
    void ffmpegPlaysARecordingOverTls(Protocol by, @TempDir Path home) throws Exception {
        Path copy = home.resolve("copy.flv");
        try (Stage stage = Stage.start(home, way)) {
            publish(stage, "record");
            ffmpeg.run(180, "-i", stage.url(by, "live/film"), "-c", "copy", copy.toString());
        }
        assertThat(ffmpeg.decodedFrames(copy)).isEqualTo(frames);
    }

    @Test
    void whatWasAppendedIsPlayedOverRtmpAndRtmpt(@TempDir Path home) throws Exception {
        Path copy = home.resolve("copy.flv");
        Path other = home.resolve("other.flv");
        Path end = home.resolve("end.flv");
        try (Stage stage = Stage.start(home, way)) {
            publish(stage, "append");
            publish(stage, "append");
            String name = "live/film";
            ffmpeg.run(180, "-i", stage.url(Protocol.RTMP, name), "-c", "copy", copy.toString());
            ffmpeg.run(180, "-i", stage.url(Protocol.RTMPT, name), "-c", "copy", other.toString());
            ffmpeg.run(
                    60,
                    "-ss",
                    "3.3",
                    "-i",
                    stage.url(Protocol.RTMP, name),
                    "-c",
                    "copy",
                    end.toString());
        }
        assertThat(ffmpeg.decodedFrames(copy)).anyMatch(row -> row.endsWith("," + 2 * PICTURES));
        assertThat(ffmpeg.decodedFrames(other)).isEqualTo(ffmpeg.decodedFrames(copy));
        assertThat(ffmpeg.decodedFrames(end))
                .as("from the key frame before")
                .anyMatch(row -> row.endsWith("," + PICTURES / 2));
    }
}
