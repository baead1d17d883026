package io.cumulonimbus.cli;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import io.cumulonimbus.client.Protocol;
import io.cumulonimbus.netclient.NetClient;
import io.cumulonimbus.testkit.process.JavaProgram;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Programs of the command line that a script asks to connect again, here and elsewhere. */
class InvitationTest {
    private static final Duration PATIENCE = Duration.ofSeconds(60);

    private static final String SCRIPT =
            """
            function onConnection(client)
              function client:move(url)
                local asked = 0
                for id, other in cumulus.clients:pairs() do
                  if other.writer:reconnect(url) then asked = asked + 1 end
                end
                return asked
              end
            end
            """;

    @TempDir Path home;

    private JavaProgram rtmfp(String... arguments) {
        return JavaProgram.start(RtmfpCommand.class.getName(), home, Map.of(), arguments);
    }

    private static long told(JavaProgram program, String event) {
        return program.output().lines().filter(line -> line.contains(event)).count();
    }

    @Test
    void theyGoOnWithTheOtherConnectionOnceItIsThere() throws Exception {
        Film.of(300, 0).save(home, "long", 0);
        String film = home.resolve("media/live/streams/long.flv").toString();
        Path copy = home.resolve("copy.flv");
        try (Stage stage = Stage.start(home, Way.THROUGH_EDGE);
                NetClient client = NetClient.start()) {
            stage.application(home, "live", SCRIPT).application(home, "other", SCRIPT);
            String from = stage.url(Protocol.RTMP, "live/film");
            String to = stage.url("live/film");
            try (JavaProgram publisher = rtmfp("publish", film, from, "--reconnect", "--json");
                    JavaProgram player =
                            rtmfp("play", to, "-o", copy.toString(), "--reconnect", "--json")) {
                await().atMost(PATIENCE).until(() -> told(player, "\"progress\"") > 0);

                try (Visitor here = new Visitor(client, stage.url("live"))) {
                    assertThat(asked(here.call("move"))).isEqualTo(2);
                    await().atMost(PATIENCE).until(() -> moved(publisher, 1) && moved(player, 1));
                    // those that they have left may not be gone yet
                    assertThat(asked(here.call("move", quoted(stage.url("other")))))
                            .isGreaterThanOrEqualTo(2);
                }
                await().atMost(PATIENCE).until(() -> moved(publisher, 2) && moved(player, 2));
                assertThat(told(player, stage.url("other"))).isPositive();
                long size = Files.size(copy);
                await().atMost(PATIENCE).until(() -> Files.size(copy) > size + 1000);
            }
        }
    }

    private static String quoted(String text) {
        return "\"" + text + "\"";
    }

    private static double asked(String answer) {
        return Double.parseDouble(answer);
    }

    /** At least: a slow machine may lose a connection besides. */
    private static boolean moved(JavaProgram program, int times) {
        return told(program, "\"reconnected\"") >= times;
    }
}
