package io.cumulonimbus.origin.lua.lint;

import static org.assertj.core.api.Assertions.assertThat;

import io.cumulonimbus.origin.lua.ScriptApi;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** What is said of scripts, and of which nothing is. */
class LinterTest {
    private static List<String> findings(String script) {
        return new Linter()
                .add("main.lua", script.getBytes(StandardCharsets.UTF_8)).findings().stream()
                        .map(Finding::toString)
                        .toList();
    }

    @Test
    void theSamplesAreClean() throws IOException {
        Linter linter = new Linter().add(Path.of("www"));
        assertThat(linter.findings()).isEmpty();
        assertThat(linter.scripts()).isGreaterThan(5);
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "function onConection(client) end|unknown event onConection: did you mean onConnection?",
                "onPublsh = function() end|unknown event onPublsh: did you mean onPublish?",
                "function onconnection(client) end|unknown event onconnection: did you mean onConnection?",
                "function onFinished() end|unknown event onFinished",
                "cumlus:publish('x')|unknown name cumlus: did you mean cumulus?",
                "cumulus:pulbish('x')|unknown name cumulus:pulbish: did you mean publish?",
                "cumulus:frobnicate()|unknown name cumulus:frobnicate",
                "mona:toJson({})|unknown name mona:toJson: did you mean toJSON?",
                "print(cumulus.epochtime)|unknown name cumulus.epochtime: did you mean epochTime?",
                "print(cumulus.clients.cuont)|unknown name cumulus.clients.cuont: did you mean count?",
                "string.rpe('x', 2)|unknown name string.rpe: did you mean rep?",
                "os.execute('ls')|unknown name os.execute",
                "io.open('x')|unknown name io",
                "INFOO('x')|unknown name INFOO: did you mean INFO?",
                "local x = undefinedThing|unknown name undefinedThing",
                "function onConnection(c) c.writer:writeInvokation('x') end|unknown name c.writer:writeInvokation: did you mean writeInvocation?",
                "function onConnection(c) print(c.adress) end|unknown name c.adress: did you mean address?",
                "function onPublish(c, p) print(p.nmae) end|unknown name p.nmae: did you mean name?",
                "function onSubscribe(c, l) print(l.publication.foo) end|unknown name l.publication.foo",
                "function onConnection(c) function c:onPublsh(p) end end|unknown event c:onPublsh: did you mean onPublish?",
                "local p = cumulus:publish('x') p:shut()|unknown name p:shut",
                "local s = cumulus:createTCPClient() s:conect('x', 1)|unknown name s:conect: did you mean connect?",
                "local s = cumulus:createTCPClient() function s:onRecepton(b) end|unknown event s:onRecepton: did you mean onReception?",
                "cumulus:sendMial()|unknown name cumulus:sendMial: did you mean sendMail?",
                "function onConnection(c) function c:t() self.writer:wirteMessage() end end|unknown name self.writer:wirteMessage: did you mean writeMessage?",
            })
    void whatIsNotThereIsFound(String script, String said) {
        assertThat(findings(script)).containsExactly("main.lua:1: " + said);
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "function onConnection(client, response, ...) response:write('a', arg[1]) end",
                "function onConnection(client) print(client.token, client.nick) end",
                "function helper() return 1 end function onStart() helper() end",
                "function onWin() end function onStart() onWin() end",
                "function cumulus:twice(n) return 2 * n end print(cumulus:twice(2))",
                "local writer = {} writer:anything()",
                "for id, c in cumulus.clients:pairs() do c.writer:whatever() end",
                "function onPublish(c, p) p.title = 'x' print(p.title) end",
                "print(cumulus.configs.game.secret, cumulus.publications.film)",
                "module('x', package.seeall) y = 2",
                "local s = [==[ ]] ]==] --[[ a\n comment ]] print(s, '\\065')",
                "a, b = 1, 2 print(a, b, _G.c, super, data.x, this, name, path)",
                "\ufeffprint(1)",
                "#!/usr/bin/lua\nprint(1)",
                "-- no line end",
                "repeat local done = math.random() until done print(_VERSION)",
                "function onHandshake(protocol, address) return 'again' end",
                "function onConnection(c) function c:onScore(n) end function c.x(n) end end",
            })
    void whatIsThereIsNot(String script) {
        assertThat(findings(script)).isEmpty();
    }

    @Test
    void linesAreThoseOfTheName() {
        assertThat(
                        findings(
                                """
                                function onConnection(client)
                                    INFO("one")

                                    client.writer:wrteInvocation(
                                        "x",
                                        cumulus.epochTme)
                                end
                                """))
                .containsExactly(
                        "main.lua:4: unknown name client.writer:wrteInvocation: did you mean"
                                + " writeInvocation?",
                        "main.lua:6: unknown name cumulus.epochTme: did you mean epochTime?");
    }

    @Test
    void whatIsNoLuaIsFoundWithItsLine() {
        assertThat(findings("x = 1\ny = = 2\n"))
                .containsExactly("main.lua:2: unexpected symbol near '='");
        assertThat(findings("if x then")).hasSize(1).first().asString().startsWith("main.lua:1: ");
    }

    @Test
    void whatOneScriptDefinesOthersMayUse(@TempDir Path www) throws IOException {
        Files.createDirectories(www.resolve("game/chat"));
        Files.createDirectories(www.resolve(".git"));
        Files.writeString(www.resolve("game/main.lua"), "scores = {}\nprint(chat, tools.x)");
        Files.writeString(www.resolve("game/tools.lua"), "tools = {}");
        Files.writeString(www.resolve("game/chat/main.lua"), "print(scores, scoers)");
        Files.writeString(www.resolve("game/notes.txt"), "no script");
        Linter linter = new Linter().add(www);
        assertThat(linter.findings().stream().map(Finding::text))
                .containsExactly("unknown name scoers: did you mean scores?");
        assertThat(linter.scripts()).isEqualTo(3);
    }

    @Test
    void theKindsThatMembersAreOfExist() {
        ScriptApi api = ScriptApi.read();
        Shapes.MEMBERS.forEach(
                (member, kind) -> {
                    String[] parts = member.split("\\.");
                    assertThat(api.kinds()).containsKeys(parts[0], kind);
                    assertThat(api.kinds().get(parts[0]).has(parts[1])).as(member).isTrue();
                });
        assertThat(api.events()).containsAll(Shapes.EVENTS.keySet());
        assertThat(api.kinds().keySet())
                .containsAll(
                        Shapes.EVENTS.values().stream().flatMap(List::stream).distinct().toList());
        assertThat(Stream.of("onConnection", "onPublish")).allMatch(api.events()::contains);
    }
}
