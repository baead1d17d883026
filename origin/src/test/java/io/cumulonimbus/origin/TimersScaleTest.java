package io.cumulonimbus.origin;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import io.cumulonimbus.origin.command.OriginCommand;
import io.cumulonimbus.rtmfp.crypto.Identity;
import io.cumulonimbus.testkit.process.JavaProgram;
import java.net.DatagramSocket;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.SecureRandom;
import java.time.Duration;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** An origin whose long timers are shortened, so that what takes minutes can be seen. */
class TimersScaleTest {
    private static final InetAddress LOOPBACK = InetAddress.getLoopbackAddress();

    /** Far below the two minutes that it takes otherwise. */
    private static final Duration IN_TIME = Duration.ofSeconds(60);

    private static final String SCRIPT =
            """
            function onConnection(client)
                NOTE("somebody came")
            end
            function onDisconnection(client)
                NOTE("somebody went")
            end
            """;

    @TempDir Path home;

    @Test
    void aKilledClientIsGoneInTime() throws Exception {
        Path live = Files.createDirectories(home.resolve("www/live"));
        Files.writeString(live.resolve("main.lua"), SCRIPT);
        int port = freePort();
        try (JavaProgram origin = start(port, "0.05");
                Guest guest =
                        new Guest(
                                Identity.client(new SecureRandom()),
                                new InetSocketAddress(LOOPBACK, 0),
                                new InetSocketAddress(LOOPBACK, port))) {
            origin.ready();
            assertThat(guest.connect().name()).isEqualTo("_result");
            guest.vanish();

            await().atMost(IN_TIME).until(() -> log().contains("somebody went"));
            assertThat(log()).contains("timers.scale is 0.05");
        }
    }

    private String log() throws Exception {
        return Files.readString(home.resolve("logs/log.0"));
    }

    private JavaProgram start(int port, String scale) {
        return JavaProgram.start(
                OriginCommand.class.getName(),
                home,
                Map.of(),
                "start",
                "--home",
                home.toString(),
                "--set",
                "address=127.0.0.1",
                "--set",
                "port=" + port,
                "--set",
                "rtmp.port=0",
                "--set",
                "rtmps.port=0",
                "--set",
                "http.port=0",
                "--set",
                "https.port=0",
                "--set",
                "timers.scale=" + scale);
    }

    private static int freePort() throws Exception {
        try (DatagramSocket socket = new DatagramSocket(0, LOOPBACK)) {
            return socket.getLocalPort();
        }
    }
}
