package io.cumulonimbus.origin.lua.lib;

import io.cumulonimbus.origin.lua.vm.Arguments;
import io.cumulonimbus.origin.lua.vm.Closure;
import io.cumulonimbus.origin.lua.vm.Machine;
import io.cumulonimbus.origin.lua.vm.ScriptFault;
import org.luaj.vm2.LuaFunction;
import org.luaj.vm2.LuaTable;
import org.luaj.vm2.LuaValue;
import org.luaj.vm2.Varargs;

/** Environments of functions: {@code getfenv} and {@code setfenv} (Lua 5.1 manual §2.9). */
final class Environments {
    private Environments() {}

    static void install(Machine machine) {
        LuaTable g = machine.globals();
        Library.define(g, "getfenv", a -> getfenv(machine, a));
        Library.define(g, "setfenv", a -> setfenv(machine, a));
    }

    private static Varargs getfenv(Machine machine, Arguments a) {
        if (a.get(1) instanceof LuaFunction f) {
            return f instanceof Closure c ? c.environment() : caller(machine);
        }
        int level = a.integer(1, 1);
        return level == 0 ? caller(machine) : function(machine, a, level).environment();
    }

    /** Java functions and the thread itself have the environment of who asks. */
    private static LuaTable caller(Machine machine) {
        Closure caller = machine.function(1);
        return caller == null ? machine.globals() : caller.environment();
    }

    private static Varargs setfenv(Machine machine, Arguments a) {
        LuaTable environment = a.table(2);
        if (a.get(1) instanceof LuaFunction f) {
            if (f instanceof Closure closure) {
                closure.environment(environment);
                return closure;
            }
            throw new ScriptFault("'setfenv' cannot change environment of given object");
        }
        int level = a.integer(1);
        if (level == 0) {
            throw new ScriptFault("'setfenv' cannot change environment of given object");
        }
        Closure closure = function(machine, a, level);
        closure.environment(environment);
        return closure;
    }

    private static Closure function(Machine machine, Arguments a, int level) {
        if (level < 0) {
            throw a.fault(1, "level must be non-negative");
        }
        Closure closure = machine.function(level);
        if (closure == null) {
            throw a.fault(1, "invalid level");
        }
        return closure;
    }

    /** The environment of the function that called the library; never null. */
    static LuaTable of(Machine machine) {
        return caller(machine);
    }

    /** For {@code module}: gives the calling function another environment. */
    static void change(Machine machine, LuaTable environment) {
        Closure caller = machine.function(1);
        if (caller == null) {
            throw new ScriptFault("'module' not called from a Lua function");
        }
        caller.environment(environment);
    }

    /** Nil, false and true have no fields to look into. */
    static LuaTable child(LuaTable table, LuaValue name) {
        LuaValue value = table.rawget(name);
        if (value.isnil()) {
            LuaTable made = new LuaTable();
            table.rawset(name, made);
            return made;
        }
        if (value instanceof LuaTable found) {
            return found;
        }
        throw new ScriptFault("name conflict for module '" + name.tojstring() + "'");
    }
}
