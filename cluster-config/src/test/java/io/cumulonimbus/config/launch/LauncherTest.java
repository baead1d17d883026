package io.cumulonimbus.config.launch;

import static org.assertj.core.api.Assertions.assertThat;

import io.cumulonimbus.testkit.process.JavaProgram;
import java.net.DatagramSocket;
import java.net.InetAddress;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** A program in a process of its own, treated as operators and service managers treat it. */
class LauncherTest {
    @TempDir Path home;

    @Test
    void aStartedProgramSaysReadyAndEndsInOrderWhenTerminated() throws Exception {
        int port = freePort();
        try (JavaProgram program = start("--set", "port=" + port)) {
            assertThat(program.ready()).isEqualTo("READY echo=" + port + "/udp");
            Path ready = home.resolve("logs/log.origin.ready");
            assertThat(ready).hasContent("READY echo=" + port + "/udp");
            program.terminate();
            assertThat(program.exitCode()).isZero();
            assertThat(ready).doesNotExist();
            assertThat(program.output()).isEqualTo("READY echo=" + port + "/udp\n");
            assertThat(Files.readString(home.resolve("logs/log.0")))
                    .contains("line 0 forged\n")
                    .contains("serving echo=" + port + "/udp")
                    .contains("stopped");
        }
    }

    @Test
    void aPortInUseIsNamedAndTheExitCodeIsOne() throws Exception {
        try (DatagramSocket taken = new DatagramSocket(0, InetAddress.getLoopbackAddress());
                JavaProgram program =
                        start(
                                "--set",
                                "port=" + taken.getLocalPort(),
                                "--set",
                                "bindAddress=127.0.0.1")) {
            assertThat(program.exitCode()).isEqualTo(1);
            assertThat(program.errors())
                    .contains("origin: UDP port " + taken.getLocalPort() + " is in use");
            assertThat(program.output()).isEmpty();
        }
    }

    @Test
    void aWrongValueIsNamedAndTheExitCodeIs78() throws Exception {
        Path file = Files.writeString(home.resolve("my.ini"), "\nport = abc\n");
        try (JavaProgram program = start("--config", file.toString())) {
            assertThat(program.exitCode()).isEqualTo(78);
            assertThat(program.errors())
                    .isEqualTo(
                            "origin: "
                                    + file
                                    + ":2: port: expected a port number from 1 to 65535, found 'abc'\n");
        }
    }

    @Test
    void anUnknownOptionIsNamedAndTheExitCodeIsTwo() {
        try (JavaProgram program = start("--nonsense")) {
            assertThat(program.exitCode()).isEqualTo(2);
            assertThat(program.errors()).contains("Unknown option: '--nonsense'");
        }
        try (JavaProgram program = start("-l9")) {
            assertThat(program.exitCode()).isEqualTo(2);
            assertThat(program.errors()).contains("expected 0 to 8, found '9'");
        }
    }

    @Test
    void helpIsTheReferenceOfAllKeys() {
        try (JavaProgram program = start("--help")) {
            assertThat(program.exitCode()).isZero();
            assertThat(program.output())
                    .contains("--set=KEY=VALUE")
                    .contains("edges.attemptsBeforeFallback = 2")
                    .contains("CUMULONIMBUS_EDGES_SECRET")
                    .contains("78   wrong configuration");
        }
    }

    @Test
    void aLogFolderThatCannotBeMadeIsNamed() throws Exception {
        Files.writeString(home.resolve("file"), "");
        try (JavaProgram program = start("--set", "logs.directory=file/logs")) {
            assertThat(program.exitCode()).isEqualTo(1);
            assertThat(program.errors())
                    .contains("logs.directory: cannot create " + home.resolve("file/logs"));
        }
    }

    @Test
    void theLogLevelIsThatOfCumulus() throws Exception {
        try (JavaProgram program = start("--set", "port=" + freePort(), "-l", "4")) {
            program.ready();
            program.terminate();
            assertThat(program.exitCode()).isZero();
            assertThat(Files.readString(home.resolve("logs/log.0"))).isEmpty();
        }
    }

    @Test
    void aFullLogFileTurnsOver() throws Exception {
        Path older = home.resolve("logs/log.1");
        try (JavaProgram program =
                start("--set", "port=" + freePort(), "--set", "echo.until=" + older)) {
            program.ready();
            assertThat(Files.size(older)).isGreaterThan(1_000_000);
            assertThat(home.resolve("logs/log.0")).exists();
        }
    }

    @Test
    void aStopThatFailsIsNotCalledInOrder() throws Exception {
        try (JavaProgram program =
                start("--set", "port=" + freePort(), "--set", "echo.broken=true")) {
            program.ready();
            program.terminate();
            assertThat(program.exitCode()).isEqualTo(1);
            assertThat(program.errors()).contains("broken");
        }
    }

    private JavaProgram start(String... arguments) {
        return JavaProgram.start(
                EchoServer.class.getName(),
                home,
                Map.of("CUMULONIMBUS_HOME", home.toString()),
                arguments);
    }

    private static int freePort() throws Exception {
        try (DatagramSocket socket = new DatagramSocket(0, InetAddress.getLoopbackAddress())) {
            return socket.getLocalPort();
        }
    }
}
