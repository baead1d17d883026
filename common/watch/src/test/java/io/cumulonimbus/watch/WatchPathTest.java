package io.cumulonimbus.watch;

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
        assertThat(WatchPath.parse(target))
                .contains(new WatchPath(application, stream, ending, ""));
        assertThat(WatchPath.parse(target + "?token=a/b.c://d"))
                .contains(new WatchPath(application, stream, ending, "token=a/b.c://d"));
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
