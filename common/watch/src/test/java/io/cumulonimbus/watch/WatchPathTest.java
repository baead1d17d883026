package io.cumulonimbus.watch;

import static java.nio.charset.StandardCharsets.ISO_8859_1;
import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class WatchPathTest {
    @ParameterizedTest
    @CsvSource({
        "/live/film.flv, live, film, flv",
        "/film.flv, '', film, flv",
        "/a/b/film.FLV, a/b, film, flv",
        "//a//film.v2.flv, a, film.v2, flv",
        "/live/a%20b%2fc%c3%a4.flv, live, a b/cä, flv",
        "/live/100%.flv, live, 100%, flv",
        "http://host/live/film.flv, live, film, flv",
        "/li%20ve/film.m3u8, li%20ve, film, m3u8",
    })
    void applicationStreamAndEndingAreTakenApart(
            String target, String application, String stream, String ending) {
        String literal = target.substring(target.lastIndexOf('/') + 1, target.lastIndexOf('.'));
        assertThat(WatchPath.parse(target))
                .contains(new WatchPath(application, stream, literal, ending, ""));
        assertThat(WatchPath.parse(target + "?token=a/b.c://d"))
                .contains(new WatchPath(application, stream, literal, ending, "token=a/b.c://d"));
    }

    @Test
    void bytesMayBeSentAsTheyAre() {
        String sent = new String("/live/фильм 1.flv".getBytes(UTF_8), ISO_8859_1);
        assertThat(WatchPath.parse(sent).orElseThrow().stream()).isEqualTo("фильм 1");
        assertThat(WatchPath.parse("/live/фильм%201.flv").orElseThrow().stream())
                .isEqualTo("фильм 1");
    }

    @ParameterizedTest
    @ValueSource(
            strings = {"", "/", "film.flv", "/live/", "/live/.flv", "/live/film.", "/a.b/film"})
    void whatNamesNoStreamIsNone(String target) {
        assertThat(WatchPath.parse(target)).isEmpty();
    }

    @Test
    void longTargetsAreNone() {
        assertThat(WatchPath.parse("/live/" + "x".repeat(5000) + ".flv")).isEmpty();
    }
}
