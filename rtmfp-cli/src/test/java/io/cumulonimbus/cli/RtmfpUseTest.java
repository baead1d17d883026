package io.cumulonimbus.cli;

import static org.assertj.core.api.Assertions.assertThat;

import io.cumulonimbus.testkit.process.JavaProgram;
import io.cumulonimbus.testkit.process.ShellCompletion;
import java.net.DatagramSocket;
import java.net.InetAddress;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** The command-line client where there is no server, or nothing that it could ask one. */
class RtmfpUseTest {
    @TempDir Path home;

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
    void wrongUseIsExitCodeTwo() {
        for (String[] arguments :
                new String[][] {
                    {"play"},
                    {"play", "http://h/a"},
                    {"publish", "x.flv"},
                    {"dance"},
                    {"play", "-x"}
                }) {
            assertThat(CommandRun.of(arguments).code())
                    .as(String.join(" ", arguments))
                    .isEqualTo(2);
        }
        try (JavaProgram wrong = rtmfp("dance")) {
            assertThat(wrong.exitCode()).isEqualTo(2);
        }
    }

    @Test
    void aShellCompletesCommandsAndOptions() throws Exception {
        CommandRun completion = CommandRun.of("completion");
        assertThat(completion.code()).isZero();
        Path script = Files.writeString(home.resolve("completion"), completion.output());
        assertThat(ShellCompletion.offered(script, "rtmfp", "p"))
                .contains("publish", "play", "probe")
                .doesNotContain("call");
        assertThat(ShellCompletion.offered(script, "rtmfp", "play", "--reco"))
                .contains("--reconnect");
    }

    private JavaProgram rtmfp(String... arguments) {
        return JavaProgram.start(
                RtmfpCommand.class.getName(), home, Map.of(), Stage.patient(arguments));
    }
}
