package io.cumulonimbus.origin.lua.lib;

import io.cumulonimbus.origin.lua.vm.Arguments;
import io.cumulonimbus.origin.lua.vm.Builtin;
import io.cumulonimbus.origin.lua.vm.Coroutine;
import io.cumulonimbus.origin.lua.vm.Machine;
import org.luaj.vm2.LuaTable;
import org.luaj.vm2.LuaValue;
import org.luaj.vm2.Varargs;

/** Coroutines (Lua 5.1 manual §5.2). */
final class CoroutineLib {
    private CoroutineLib() {}

    static LuaTable table(Machine machine) {
        LuaTable t = new LuaTable();
        t.rawset("yield", machine.yield());
        Library.define(t, "create", a -> machine.coroutine(a.function(1)));
        Library.define(t, "resume", a -> resume(machine, a));
        Library.define(t, "wrap", a -> wrap(machine, a));
        Library.define(t, "status", a -> LuaValue.valueOf(machine.status(coroutine(a))));
        Library.define(t, "running", a -> machine.running());
        return t;
    }

    private static Coroutine coroutine(Arguments a) {
        if (a.get(1) instanceof Coroutine coroutine) {
            return coroutine;
        }
        throw a.expected(1, "coroutine");
    }

    private static Varargs resume(Machine machine, Arguments a) {
        Coroutine coroutine = coroutine(a);
        try {
            Varargs results = machine.resume(coroutine, a.values().subargs(2));
            return LuaValue.varargsOf(LuaValue.TRUE, results);
        } catch (RuntimeException | StackOverflowError error) {
            return LuaValue.varargsOf(LuaValue.FALSE, machine.scriptError(error).value());
        }
    }

    private static Varargs wrap(Machine machine, Arguments a) {
        Coroutine coroutine = machine.coroutine(a.function(1));
        return new Builtin("wrap", b -> machine.resume(coroutine, b.values()));
    }
}
