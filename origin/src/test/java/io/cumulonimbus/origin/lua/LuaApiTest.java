package io.cumulonimbus.origin.lua;

import static org.assertj.core.api.Assertions.assertThat;

import io.cumulonimbus.origin.lua.lint.Linter;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/**
 * {@code docs/lua-api.md}: every name that scripts can use is on it, nothing else is, and its
 * examples run. With {@code -Dlua-api.write=true} it is written anew.
 */
class LuaApiTest {
    private static final Path PAGE = Path.of("../docs/lua-api.md");

    private final ScriptApi api = ScriptApi.read();
    private final ApiTexts texts;

    LuaApiTest() throws IOException {
        texts = ApiTexts.read();
    }

    @Test
    void everyNameIsExplainedAndNothingElse() {
        List<String> names = new ArrayList<>();
        ApiPage.sections(api).forEach((section, all) -> add(names, section, all));
        List<String> explained = new ArrayList<>();
        texts.entries().forEach((section, all) -> add(explained, section, all.keySet()));
        assertThat(explained).containsExactlyInAnyOrderElementsOf(names);
    }

    private static void add(List<String> names, String section, Set<String> all) {
        all.forEach(name -> names.add(section + "." + name));
    }

    @Test
    void thePageIsWhatTheTablesOfNamesSay() throws IOException {
        String page = ApiPage.of(api, texts);
        if (Boolean.getBoolean("lua-api.write")) {
            Files.writeString(PAGE, page);
        }
        assertThat(Files.readString(PAGE)).isEqualTo(page);
    }

    @Test
    void everyExampleRunsWithoutAnError(@TempDir Path www) throws IOException {
        List<String> failures = new ArrayList<>();
        for (Map.Entry<String, Map<String, ApiTexts.Entry>> section : texts.entries().entrySet()) {
            for (ApiTexts.Entry entry : section.getValue().values()) {
                String name = section.getKey() + " " + entry.signature() + ": ";
                assertThat(entry.example()).as(name).isNotEmpty();
                String script = script(section.getKey(), entry.code());
                for (String error : ApiStage.errors(www, script)) {
                    if (!entry.signature().startsWith("ERROR")) {
                        failures.add(name + error);
                    }
                }
                new Linter()
                        .add(name, script.getBytes(StandardCharsets.UTF_8))
                        .findings()
                        .forEach(finding -> failures.add(finding.toString()));
            }
        }
        assertThat(failures).isEmpty();
    }

    @Test
    void anExampleThatFailsIsSeen(@TempDir Path www) throws IOException {
        for (String kind : List.of("cumulus", "listener", "group", "byteReader", "byteWriter")) {
            assertThat(ApiStage.errors(www, script(kind, "error('seen')")))
                    .as(kind)
                    .anyMatch(error -> error.endsWith("seen"));
        }
        assertThat(ApiStage.errors(www, script("events", "function onStop() error('seen') end")))
                .hasSize(1);
    }

    /** A script in which the example has what it speaks of. */
    private static String script(String kind, String example) {
        return switch (kind) {
            case "events" -> example;
            case "listener" -> "function onSubscribe(client, listener)\n" + example + "\nend";
            case "group" -> "function onJoinGroup(client, group)\n" + example + "\nend";
            case "byteWriter" ->
                    within(
                            "local o = {__type = 'T'}\nfunction o:__writeExternal(writer)\n"
                                    + example
                                    + "\nend\ncumulus:toAMF(o)");
            case "byteReader" ->
                    within(
                                    "local o = {__type = 'T'}\n"
                                            + "function o:__writeExternal(w) w:writeBytes(('\\0\\4'):rep(9)) end\n"
                                            + "pcall(cumulus.fromAMF, cumulus, cumulus:toAMF(o))")
                            + "\nfunction onTypedObject(type, object)\n"
                            + "function object:__readExternal(reader)\n"
                            + "local ok, why = pcall(function()\n"
                            + example
                            + "\nend)\nif not ok then ERROR(why) end\n"
                            + "pcall(reader.readBytes, reader, 18)\nend end";
            default -> within(example);
        };
    }

    /** In a call of a client. Errors of calls are the client's, so they are logged here. */
    private static String within(String body) {
        return "function onConnection(client)\nfunction client:example()\n"
                + "local publication = cumulus:publish('example')\n"
                + "local ok, why = pcall(function()\n"
                + body
                + "\nend)\nif not ok then ERROR(why) end\nend\nend";
    }
}
