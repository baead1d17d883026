package io.cumulonimbus.origin.lua.lib;

import io.cumulonimbus.origin.lua.vm.Arguments;
import io.cumulonimbus.origin.lua.vm.Machine;
import org.luaj.vm2.LuaTable;
import org.luaj.vm2.LuaValue;
import org.luaj.vm2.Varargs;

/** The harmless part of {@code debug}: where the program is. Nothing that reaches into values. */
final class DebugLib {
    private static final int MAX_LEVELS = 22;

    private DebugLib() {}

    static LuaTable table(Machine machine) {
        LuaTable t = new LuaTable();
        Library.define(t, "traceback", a -> traceback(machine, a));
        Library.define(t, "getinfo", a -> getinfo(machine, a));
        return t;
    }

    private static Varargs traceback(Machine machine, Arguments a) {
        if (a.count() > 0 && !a.get(1).isstring() && !a.absent(1)) {
            return a.get(1);
        }
        StringBuilder text = new StringBuilder();
        if (!a.absent(1)) {
            text.append(a.string(1).tojstring()).append('\n');
        }
        text.append("stack traceback:");
        for (int level = a.integer(2, 1); level < MAX_LEVELS; level++) {
            String where = machine.where(level);
            if (where.isEmpty()) {
                break;
            }
            text.append("\n\t").append(where).append("in function");
        }
        return LuaValue.valueOf(text.toString());
    }

    private static Varargs getinfo(Machine machine, Arguments a) {
        LuaTable info = new LuaTable();
        info.rawset("what", LuaValue.valueOf("Lua"));
        if (a.get(1).type() == LuaValue.TNUMBER) {
            String where = machine.where(a.integer(1));
            if (where.isEmpty()) {
                return LuaValue.NIL;
            }
            int colon = where.lastIndexOf(':', where.length() - 3);
            info.rawset("short_src", LuaValue.valueOf(where.substring(0, colon)));
            info.rawset("source", LuaValue.valueOf("@" + where.substring(0, colon)));
            info.rawset(
                    "currentline",
                    LuaValue.valueOf(
                            Integer.parseInt(where.substring(colon + 1, where.length() - 2))));
        } else {
            a.function(1);
        }
        return info;
    }
}
