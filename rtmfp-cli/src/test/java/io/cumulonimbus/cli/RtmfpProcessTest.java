package io.cumulonimbus.cli;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import io.cumulonimbus.testkit.process.JavaProgram;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.AfterParameterizedClassInvocation;
import org.junit.jupiter.params.BeforeParameterizedClassInvocation;
import org.junit.jupiter.params.Parameter;
import org.junit.jupiter.params.ParameterizedClass;
import org.junit.jupiter.params.provider.EnumSource;

/**
 * The command-line client, in processes of its own, against a real server over UDP: an origin, and
 * an edge before it.
 */
@ParameterizedClass
@EnumSource(Way.class)
class RtmfpProcessTest {
    private static final int SHORT_S = 2;
    private static final int LONG_S = 60;
    private static final String SCRIPT =
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
            """;

    @TempDir static Path folder;
    private static Stage stage;
    private static String server;

    @Parameter Way way;
    @TempDir Path home;

    @BeforeParameterizedClassInvocation
    static void open(Way way) throws Exception {
        Path place = folder.resolve(way.name());
        stage = Stage.start(place, way).application(place, "hello", SCRIPT);
        server = "rtmfp://127.0.0.1:" + stage.door().getPort();
    }

    @AfterParameterizedClassInvocation
    static void close() {
        stage.close();
    }

    @Test
    void callsTheHelloWorld() {
        try (JavaProgram program =
                rtmfp("call", server + "/hello", "test", "OpenRTMFP/Cumulus", "World")) {
            assertThat(program.exitCode()).as(program.errors()).isZero();
            assertThat(program.output()).isEqualTo("Hello World OpenRTMFP/Cumulus\n");
        }
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
        assertThat(RealFfmpeg.orSkip().decodedFrames(copy))
                .isEqualTo(RealFfmpeg.orSkip().decodedFrames(film));
    }

    @Test
    void aFilmCanBePublishedAsFastAsItGoes() throws Exception {
        Path film = film(SHORT_S);
        Path copy = home.resolve("copy.flv");
        try (JavaProgram play =
                rtmfp("play", server + "/live/fast", "-o", copy.toString(), "--json")) {
            awaitEvent(play, "playing");
            output("publish", "--fast", film.toString(), server + "/live/fast");
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
            await().until(() -> Files.readString(report).contains("playing"));
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
            assertThat(publish.waitFor(180, TimeUnit.SECONDS)).isTrue();
            assertThat(publish.exitValue()).isZero();
            assertThat(play.waitFor(180, TimeUnit.SECONDS)).isTrue();
            assertThat(play.exitValue()).isZero();
        } finally {
            play.destroyForcibly();
        }
        assertThat(RealFfmpeg.orSkip().decodedFrames(copy))
                .isEqualTo(RealFfmpeg.orSkip().decodedFrames(film));
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
        CommandRun play = CommandRun.of("play", server + "/live/none", "--duration", "0.5");
        assertThat(play.code()).isEqualTo(4);
        assertThat(play.text()).contains("nothing came");
    }

    @Test
    void aStoppedPlayerLeavesAWholeFile() throws Exception {
        Path film = film(SHORT_S);
        Path copy = home.resolve("copy.flv");
        try (JavaProgram play =
                rtmfp("play", server + "/live/cut", "-o", copy.toString(), "--json")) {
            awaitEvent(play, "playing");
            try (JavaProgram publish = rtmfp("publish", film.toString(), server + "/live/cut")) {
                await().until(() -> play.output().matches("(?s).*\"messages\":[1-9].*"));
                play.terminate();
                assertThat(play.exitCode()).isZero();
                assertThat(publish.exitCode()).isZero();
            }
        }
        assertThat(RealFfmpeg.orSkip().decodedFrames(copy)).isNotEmpty();
    }

    @Test
    void aFileThatIsNotThereIsExitCodeFive() {
        String none = home.resolve("none.flv").toString();
        CommandRun publish = CommandRun.of("publish", none, server + "/live/x");
        assertThat(publish.code()).isEqualTo(5);
        assertThat(publish.text()).contains("none.flv: cannot be read");
    }

    private void assertRefused(String words, String... arguments) {
        CommandRun refused = CommandRun.of(arguments);
        assertThat(refused.code()).as(refused.text()).isEqualTo(1);
        assertThat(refused.text()).contains(words);
    }

    private String output(String... arguments) {
        CommandRun run = CommandRun.of(arguments);
        assertThat(run.code()).as(run.text()).isZero();
        return run.output();
    }

    private JavaProgram rtmfp(String... arguments) {
        return JavaProgram.start(
                RtmfpCommand.class.getName(), home, Map.of(), Stage.patient(arguments));
    }

    private static void awaitEvent(JavaProgram program, String event) {
        await().until(() -> program.output().contains("\"event\":\"" + event + "\""));
    }

    private static List<JsonNode> events(String output) throws IOException {
        List<JsonNode> events = new ArrayList<>();
        for (String line : output.lines().toList()) {
            events.add(new ObjectMapper().readTree(line));
        }
        return events;
    }

    /** Made once for both ways. */
    private static Path film(int seconds) {
        Path film = folder.resolve("film-" + seconds + ".flv");
        return Files.exists(film) ? film : RealFfmpeg.film(film, seconds);
    }
}
