package io.cumulonimbus.origin.command;

import static org.assertj.core.api.Assertions.assertThat;

import io.cumulonimbus.testkit.process.JavaProgram;
import io.cumulonimbus.testkit.process.ShellCompletion;
import java.net.DatagramSocket;
import java.net.InetAddress;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** The commands of operators, against an origin in the background. */
class OriginCommandsTest {
    private static final String CLOSED =
            "address = 127.0.0.1\n[rtmp]\nport = 0\n[rtmps]\nport = 0\n[http]\nport = 0\n[https]\n"
                    + "port = 0\n";

    @TempDir Path home;
    private int port;

    private record Outcome(int code, String output, String errors) {}

    @BeforeEach
    void choosePort() throws Exception {
        try (DatagramSocket socket = new DatagramSocket(0, InetAddress.getLoopbackAddress())) {
            port = socket.getLocalPort();
        }
        Files.writeString(home.resolve("origin.ini"), "port = " + port + "\n" + CLOSED);
    }

    @Test
    void row4AnOriginInTheBackgroundIsAskedAndToldAndStopped() throws Exception {
        assertThat(run("status").code()).isEqualTo(3);
        Path pidFile = home.resolve("origin.pid");
        Outcome start = run("start", "--daemon", "--pidfile", pidFile.toString());
        try {
            assertThat(start.output()).isEqualTo("READY rtmfp=127.0.0.1:" + port + "/udp\n");
            assertThat(start.code()).isZero();
            String pid = Files.readString(pidFile).strip();
            assertThat(run("status").output())
                    .contains("pid " + pid + "\n")
                    .contains("state serving\n")
                    .contains("rtmfp 0 sessions\n");
            assertThat(run("doctor"))
                    .satisfies(
                            doctor -> {
                                assertThat(doctor.output())
                                        .startsWith("origin runs\n")
                                        .contains(":" + port + " (port) answers a hello");
                                assertThat(doctor.code()).isZero();
                            });
            Files.writeString(
                    home.resolve("origin.ini"),
                    "keepAlivePeer=20\n[logs]\nlevel=debug\n[edges]\nsecret=s3cret\n");
            assertThat(run("reload").output())
                    .contains("logs.level: changed\n")
                    .contains("edges.secret: changed\n")
                    .doesNotContain("s3cret")
                    .contains("keepAlivePeer: needs a restart\n");
            Files.writeString(home.resolve("origin.ini"), "port = many\n");
            Outcome wrong = run("reload");
            assertThat(wrong.code()).isEqualTo(78);
            assertThat(wrong.errors()).contains("origin.ini:1: port: expected a port number");
        } finally {
            Files.writeString(home.resolve("origin.ini"), CLOSED);
            Outcome stop = run("stop");
            assertThat(stop.errors()).isEmpty();
            assertThat(stop.code()).isZero();
        }
        assertThat(pidFile).doesNotExist();
        assertThat(run("stop").code()).isEqualTo(3);
        assertThat(home.resolve("logs/log.0")).content().contains("stopped");
    }

    @Test
    void aStartInTheBackgroundThatFailsTellsWhy() throws Exception {
        try (DatagramSocket taken = new DatagramSocket(port, InetAddress.getLoopbackAddress())) {
            assertThat(taken.isBound()).isTrue();
            Outcome start = run("start", "--daemon");
            assertThat(start.code()).isEqualTo(1);
            assertThat(start.errors()).contains("UDP port " + port).contains("in use");
            Outcome doctor = run("doctor");
            assertThat(doctor.code()).isEqualTo(1);
            assertThat(doctor.output()).containsPattern("bad +UDP 127.0.0.1:" + port);
        }
    }

    @Test
    void settingsAreShownWithTheirSources() {
        Outcome config = run("config", "--changed", "--set", "edges.secret=s3cret");
        assertThat(config.code()).isZero();
        assertThat(config.output())
                .contains("port = " + port + "  (" + home.resolve("origin.ini") + ":1)\n")
                .contains("edges.secret = (set)  (--set)\n")
                .doesNotContain("s3cret")
                .doesNotContain("keepAlivePeer");
    }

    @Test
    void aShellCompletesCommandsAndOptions() throws Exception {
        Path script = Files.writeString(home.resolve("completion"), run("completion").output());
        assertThat(ShellCompletion.offered(script, "origin", "doc"))
                .contains("doctor")
                .doesNotContain("stop");
        assertThat(ShellCompletion.offered(script, "origin", "start", "--pidf"))
                .contains("--pidfile");
    }

    private Outcome run(String command, String... more) {
        List<String> arguments = new ArrayList<>(List.of(command));
        if (!command.equals("completion")) {
            arguments.addAll(List.of("--home", home.toString()));
        }
        arguments.addAll(List.of(more));
        try (JavaProgram program =
                JavaProgram.start(
                        OriginCommand.class.getName(),
                        home,
                        Map.of(),
                        arguments.toArray(String[]::new))) {
            int code = program.exitCode();
            return new Outcome(code, program.output(), program.errors());
        }
    }
}
