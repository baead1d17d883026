package io.cumulonimbus.origin.lua.vm;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.cumulonimbus.origin.lua.lib.Library;
import java.nio.charset.StandardCharsets;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import org.luaj.vm2.LuaValue;

/** What an event may use up; time is simulated, a millisecond for each look at the clock. */
class BudgetTest {
    private static final long MIB = 1 << 20;
    private long nowNs;
    private final Machine machine =
            new Machine(new Budget(() -> nowNs += 1_000_000, 100_000_000, 64 * MIB));

    BudgetTest() {
        Library.install(machine, (name, from) -> Optional.empty(), line -> {});
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "while true do end",
                "repeat until false",
                "for i = 1, 1 / 0 do end",
                "local function f() return f() end f()",
                "pcall(function() while true do end end)",
                "while true do pcall(function() while true do end end) end",
                "xpcall(function() while true do end end, function() while true do end end)",
                "coroutine.wrap(function() while true do end end)()",
                "while true do coroutine.resume(coroutine.create(function() while true do end end)) end",
                "local co = coroutine.wrap(function() while true do coroutine.yield() end end) while true do co() end",
                "setmetatable({}, { __index = function() while true do end end }).x = nil; return setmetatable({}, { __index = function() while true do end end }).x",
                "table.sort({ 1, 2, 3 }, function() while true do end end)",
                "local t = {} for i = 1, 5000 do t[i] = i end while true do table.sort(t, function(a, b) return a < b end) end",
                "('x'):gsub('x', function() while true do end end)",
                "return ('a'):rep(40):find(('a*'):rep(20) .. 'b')",
                "return ('a'):rep(50000):find('.-.-.-b')",
                "while true do ('a'):rep(100000):find('b', 1, true) end",
                "local t = {} for i = 1, 100000 do t[i] = i end while true do table.insert(t, 1, 0) table.remove(t, 1) end",
                "load(function() return ' ' end)",
                "while true do loadstring('return 1') end",
                "while true do string.format('%99.99f', 1e300) end",
                "while true do for k in pairs({ 1, 2, 3 }) do end end",
                "while true do select('#', unpack({}, 1, 8000)) end"
            })
    void endlessScriptsEnd(String script) {
        assertThatThrownBy(() -> run(script))
                .isInstanceOf(ScriptAbort.class)
                .hasMessageMatching("script (took longer than 100 ms|allocated more than 64 MiB)");
        assertThat(run("return 1 + 1").toint()).as("the machine goes on").isEqualTo(2);
    }

    /** Each of these would keep the compiler, or one instruction, busy for a long time. */
    @ParameterizedTest
    @ValueSource(
            strings = {
                "loadstring('y=x' .. (' and x'):rep(100000))",
                "loadstring('if x then ' .. ('elseif x then '):rep(100000) .. ' end')",
                "assert(loadstring('while x do ' .. ('break '):rep(100000) .. ' end'))",
                "assert(loadstring(('goto a '):rep(100000) .. '::a::'))",
                "assert(loadstring('function f(...) ' .. ('do '):rep(200000) .. ('x=... '):rep(200000)))",
                "local s = ('a'):rep(1e6) return s:find('[' .. ('b'):rep(1e6) .. ']')",
                "local s = ('a'):rep(1e6) while true do s:find('(.*)%1b') end",
                "local s, t = ('a'):rep(1.6e7), ('a'):rep(1.6e7) while true do if s == t then local n = s < t end end",
                "local s, t = ('a'):rep(1e7), {} t[s] = 1 s = ('a'):rep(1e7) while true do local x = t[s] end",
                "table.insert({}, -2e9, 1)",
                "local t = {} for i = 1, 1e5 do t[i] = i end while true do table.foreachi(t, type) end",
                "local t = {} for i = 1, 1e5 do t[i] = i end while true do table.foreach(t, type) end",
                "local f f = function(...) return f(1, ...) end f(unpack({}, 1, 8000))",
                "local f f = function(...) while true do local t = { ... } end end f(unpack({}, 1, 8000))",
                "local function f(...) return pcall(f, ...) end while true do f(unpack({}, 1, 8000)) end",
                "local s = ('1'):rep(1e6) while true do tonumber(s, 2) end",
                "local s = ('x'):rep(1.6e7) while true do pcall(error, s) end",
                "local s = ('x'):rep(1.6e7) while true do pcall(assert, false, s) end",
                "local s = ('x'):rep(1.6e7) while true do print(s, s, s, s) end",
                "local s = ('%s'):rep(1e5) string.format(s, unpack({ ('x'):rep(1e6) }, 1, 1))",
                "local s = ('x'):rep(1e6) return ('%s%s%s%s%s%s%s%s%s%s%s%s%s%s%s%s%s%s%s%s'):format(s, s, s, s, s, s, s, s, s, s, s, s, s, s, s, s, s, s, s, s)",
                "os.date(('%c'):rep(1e6))",
                "local s = ('x'):rep(8e6) return s:match('^((((((((((.*))))))))))$'), s:match('^((((((((((.-))))))))))x$')",
                "local t, m = {}, { __mode = 'k' } for i = 1, 1e5 do t[i] = i end while true do setmetatable(t, m) setmetatable(t, {}) end",
                "local t = {} for i = 1, 3e5 do t[i] = i end while true do table.sort(t) end",
                "while true do debug.traceback(('x'):rep(1e7)) end"
            })
    void noStepTakesLong(String script) {
        long before = System.nanoTime();
        assertThatThrownBy(() -> run(script))
                .satisfiesAnyOf(
                        e -> assertThat(e).isInstanceOf(ScriptAbort.class),
                        e -> assertThat(e).isInstanceOf(ScriptError.class));
        assertThat(System.nanoTime() - before).isLessThan(20_000_000_000L);
        assertThat(run("return 1 + 1").toint()).as("the machine goes on").isEqualTo(2);
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "local s = 'x' while true do s = s .. s end",
                "local t = {} while true do t[#t + 1] = ('x'):rep(1000000) end",
                "local t = {} while true do t = { t } end",
                "local t = {} for i = 1, 1e9 do t[i] = i end",
                "local t = {} while true do t[#t + 1] = coroutine.create(print) end",
                "local s = ('x'):rep(1000) while true do s = s:gsub('.', '%0%0') end",
                "local t = {} for i = 1, 2000 do t[i] = ('x'):rep(16000) end return #table.concat(t)"
            })
    void memoryHasAnEnd(String script) {
        assertThatThrownBy(() -> run(script))
                .satisfiesAnyOf(
                        e -> assertThat(e).isInstanceOf(ScriptAbort.class),
                        e -> assertThat(e).hasMessageContaining("string length overflow"));
        assertThat(run("return 1 + 1").toint()).as("the machine goes on").isEqualTo(2);
    }

    @Test
    void aStringThatIsTooLongIsAnErrorLikeAnother() {
        assertThat(run("local ok, m = pcall(string.rep, 'x', 1e9) return m").tojstring())
                .isEqualTo("string length overflow");
        assertThat(run("return #(('x'):rep(16 * 1024 * 1024))").toint()).isEqualTo(16 << 20);
        assertThat(
                        run("local s = ('x'):rep(9e6) return (pcall(function() return s .. s end))")
                                .toboolean())
                .isFalse();
    }

    @Test
    void eachEventHasItsOwnBudget() {
        for (int i = 0; i < 5; i++) {
            assertThat(run("local n = 0 for i = 1, 50000 do n = n + 1 end return n").toint())
                    .isEqualTo(50_000);
        }
    }

    private LuaValue run(String script) {
        return machine.event(
                () ->
                        machine.load(
                                        script.getBytes(StandardCharsets.UTF_8),
                                        "t",
                                        machine.globals())
                                .invoke(LuaValue.NONE)
                                .arg1());
    }
}
