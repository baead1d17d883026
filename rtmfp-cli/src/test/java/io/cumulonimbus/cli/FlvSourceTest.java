package io.cumulonimbus.cli;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.cumulonimbus.flv.FlvTag;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** FLV files, as written by ourselves and as found. */
class FlvSourceTest {
    @TempDir Path folder;

    @Test
    void whatIsWrittenIsRead() throws Exception {
        Path file = folder.resolve("film.flv");
        FlvTag picture = new FlvTag(FlvTag.VIDEO, 40, new byte[] {0x17, 0, 0, 0, 0});
        FlvTag sound = new FlvTag(FlvTag.AUDIO, 43, new byte[200_000]);
        try (FlvTarget target = FlvTarget.open(file.toString())) {
            assertThat(target.write(picture)).isTrue();
            assertThat(target.write(sound)).isTrue();
        }
        try (FlvSource source = FlvSource.open(file.toString())) {
            assertThat(source.next()).contains(picture);
            assertThat(source.next()).contains(sound);
            assertThat(source.next()).isEmpty();
            assertThat(source.skippedBytes()).isZero();
        }
    }

    @ParameterizedTest
    @ValueSource(strings = {"", "FLV", "RIFF----------------"})
    void whatIsNotFlvIsRefused(String content) throws Exception {
        Path file = Files.writeString(folder.resolve("film.flv"), content);
        assertThatThrownBy(() -> FlvSource.open(file.toString()))
                .isInstanceOf(CommandFailure.class)
                .hasMessageContaining("film.flv: is not FLV")
                .extracting(failure -> ((CommandFailure) failure).exitCode())
                .isEqualTo(ExitCode.FILE);
    }

    @Test
    void whatIsNotThereIsNamed() {
        String file = folder.resolve("none.flv").toString();
        assertThatThrownBy(() -> FlvSource.open(file))
                .hasMessageContaining("none.flv: cannot be read");
        assertThatThrownBy(() -> FlvTarget.open(folder.resolve("none/x.flv").toString()))
                .hasMessageContaining("x.flv: cannot be written");
    }
}
