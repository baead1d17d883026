package io.cumulonimbus.origin.lua.vm;

import static org.assertj.core.api.Assertions.assertThat;

import io.cumulonimbus.origin.lua.lib.Library;
import java.io.IOException;
import java.io.InputStream;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import org.luaj.vm2.LuaValue;

/**
 * Lua 5.1, chapter by chapter: scripts of assertions that PUC Lua 5.1.5 passes unchanged ({@code
 * lua5.1 FILE} in {@code src/test/resources/lua51}).
 */
class Lua51Test {
    private final Machine machine =
            new Machine(new Budget(System::nanoTime, 60_000_000_000L, 1L << 40));

    Lua51Test() {
        Library.install(machine, (name, from) -> Optional.empty(), line -> {});
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "varargs",
                "environments",
                "numbers",
                "strings",
                "patterns",
                "format",
                "coroutines",
                "errors",
                "metatables",
                "closures",
                "tables",
                "dates",
                "modules",
                "grammar",
                "recursion"
            })
    void behavesAsTheReferenceDoes(String chapter) throws IOException {
        run(source(chapter + ".lua"), chapter + ".lua");
    }

    @Test
    void anAssertionThatFailsIsSeen() {
        assertThat(failure("assert(1 == 2, 'seen')")).isEqualTo("seen");
    }

    @Test
    void whatReachesOutsideIsNotThere() {
        run(
                "for _, name in ipairs { 'io', 'luajava', 'bit32', 'ffi', 'jit' } do assert(_G[name] == nil, name) end",
                "t");
        run(
                "for _, name in ipairs { 'execute', 'exit', 'remove', 'rename', 'tmpname', 'setlocale' } do assert(os[name] == nil, name) end",
                "t");
        run(
                "for name in pairs(debug) do assert(name == 'traceback' or name == 'getinfo', name) end",
                "t");
        run(
                "assert(os.getenv('PATH') == nil and package.loadlib == nil and package.loaders == nil)",
                "t");
        run("assert(debug.getinfo(1).func == nil and debug.getinfo(print).func == nil)", "t");
    }

    @Test
    void instructionsAreNotLoadedAndNotDumped() {
        assertThat(failure("assert(loadstring('\\27Lua'))")).contains("precompiled");
        assertThat(failure("assert(load(function() return '\\27Lua' end))")).isNotEmpty();
        assertThat(failure("string.dump(function() end)")).contains("unable to dump");
    }

    @Test
    void bytesOfASourceStayBytes() {
        byte[] source =
                "return #'\u00e4', ('\u00e4'):byte(1, -1)"
                        .getBytes(java.nio.charset.StandardCharsets.UTF_8);
        assertThat(machine.load(source, "t", machine.globals()).invoke(LuaValue.NONE).tojstring())
                .isEqualTo("(2,195,164)");
    }

    @Test
    void aByteOrderMarkAndAShellLineAreSkipped() {
        assertThat(run("\ufeffreturn 1", "t").tojstring()).isEqualTo("1");
        assertThat(run("#!/usr/bin/lua\nreturn 2", "t").tojstring()).isEqualTo("2");
    }

    @Test
    void errorsNameTheirChunkAndLine() {
        assertThat(failure("\n\nlocal x = nil\nx.y = 1"))
                .isEqualTo("t:4: attempt to index local 'x' (a nil value)");
        assertThat(failure("x =")).isEqualTo("t:1: unexpected symbol near '<eof>'");
        assertThat(failure("x = end")).isEqualTo("t:1: unexpected symbol near 'end'");
        assertThat(failure("x = )")).isEqualTo("t:1: unexpected symbol near ')'");
    }

    private LuaValue run(String source, String name) {
        return run(source.getBytes(java.nio.charset.StandardCharsets.UTF_8), name);
    }

    private LuaValue run(byte[] source, String name) {
        return machine.event(
                () -> machine.load(source, name, machine.globals()).invoke(LuaValue.NONE).arg1());
    }

    private String failure(String source) {
        try {
            run(source, "t");
        } catch (ScriptError error) {
            return error.value().tojstring();
        }
        throw new AssertionError("no error in " + source);
    }

    private static byte[] source(String file) throws IOException {
        try (InputStream in = Lua51Test.class.getResourceAsStream("/lua51/" + file)) {
            return in.readAllBytes();
        }
    }
}
