package io.cumulonimbus.cli;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import io.cumulonimbus.config.OriginConfig;
import io.cumulonimbus.origin.Origin;
import io.cumulonimbus.testkit.ffmpeg.Ffmpeg;
import io.cumulonimbus.testkit.process.JavaProgram;
import java.io.IOException;
import java.net.DatagramSocket;
import java.net.InetAddress;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Assumptions;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** The command-line client, in processes of its own, against a real origin over UDP. */
class RtmfpProcessTest {
    private static final int SHORT_S = 3;
    private static final int LONG_S = 60;

    @TempDir Path home;

    private Origin origin;
    private String server;

    @BeforeEach
    void start() throws Exception {
        Files.createDirectories(home.resolve("www/live"));
        Files.createDirectories(home.resolve("www/hello"));
        Files.writeString(
                home.resolve("www/hello/main.lua"),
                """
                function onConnection(client,response,...)
                  function client:test(...)
                    name,firstname = unpack(arg)
                    return "Hello "..firstname.." "..name
                  end
                  function client:sum(a,b) return a+b end
                  function client:kind(a) return type(a) end
                  function client:echo(a) return a end
                  function client:fail() error("no such luck") end
                end
                """);
        origin =
                Origin.start(
                        OriginConfig.defaults(home)
                                .listeningOn(InetAddress.getLoopbackAddress(), 0)
                                .withThreads(1));
        server = "rtmfp://127.0.0.1:" + origin.rtmfpAddress().getPort();
    }

    @AfterEach
    void stop() {
        origin.close();
    }

    @Test
    void callsTheHelloWorld() {
        assertThat(output("call", server + "/hello", "test", "OpenRTMFP/Cumulus", "World"))
                .isEqualTo("Hello World OpenRTMFP/Cumulus\n");
    }

    @Test
    void argumentsAndResultsHaveTypes() {
        assertThat(output("call", server + "/hello", "sum", "5", "-7.5")).isEqualTo("-2.5\n");
        assertThat(output("call", server + "/hello", "kind", "\"5\"")).isEqualTo("string\n");
        assertThat(output("call", server + "/hello", "kind", "{\"a\":1}")).isEqualTo("table\n");
        assertThat(output("call", server + "/hello", "echo", "true")).isEqualTo("true\n");
        assertThat(output("call", server + "/hello", "echo", "null")).isEqualTo("null\n");
    }

    @Test
    void jsonReportsAreOneObjectALine() throws Exception {
        List<JsonNode> events =
                events(output("call", server + "/hello", "sum", "5", "6", "--json"));
        assertThat(events)
                .extracting(event -> event.get("event").textValue())
                .containsExactly("connected", "result");
        assertThat(events.get(0).get("peerId").textValue()).matches("[0-9a-f]{64}");
        assertThat(events.get(1).get("value").intValue()).isEqualTo(11);
    }

    @Test
    void whatTheServerRefusesIsExitCodeOne() {
        assertRefused("NetConnection.Call.Failed", "call", server + "/hello", "missing");
        assertRefused("no such luck", "call", server + "/hello", "fail");
        assertRefused("NetConnection.Connect", "call", server + "/nowhere", "test");
    }

    @Test
    void nobodyThereIsExitCodeThree() throws Exception {
        try (DatagramSocket silent = new DatagramSocket(0, InetAddress.getLoopbackAddress());
                JavaProgram call =
                        rtmfp(
                                "call",
                                "--timeout",
                                "1",
                                "rtmfp://127.0.0.1:" + silent.getLocalPort() + "/hello",
                                "test")) {
            assertThat(call.exitCode()).isEqualTo(3);
            assertThat(call.errors()).startsWith("rtmfp: ");
        }
    }

    @Test
    void aFilmComesBackWhole() throws Exception {
        Path film = film(SHORT_S);
        Path copy = home.resolve("copy.flv");
        try (JavaProgram play =
                rtmfp("play", server + "/live/film", "-o", copy.toString(), "--json")) {
            awaitEvent(play, "playing");
            try (JavaProgram publish =
                    rtmfp("publish", film.toString(), server + "/live/film", "--json")) {
                assertThat(publish.exitCode()).as(publish.errors()).isZero();
                assertThat(events(publish.output()))
                        .extracting(event -> event.get("event").textValue())
                        .startsWith("connected", "publishing")
                        .endsWith("published");
            }
            assertThat(play.exitCode()).as(play.output()).isZero();
        }
        assertThat(ffmpeg().decodedFrames(copy)).isEqualTo(ffmpeg().decodedFrames(film));
    }

    @Test
    void aFilmCanBePublishedAsFastAsItGoes() throws Exception {
        Path film = film(SHORT_S);
        Path copy = home.resolve("copy.flv");
        try (JavaProgram play =
                rtmfp("play", server + "/live/fast", "-o", copy.toString(), "--json")) {
            awaitEvent(play, "playing");
            try (JavaProgram publish =
                    rtmfp("publish", "--fast", film.toString(), server + "/live/fast")) {
                assertThat(publish.exitCode()).as(publish.errors()).isZero();
            }
            assertThat(play.exitCode()).as(play.output()).isZero();
        }
        assertThat(copy).isNotEmptyFile();
    }

