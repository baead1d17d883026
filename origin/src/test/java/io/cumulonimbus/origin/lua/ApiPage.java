package io.cumulonimbus.origin.lua;

import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;

/** {@code docs/lua-api.md}, made of the server's own tables of names and what is said of them. */
final class ApiPage {
    private static final String HEAD =
            """
            # What scripts can use

            Every name that the server has for Lua scripts, taken from the tables in which scripts find them, with an example that a test runs. In the
            examples `client` is a client, `publication` a stream that the script publishes, `listener` a player of a stream, `group` a NetGroup.
            Names of Cumulus and of MonaServer mean the same where both are there.

            Methods are called with a colon. Scripts may add fields to every object, which hide properties of the same name; when what an object stands
            for ends, those fields are all that is left of it. [Samples](../origin/www) show whole applications; `scripts/origin lint www/` finds
            names that are not on this page.
            """;

    private final StringBuilder page = new StringBuilder(HEAD);
    private final ScriptApi api;
    private final ApiTexts texts;

    private ApiPage(ScriptApi api, ApiTexts texts) {
        this.api = api;
        this.texts = texts;
    }

    /** All names, by the sections of the page. */
    static Map<String, Set<String>> sections(ScriptApi api) {
        Map<String, Set<String>> sections = new LinkedHashMap<>();
        sections.put("events", api.events());
        sections.put("functions", ownFunctions(api));
        sections.put("own", new TreeSet<>(api.own()));
        api.kinds().forEach((kind, names) -> sections.put(kind, names.names()));
        sections.remove("data");
        return sections;
    }

    /** Those that are not Lua's. */
    private static Set<String> ownFunctions(ScriptApi api) {
        Set<String> own = new TreeSet<>(api.functions());
        own.removeIf(name -> !name.matches("[A-Z]+"));
        return own;
    }

    static String of(ScriptApi api, ApiTexts texts) {
        ApiPage page = new ApiPage(api, texts);
        Map<String, Set<String>> sections = sections(api);
        for (String section : texts.intros().keySet()) {
            page.section(section, sections.getOrDefault(section, Set.of()));
        }
        page.lua();
        return page.page.toString();
    }

    private void section(String section, Set<String> names) {
        page.append("\n## ").append(section).append("\n\n");
        page.append(texts.intros().get(section)).append('\n');
        for (Map.Entry<String, ApiTexts.Entry> entry : texts.entries().get(section).entrySet()) {
            if (names.contains(entry.getKey())) {
                entry(section, entry.getKey(), entry.getValue());
            }
        }
    }

    private void entry(String section, String name, ApiTexts.Entry entry) {
        page.append("\n**`").append(owner(section, name)).append(entry.signature()).append("`**");
        ScriptApi.Kind kind = api.kinds().get(section);
        if (kind != null && kind.writable().contains(name)) {
            page.append(" (read and write)");
        } else if (kind != null && kind.events().contains(name)) {
            page.append(" (event)");
        }
        page.append(" \u2014 ").append(entry.text()).append("\n\n```lua\n");
        page.append(entry.code()).append("\n```\n");
    }

    private String owner(String section, String name) {
        ScriptApi.Kind kind = api.kinds().get(section);
        if (kind == null) {
            return "";
        }
        return section + (kind.properties().contains(name) ? "." : ":");
    }

    private void lua() {
        page.append(
                """

                ## Lua

                The language is Lua 5.1, and what is there of its library is as its reference manual tells
                ([decision 4](adr/0004-luaj.md) lists the differences). Every function with `...` has `arg` too.

                """);
        Set<String> functions = new TreeSet<>(api.functions());
        functions.removeAll(ownFunctions(api));
        page.append("* Globals: ").append(list(functions, "")).append('\n');
        api.libraries()
                .forEach(
                        (library, names) ->
                                page.append("* `")
                                        .append(library)
                                        .append("`: ")
                                        .append(list(names, library + "."))
                                        .append('\n'));
    }

    private static String list(Set<String> names, String prefix) {
        StringBuilder list = new StringBuilder();
        for (String name : names) {
            list.append(list.isEmpty() ? "`" : ", `").append(prefix).append(name).append('`');
        }
        return list.toString();
    }
}
