package io.cumulonimbus.origin.command;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.ByteArrayOutputStream;
import java.io.PrintStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import picocli.CommandLine;

/** {@code origin lint} as scripts and people see it. */
class LintCommandTest {
    private final PrintStream standardOutput = System.out;
    private final ByteArrayOutputStream output = new ByteArrayOutputStream();

    @BeforeEach
    void listen() {
        System.setOut(new PrintStream(output, true, StandardCharsets.UTF_8));
    }

    @AfterEach
    void stopListening() {
        System.setOut(standardOutput);
    }

    private static int lint(String... paths) {
        return new CommandLine(new LintCommand()).execute(paths);
    }

    private String said() {
        return output.toString(StandardCharsets.UTF_8);
    }

    @Test
    void nothingIsSaidOfTheSamples() {
        assertThat(lint("www/")).isZero();
        assertThat(said()).contains("findings: 0").hasLineCount(1);
    }

    @Test
    void whatIsFoundHasItsFileAndLine(@TempDir Path www) throws Exception {
        Path game = Files.createDirectories(www.resolve("game"));
        Files.writeString(game.resolve("main.lua"), "\nfunction onConection(client)\nend\n");
        Files.writeString(game.resolve("broken.lua"), "x = = 1\n");
        assertThat(lint(www.toString())).isEqualTo(1);
        assertThat(said().lines())
                .containsExactly(
                        www + "/game/broken.lua:1: unexpected symbol near '='",
                        www
                                + "/game/main.lua:2: unknown event onConection: did you mean"
                                + " onConnection?",
                        "2 scripts looked through, findings: 2");
    }

    @Test
    void aLinkToAFolderIsFollowed(@TempDir Path home) throws Exception {
        Path link = Files.createSymbolicLink(home.resolve("www"), Path.of("www").toAbsolutePath());
        assertThat(lint(link + "/")).isZero();
        assertThat(said()).contains("findings: 0");
    }

    @Test
    void aFolderWithoutScriptsIsAUsageError(@TempDir Path www) throws Exception {
        Files.createDirectories(www.resolve(".git"));
        Files.writeString(www.resolve(".git/hook.lua"), "x = = 1");
        assertThat(lint(www.toString())).isEqualTo(CommandLine.ExitCode.USAGE);
    }

    @Test
    void aFolderThatIsNotThereIsAUsageError(@TempDir Path www) {
        assertThat(lint(www.resolve("nowhere").toString())).isEqualTo(CommandLine.ExitCode.USAGE);
    }
}
