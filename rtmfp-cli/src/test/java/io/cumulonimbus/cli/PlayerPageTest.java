package io.cumulonimbus.cli;

import static org.assertj.core.api.Assertions.assertThat;

import io.cumulonimbus.client.Protocol;
import io.cumulonimbus.testkit.browser.Chromium;
import io.cumulonimbus.testkit.ffmpeg.Ffmpeg;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import org.awaitility.Awaitility;
import org.awaitility.core.ConditionTimeoutException;
import org.junit.jupiter.api.Assumptions;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** The page with a player, in a real browser: what a real ffmpeg publishes is watched there. */
class PlayerPageTest {
    private static final String SEEN =
            "document.getElementById('state').textContent + ', ready ' + video.readyState"
                    + " + ', at ' + video.currentTime + ' of ' + video.buffered.length"
                    + " + (video.buffered.length ? ' from ' + video.buffered.start(0) : '')"
                    + " + ', ' + (video.error ? video.error.message : 'no error')";

    @TempDir private Path home;

    private Chromium browser() throws Exception {
        Optional<Path> program = Chromium.program();
        if (program.isEmpty()) {
            System.err.println("SKIPPED: players are not tried, because chromium is not installed");
        }
        Assumptions.assumeTrue(program.isPresent(), "chromium is not installed");
        return Chromium.start(program.get(), Files.createDirectory(home.resolve("profile")));
    }

    private Process publish(Ffmpeg ffmpeg, Stage stage) throws Exception {
        List<String> picture = List.of("-re", "-f", "lavfi", "-i", "testsrc2=size=160x90:rate=15");
        List<String> sound = List.of("-f", "lavfi", "-i", "sine=frequency=440:sample_rate=44100");
        List<String> codecs = List.of("-c:v", "libopenh264", "-g", "15", "-c:a", "aac");
        List<String> out = List.of("-t", "200", "-f", "flv", stage.url(Protocol.RTMP, "live/film"));
        return ffmpeg.ffmpeg(
                        List.of(picture, sound, codecs, out).stream()
                                .flatMap(List::stream)
                                .toList())
                .redirectErrorStream(true)
                .redirectOutput(home.resolve("publisher.log").toFile())
                .start();
    }

    private static void await(Chromium browser, String expression) throws Exception {
        try {
            Awaitility.await()
                    .alias(expression)
                    .atMost(Duration.ofSeconds(60))
                    .pollInterval(Duration.ofMillis(200))
                    .ignoreExceptions() // of a page that is not there yet
                    .until(() -> browser.evaluate("Boolean(" + expression + ")").asBoolean());
        } catch (ConditionTimeoutException late) {
            String seen = browser.evaluate(SEEN).asText() + "; " + browser.complaints();
            throw new AssertionError(expression + " is not so, but " + seen, late);
        }
    }

    private static String text(Chromium browser, String id) throws Exception {
        return browser.evaluate("document.getElementById('" + id + "').textContent").asText();
    }

    /** Its time goes on, pictures are decoded, and how late it is is shown. */
    private static void awaitPlaying(Chromium browser) throws Exception {
        await(browser, "video.readyState >= 3 && video.videoWidth === 160");
        double before = browser.evaluate("video.currentTime").asDouble();
        await(browser, "video.currentTime > " + (before + 1));
        await(browser, "video.getVideoPlaybackQuality().totalVideoFrames > 10");
        await(browser, "/^[0-9.]+ s$/.test(document.getElementById('latency').textContent)");
        await(browser, "document.getElementById('state').textContent === 'Live'");
    }

    @Test
    void whatIsPublishedPlaysInABrowserOverHttpWebSocketAndHls() throws Exception {
        Ffmpeg ffmpeg = RealFfmpeg.orSkip();
        Stage stage = Stage.start(home, Way.THROUGH_EDGE);
        Process publisher = null;
        try (Chromium browser = browser()) {
            publisher = publish(ffmpeg, stage);
            stage.awaitStreams(1);
            String page = stage.url(Protocol.HTTP, "live/film.html");
            browser.open(page);
            awaitPlaying(browser);
            assertThat(text(browser, "name")).isEqualTo("live/film");
            assertThat(text(browser, "picture")).isEqualTo("160 × 90");
            assertThat(browser.evaluate("video.error === null").asBoolean()).isTrue();

            browser.evaluate("location.hash = 'ws'");
            await(browser, "document.getElementById('way').value === 'ws'");
            awaitPlaying(browser);
            browser.evaluate("document.body.focus()");
            browser.press(" ");
            await(browser, "video.paused");
            browser.press("l");
            await(browser, "!video.paused");
            assertThat(stage.edge().clients()).isGreaterThanOrEqualTo(2);

            browser.evaluate("location.hash = 'hls'");
            await(browser, "document.getElementById('way').value === 'hls' && window.Hls");
            awaitPlaying(browser);
            String loaded = "performance.getEntriesByType('resource')";
            await(browser, loaded + ".some(one => /[.]hls[/].*[.]m4s$/.test(one.name))");
            assertThat(browser.evaluate("video.error === null").asBoolean()).isTrue();
            assertThat(browser.complaints()).isEmpty();
        } finally {
            if (publisher != null) {
                publisher.destroyForcibly();
            }
            stage.close();
        }
    }

    @Test
    void whoMayNotWatchIsToldSo() throws Exception {
        try (Stage stage =
                        Stage.start(home, Way.DIRECT)
                                .application(
                                        home, "closed", "function onSubscribe() return false end");
                Chromium browser = browser()) {
            browser.open(stage.url(Protocol.HTTP, "closed/film.html"));
            await(browser, "document.getElementById('state').textContent === 'Not allowed'");
        }
    }
}
