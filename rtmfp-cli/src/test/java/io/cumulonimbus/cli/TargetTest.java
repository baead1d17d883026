package io.cumulonimbus.cli;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** What URLs of the command line mean. */
class TargetTest {
    @ParameterizedTest
    @CsvSource({
        "rtmfp://h/live/film, rtmfp://h/live, film",
        "rtmfp://h:1936/a/b/c, rtmfp://h:1936/a/b, c",
        "rtmfp://h/film, rtmfp://h/, film",
        "rtmfp://h/live/film?key=a%20b, rtmfp://h/live?key=a%20b, film",
        "RTMFP://h/live/a%20film%2Fone+two, RTMFP://h/live, a film/one+two",
        "rtmfp://[::1]:1935/live/film, rtmfp://[::1]:1935/live, film",
    })
    void theLastSegmentIsTheStream(String url, String connection, String stream)
            throws CommandFailure {
        Target target = Target.ofStream(url);
        assertThat(target.connection()).hasToString(connection);
        assertThat(target.stream()).contains(stream);
    }

    @ParameterizedTest
    @CsvSource({
        "rtmfp://h, rtmfp://h/",
        "rtmfp://h/, rtmfp://h/",
        "rtmfp://h/a/b, rtmfp://h/a/b",
        "rtmfp://h?x=1, rtmfp://h/?x=1",
    })
    void aCallIsMadeToTheWholePath(String url, String connection) throws CommandFailure {
        assertThat(Target.ofApplication(url).connection()).hasToString(connection);
        assertThat(Target.ofApplication(url).stream()).isEmpty();
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "h/live",
                "http://h/a/b",
                "rtmpe://h/a/b",
                "rtmfp:h",
                "rtmfp:///a/b",
                "rtmfp://h/a b"
            })
    void whatIsNoUrlOfOursIsAUsageError(String url) {
        assertThatThrownBy(() -> Target.ofStream(url))
                .isInstanceOf(CommandFailure.class)
                .hasMessageContaining("expected rtmfp://host[:port]/app")
                .extracting(failure -> ((CommandFailure) failure).exitCode())
                .isEqualTo(ExitCode.USAGE);
    }

    @Test
    void aStreamMustHaveAName() {
        assertThatThrownBy(() -> Target.ofStream("rtmfp://h/live/"))
                .hasMessageContaining("expected rtmfp://host[:port]/app/stream");
    }
}