    @Test
    void standardInputAndOutputArePipes() throws Exception {
        Path film = film(SHORT_S);
        Path copy = home.resolve("copy.flv");
        Path report = home.resolve("report.txt");
        Process play =
                JavaProgram.builder(
                                RtmfpCommand.class.getName(),
                                "play",
                                server + "/live/pipe",
                                "-o",
                                "-")
                        .redirectOutput(copy.toFile())
                        .redirectError(report.toFile())
                        .start();
        try {
            await().atMost(Duration.ofSeconds(60))
                    .until(() -> Files.readString(report).contains("playing"));
            Process publish =
                    JavaProgram.builder(
                                    RtmfpCommand.class.getName(),
                                    "publish",
                                    "-",
                                    server + "/live/pipe")
                            .redirectInput(film.toFile())
                            .redirectOutput(ProcessBuilder.Redirect.DISCARD)
                            .redirectError(ProcessBuilder.Redirect.DISCARD)
                            .start();
            assertThat(publish.waitFor(60, TimeUnit.SECONDS)).isTrue();
            assertThat(publish.exitValue()).isZero();
            assertThat(play.waitFor(60, TimeUnit.SECONDS)).isTrue();
            assertThat(play.exitValue()).isZero();
        } finally {
            play.destroyForcibly();
        }
        assertThat(ffmpeg().decodedFrames(copy)).isEqualTo(ffmpeg().decodedFrames(film));
    }

    @Test
    void aNameThatIsTakenIsRefused() throws Exception {
        Path film = film(LONG_S);
        try (JavaProgram first =
                rtmfp("publish", film.toString(), server + "/live/one", "--json")) {
            awaitEvent(first, "publishing");
            assertRefused(
                    "NetStream.Publish.BadName", "publish", film.toString(), server + "/live/one");
        }
    }

    @Test
    void playingEndsAfterItsDurationAndSaysThatNothingCame() {
        try (JavaProgram play = rtmfp("play", server + "/live/none", "--duration", "0.5")) {
            assertThat(play.exitCode()).isEqualTo(4);
            assertThat(play.errors()).contains("nothing came");
        }
    }

    @Test
    void aStoppedPlayerLeavesAWholeFile() throws Exception {
        Path film = film(SHORT_S);
        Path copy = home.resolve("copy.flv");
        try (JavaProgram play =
                        rtmfp("play", server + "/live/cut", "-o", copy.toString(), "--json");
                JavaProgram publish = rtmfp("publish", film.toString(), server + "/live/cut")) {
            await().atMost(Duration.ofSeconds(60))
                    .until(() -> play.output().matches("(?s).*\"messages\":[1-9].*"));
            play.terminate();
            assertThat(play.exitCode()).isZero();
            assertThat(publish.exitCode()).isZero();
        }
        assertThat(ffmpeg().decodedFrames(copy)).isNotEmpty();
    }

    @Test
    void wrongUseIsExitCodeTwo() {
        for (String[] arguments :
                new String[][] {
                    {"play"},
                    {"play", "http://h/a"},
                    {"publish", "x.flv"},
                    {"dance"},
                    {"play", "-x"}
                }) {
            try (JavaProgram wrong = rtmfp(arguments)) {
                assertThat(wrong.exitCode()).as(String.join(" ", arguments)).isEqualTo(2);
            }
        }
    }

    @Test
    void aFileThatIsNotThereIsExitCodeFive() {
        try (JavaProgram publish =
                rtmfp("publish", home.resolve("none.flv").toString(), server + "/live/x")) {
            assertThat(publish.exitCode()).isEqualTo(5);
            assertThat(publish.errors()).contains("none.flv: cannot be read");
        }
    }

    private void assertRefused(String words, String... arguments) {
        try (JavaProgram refused = rtmfp(arguments)) {
            assertThat(refused.exitCode()).as(refused.errors()).isEqualTo(1);
            assertThat(refused.errors()).contains(words);
        }
    }

    private String output(String... arguments) {
        try (JavaProgram program = rtmfp(arguments)) {
            assertThat(program.exitCode()).as(program.errors()).isZero();
            return program.output();
        }
    }

    private JavaProgram rtmfp(String... arguments) {
        return JavaProgram.start(RtmfpCommand.class.getName(), home, Map.of(), arguments);
    }

    private static void awaitEvent(JavaProgram program, String event) {
        await().atMost(Duration.ofSeconds(60))
                .until(() -> program.output().contains("\"event\":\"" + event + "\""));
    }

    private static List<JsonNode> events(String output) throws IOException {
        List<JsonNode> events = new ArrayList<>();
        for (String line : output.lines().toList()) {
            events.add(new ObjectMapper().readTree(line));
        }
        return events;
    }

    private static Ffmpeg ffmpeg() {
        Assumptions.assumeTrue(Ffmpeg.onClassPath().isPresent(), "no ffmpeg for this platform");
        return Ffmpeg.onClassPath().orElseThrow();
    }

    private Path film(int seconds) {
        Path film = home.resolve("film.flv");
        ffmpeg().run(
                        60,
                        "-f",
                        "lavfi",
                        "-i",
                        "testsrc2=size=320x240:rate=25:duration=" + seconds,
                        "-f",
                        "lavfi",
                        "-i",
                        "sine=frequency=440:sample_rate=44100:duration=" + seconds,
                        "-c:v",
                        "libopenh264",
                        "-g",
                        "25",
                        "-pix_fmt",
                        "yuv420p",
                        "-c:a",
                        "aac",
                        film.toString());
        return film;
    }
}
