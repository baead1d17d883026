package io.cumulonimbus.origin.lua;

import static org.assertj.core.api.Assertions.assertThat;

import io.cumulonimbus.amf.AmfValue;
import io.cumulonimbus.origin.app.CallAnswer;
import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;

/** What scripts try to reach that is not theirs, one line of {@code escapes.txt} after another. */
class EscapeTest {
    private static final String EVAL =
            "function onConnection(client) function client:eval(s) c = self return assert(loadstring(s))() end function client:ping() return ('pong'):lower() end end";
    private static final byte[] BYTECODE = {27, 'L', 'u', 'a', 'Q', 0, 1, 4, 4, 4, 8, 0};

    @TempDir private Path home;
    private Www www;
    private Www.TestClient client;

    @BeforeEach
    void start() throws IOException {
        Path folder = Files.createDirectories(home.resolve("www"));
        Path outside = Files.createDirectories(home.resolve("outside"));
        Files.writeString(outside.resolve("secret.lua"), "return 'treasure'");
        Files.writeString(home.resolve("secret.lua"), "return 'treasure'");
        Files.writeString(folder.resolve("secret.lua"), "return 'treasure'");
        www = new Www(folder, LuaSettings.defaults().withData(home.resolve("data")));
        www.script("other/library.lua", "return 'of another'").script("other/main.lua", EVAL);
        www.script("app/main.lua", "outside = '" + outside + "' " + EVAL).folder("app/sub");
        www.script("app/code.luac", BYTECODE).script("app/library.lua", "return false");
        link("app/link.lua", outside.resolve("secret.lua"));
        link("app/sub/link.lua", outside.resolve("secret.lua"));
        link("app/linked", outside);
        link("app/neighbour.lua", folder.resolve("other/library.lua"));
        www.connected("other");
        client = www.connected("app");
    }

    private void link(String name, Path target) throws IOException {
        Files.createSymbolicLink(home.resolve("www").resolve(name), target);
    }

    @AfterEach
    void stop() {
        www.close();
    }

    static List<Arguments> attempts() throws IOException {
        try (InputStream file = EscapeTest.class.getResourceAsStream("/sandbox/escapes.txt")) {
            String all = new String(file.readAllBytes(), StandardCharsets.UTF_8);
            Stream<String> lines = all.lines().filter(line -> !line.startsWith("#"));
            return lines.map(line -> line.split(" \\| ", 2))
                    .map(parts -> Arguments.of(parts[0], parts[1]))
                    .toList();
        }
    }

    @ParameterizedTest(name = "{0}")
    @MethodSource("attempts")
    void theAttemptFailsAndHarmsNobody(String what, String script) {
        CallAnswer answer = client.call("eval", AmfValue.of(script));
        if (answer instanceof CallAnswer.Result result) {
            assertThat(result.value())
                    .as(what)
                    .isIn(AmfValue.NULL, AmfValue.UNDEFINED, AmfValue.of(false));
        } else {
            assertThat(((CallAnswer.Failed) answer).description())
                    .as(what)
                    .doesNotContain("treasure")
                    .doesNotContain(home.toString())
                    .doesNotContain("internal error");
        }
        assertThat(client.text("ping")).isEqualTo("pong");
        assertThat(www.connected("app").text("ping")).isEqualTo("pong");
        assertThat(www.connected("other").text("ping")).isEqualTo("pong");
    }

    @Test
    void whatSucceedsIsSeen() {
        assertThat(client.result("eval", AmfValue.of("return true"))).isEqualTo(AmfValue.of(true));
        assertThat(client.result("eval", AmfValue.of("return outside")).asText())
                .hasValueSatisfying(path -> assertThat(path).startsWith(home.toString()));
    }

    @Test
    void scriptsOfTheOwnFolderAreLoaded() {
        www.script("app/sub/more.lua", "return 'more'").script("app/mod.lua", "return 'mod'");
        assertThat(client.text("eval", AmfValue.of("return dofile('sub/more.lua')")))
                .isEqualTo("more");
        assertThat(client.text("eval", AmfValue.of("return require('mod')"))).isEqualTo("mod");
        assertThat(
                        client.text(
                                "eval",
                                AmfValue.of(
                                        "return dofile(cumulus:absolutePath('/app') .. 'mod.lua')")))
                .isEqualTo("mod");
    }

    @Test
    void anErrorOfTheScriptsOwnShowsNoPathOfTheServer() {
        assertThat(client.failure("eval", AmfValue.of("error(cumulus:absolutePath('/app'), 0)")))
                .isEqualTo("/app/");
    }
}
