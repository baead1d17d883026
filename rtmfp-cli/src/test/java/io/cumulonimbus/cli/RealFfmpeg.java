package io.cumulonimbus.cli;

import io.cumulonimbus.testkit.ffmpeg.Ffmpeg;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.Assumptions;

/** The real ffmpeg, or a visible notice that a test was skipped for want of it. */
final class RealFfmpeg {
    /** Pictures of a second of {@link #film}. */
    static final int PICTURES_PER_SECOND = 25;

    private static final int PATIENCE_S = 180;

    private RealFfmpeg() {}

    static Ffmpeg orSkip() {
        Optional<Ffmpeg> ffmpeg = Ffmpeg.onClassPath();
        Assumptions.assumeTrue(
                ffmpeg.isPresent(), "SKIPPED: no ffmpeg for this platform on the class path");
        return ffmpeg.orElseThrow();
    }

    /** Makes a film of so many seconds with a key frame each second, in H.264 and AAC. */
    static Path film(Path target, int seconds) {
        return film(target, seconds, 44_100, "-c:v", "libopenh264", "-c:a", "aac");
    }

    /**
     * The same in other codecs.
     *
     * @param rate samples of sound per second
     */
    static Path film(Path target, int seconds, int rate, String... codecs) {
        List<String> arguments = new ArrayList<>();
        arguments.addAll(List.of("-f", "lavfi", "-i"));
        arguments.add("testsrc2=size=320x240:rate=" + PICTURES_PER_SECOND);
        arguments.addAll(List.of("-f", "lavfi", "-i"));
        arguments.add("sine=frequency=440:sample_rate=" + rate);
        arguments.addAll(List.of("-t", "" + seconds, "-b:v", "500k"));
        arguments.addAll(List.of("-g", "" + PICTURES_PER_SECOND));
        arguments.addAll(List.of(codecs));
        arguments.add(target.toString());
        orSkip().run(PATIENCE_S, arguments.toArray(String[]::new));
        return target;
    }
}
