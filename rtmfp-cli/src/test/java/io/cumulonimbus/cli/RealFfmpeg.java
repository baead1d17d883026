package io.cumulonimbus.cli;

import io.cumulonimbus.testkit.ffmpeg.Ffmpeg;
import java.util.Optional;
import org.junit.jupiter.api.Assumptions;

/** The real ffmpeg, or a visible notice that a test was skipped for want of it. */
final class RealFfmpeg {
    private RealFfmpeg() {}

    static Ffmpeg orSkip() {
        Optional<Ffmpeg> ffmpeg = Ffmpeg.onClassPath();
        Assumptions.assumeTrue(
                ffmpeg.isPresent(), "SKIPPED: no ffmpeg for this platform on the class path");
        return ffmpeg.orElseThrow();
    }
}
