package io.cumulonimbus.cli;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import io.cumulonimbus.net.link.LinkedEdge;
import io.cumulonimbus.netclient.PlayOptions;
import io.cumulonimbus.origin.Origin;
import io.cumulonimbus.testkit.ffmpeg.Ffmpeg;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Programs of others, which know nothing of edges, when the edge that they use is killed. */
class OthersOverDeathTest {
    private static final Duration PATIENCE = Duration.ofSeconds(60);
    private static final long SOME_BYTES = 30_000;
    private static final String ON_AIR = "NetStream.Play.PublishNotify";

    @TempDir Path home;
    private final Ffmpeg ffmpeg = RealFfmpeg.orSkip();
    private final List<Process> programs = new ArrayList<>();
    private OriginWithEdges servers;
    private Origin origin;
    private List<ServerInProcess> edges;

    @BeforeEach
    void start() throws Exception {
        servers =
                OriginWithEdges.start(
                        home,
                        "live",
                        "",
                        edge -> edge.open("port", "rtmp.port").set("redirect=false"));
        origin = servers.origin();
        edges = servers.edges();
    }

    @AfterEach
    void stop() {
        programs.forEach(Process::destroyForcibly);
        servers.close();
    }

    private Path film() {
        Path film = home.resolve("film.flv");
        ffmpeg.run(
                60,
                "-f",
                "lavfi",
                "-i",
                "testsrc2=size=320x240:rate=25:duration=2",
                "-c:v",
                "libopenh264",
                "-b:v",
                "500k",
                "-g",
                "25",
                film.toString());
        return film;
    }

    private Process run(String... arguments) throws IOException {
        Process program =
                ffmpeg.ffmpeg(List.of(arguments))
                        .redirectErrorStream(true)
                        .redirectOutput(home.resolve("log-" + programs.size()).toFile())
                        .start();
        programs.add(program);
        return program;
    }

    private static String url(ServerInProcess edge) {
        return edge.uri("rtmp", "rtmp.port", "/live/film").toString();
    }

    /** Publishes lap after lap. */
    private Process publish(Path film, ServerInProcess edge) throws IOException {
        String from = film.toString();
        return run("-re", "-stream_loop", "-1", "-i", from, "-c", "copy", "-f", "flv", url(edge));
    }

    private Process play(ServerInProcess edge, Path copy) throws IOException {
        return run("-i", url(edge), "-c", "copy", "-flush_packets", "1", copy.toString());
    }

    /** Somebody at the origin itself who sees the stream come and go. */
    private Spectator witness() throws Exception {
        Spectator witness =
                new Spectator("rtmfp://127.0.0.1:" + origin.rtmfpAddress().getPort() + "/live");
        witness.play("film", PlayOptions.DEFAULT);
        return witness;
    }

    private boolean plays(ServerInProcess edge) throws IOException {
        Path copy = home.resolve("after.flv");
        Process player = play(edge, copy);
        await().atMost(PATIENCE).until(() -> size(copy) > SOME_BYTES || !player.isAlive());
        return player.isAlive();
    }

    private static long size(Path file) throws IOException {
        return Files.exists(file) ? Files.size(file) : 0;
    }

    private int behindEdges() {
        return origin.edges().stream().mapToInt(LinkedEdge::clients).sum();
    }

    /** RTMP has no identity: who comes back is somebody new, and the old one may have the name. */
    @Test
    void whoIsStartedAgainConnectsAtTheFirstTry() throws Exception {
        Path film = film();
        Path before = home.resolve("before.flv");
        Spectator witness = witness();
        Process publisher = publish(film, edges.get(0));
        witness.await(ON_AIR);
        Process player = play(edges.get(0), before);
        await().atMost(PATIENCE).until(() -> size(before) > SOME_BYTES);

        edges.get(0).close();
        await().atMost(PATIENCE).until(() -> !publisher.isAlive() && !player.isAlive());
        await().atMost(PATIENCE).until(() -> origin.edges().size() == 1);
        Process publisherAgain = publish(film, edges.get(1));
        witness.await(ON_AIR, 2);
        assertThat(plays(edges.get(1))).isTrue();
        assertThat(publisherAgain.isAlive()).isTrue();
        witness.close();
    }

    /** Its end is known at once, whatever the reason. */
    @Test
    void whoIsKilledAtAnEdgeThatLivesGivesItsNameBack() throws Exception {
        Path film = film();
        Spectator witness = witness();
        Process first = publish(film, edges.get(0));
        witness.await(ON_AIR);
        await().atMost(PATIENCE).until(() -> behindEdges() == 1);

        first.destroyForcibly().waitFor();
        await().atMost(PATIENCE).until(() -> behindEdges() == 0);
        Process second = publish(film, edges.get(0));
        witness.await(ON_AIR, 2);
        assertThat(plays(edges.get(1))).isTrue();
        assertThat(second.isAlive()).isTrue();
        witness.close();
    }
}
