package io.cumulonimbus.origin.lua.lib;

import io.cumulonimbus.origin.lua.vm.Arguments;
import io.cumulonimbus.origin.lua.vm.Machine;
import io.cumulonimbus.origin.lua.vm.Numbers;
import io.cumulonimbus.origin.lua.vm.ScriptError;
import java.util.StringJoiner;
import java.util.function.Consumer;
import org.luaj.vm2.LuaFunction;
import org.luaj.vm2.LuaString;
import org.luaj.vm2.LuaTable;
import org.luaj.vm2.LuaValue;
import org.luaj.vm2.Varargs;

/** The functions without a table (Lua 5.1 manual §5.1), as far as they are about values. */
final class BaseLib {
    private static final LuaString TOSTRING = LuaValue.valueOf("__tostring");
    private static final int MAX_RESULTS = 8000;
    private static final int LONGEST_NUMERAL = 1100;

    /** The log cuts lines much earlier. */
    private static final int LONGEST_LINE = 4096;

    /** In instructions: it is written to a file. */
    private static final int PRICE_OF_LINE = 200;

    /** In instructions: a table may turn weak, and is filled anew. */
    private static final int PRICE_OF_MODE = 2000;

    private BaseLib() {}

    static void install(Machine machine, Consumer<String> print) {
        LuaTable g = machine.globals();
        g.rawset("_G", g);
        g.rawset("_VERSION", LuaValue.valueOf("Lua 5.1"));
        g.rawset("pcall", machine.pcall());
        g.rawset("xpcall", machine.xpcall());
        Library.define(g, "type", a -> LuaValue.valueOf(a.any(1).typename()));
        Library.define(g, "tostring", a -> text(machine, a.any(1)));
        Library.define(g, "tonumber", BaseLib::tonumber);
        Library.define(g, "select", BaseLib::select);
        Library.define(g, "assert", BaseLib::check);
        Library.define(g, "error", a -> error(machine, a));
        Library.define(g, "unpack", a -> unpack(machine, a));
        Library.define(g, "print", a -> print(machine, a, print));
        Library.define(g, "collectgarbage", BaseLib::collectgarbage);
        Library.define(g, "gcinfo", a -> LuaValue.valueOf(usedKilobytes()));
        installTables(machine, g);
    }

    private static void installTables(Machine machine, LuaTable g) {
        Library.define(g, "next", a -> a.table(1).next(a.get(2)));
        LuaValue next = g.rawget("next");
        Library.define(
                g,
                "pairs",
                a ->
                        a.table(1) instanceof OwnPairs own
                                ? own.pairs()
                                : LuaValue.varargsOf(next, a.table(1), LuaValue.NIL));
        LuaFunction inext =
                new io.cumulonimbus.origin.lua.vm.Builtin("ipairs", BaseLib::nextElement);
        Library.define(
                g,
                "ipairs",
                a ->
                        a.table(1) instanceof OwnPairs own
                                ? own.pairs()
                                : LuaValue.varargsOf(inext, a.table(1), LuaValue.valueOf(0)));
        Library.define(g, "rawget", a -> a.table(1).rawget(a.get(2)));
        Library.define(g, "rawequal", a -> LuaValue.valueOf(a.any(1).raweq(a.any(2))));
        Library.define(g, "rawset", BaseLib::rawset);
        Library.define(g, "getmetatable", a -> getmetatable(machine, a.any(1)));
        Library.define(g, "setmetatable", a -> setmetatable(machine, a));
    }

    private static Varargs nextElement(Arguments a) {
        int index = a.integer(2) + 1;
        LuaValue value = a.table(1).rawget(index);
        return value.isnil() ? LuaValue.NIL : LuaValue.varargsOf(LuaValue.valueOf(index), value);
    }

    private static Varargs rawset(Arguments a) {
        LuaValue key = a.any(2);
        if (key.isnil() || key.type() == LuaValue.TNUMBER && Double.isNaN(key.todouble())) {
            throw a.fault(2, "table index is " + (key.isnil() ? "nil" : "NaN"));
        }
        a.table(1).rawset(key, a.any(3));
        return a.get(1);
    }

    private static LuaValue getmetatable(Machine machine, LuaValue value) {
        if (value instanceof OwnMetatable own) {
            return own.scriptMetatable();
        }
        LuaValue metatable =
                value instanceof LuaString ? machine.stringMetatable() : value.getmetatable();
        if (metatable == null) {
            return LuaValue.NIL;
        }
        LuaValue shown = metatable.rawget(LuaValue.METATABLE);
        return shown.isnil() ? metatable : shown;
    }

    private static Varargs setmetatable(Machine machine, Arguments a) {
        LuaTable table = a.table(1);
        if (!a.absent(2)) {
            boolean weak = !a.table(2).rawget(LuaValue.MODE).isnil();
            machine.budget().pay(weak ? PRICE_OF_MODE : 0);
        } else if (a.count() < 2) {
            throw a.expected(2, "nil or table");
        }
        if (table instanceof OwnMetatable own) {
            own.scriptMetatable(a.get(2));
            return table;
        }
        LuaValue old = table.getmetatable();
        if (old != null && !old.rawget(LuaValue.METATABLE).isnil()) {
            throw new io.cumulonimbus.origin.lua.vm.ScriptFault(
                    "cannot change a protected metatable");
        }
        table.setmetatable(a.absent(2) ? null : a.table(2));
        return table;
    }

    /** What {@code tostring} answers. */
    static LuaString text(Machine machine, LuaValue value) {
        LuaString simple = Numbers.asString(value);
        if (simple != null) {
            return simple;
        }
        LuaValue method = value.metatag(TOSTRING);
        if (!method.isnil()) {
            LuaString made = Numbers.asString(machine.call(method, value).arg1());
            if (made == null) {
                throw new io.cumulonimbus.origin.lua.vm.ScriptFault(
                        "'tostring' must return a string to 'print'");
            }
            return made;
        }
        return LuaValue.valueOf(
                switch (value.type()) {
                    case LuaValue.TNIL -> "nil";
                    case LuaValue.TBOOLEAN -> value.toboolean() ? "true" : "false";
                    default ->
                            String.format(
                                    "%s: 0x%08x", value.typename(), System.identityHashCode(value));
                });
    }

    private static Varargs print(Machine machine, Arguments a, Consumer<String> print) {
        StringJoiner line = new StringJoiner("\t");
        machine.budget().pay(PRICE_OF_LINE);
        for (int i = 1; i <= a.count(); i++) {
            LuaString text = text(machine, a.get(i));
            line.add(text.substring(0, Math.min(text.m_length, LONGEST_LINE)).tojstring());
            if (line.length() > LONGEST_LINE) {
                break;
            }
        }
        print.accept(line.toString());
        return LuaValue.NONE;
    }

    private static Varargs tonumber(Arguments a) {
        int base = a.integer(2, 10);
        if (base == 10) {
            return Numbers.asNumber(a.any(1));
        }
        if (base < 2 || base > 36) {
            throw a.fault(2, "base out of range");
        }
        if (a.string(1).m_length > LONGEST_NUMERAL) {
            return LuaValue.NIL;
        }
        String digits = a.string(1).tojstring().strip().toLowerCase(java.util.Locale.ROOT);
        if (base == 16 && digits.startsWith("0x")) {
            digits = digits.substring(2);
        }
        if (digits.isEmpty() || !digits.chars().allMatch(c -> Character.digit(c, base) >= 0)) {
            return LuaValue.NIL;
        }
        return LuaValue.valueOf(
                digits.chars()
                        .asDoubleStream()
                        .reduce(0, (n, c) -> n * base + Character.digit((int) c, base)));
    }

    private static Varargs select(Arguments a) {
        if (a.get(1) instanceof LuaString s && s.m_length == 1 && s.m_bytes[s.m_offset] == '#') {
            return LuaValue.valueOf(a.count() - 1);
        }
        int n = a.integer(1);
        int from = n < 0 ? a.count() + n : n;
        if (from < 1) {
            throw a.fault(1, "index out of range");
        }
        return a.values().subargs(from + 1);
    }

    private static Varargs check(Arguments a) {
        if (a.any(1).toboolean()) {
            return a.values();
        }
        throw new ScriptError(a.absent(2) ? LuaValue.valueOf("assertion failed!") : a.get(2));
    }

    private static Varargs error(Machine machine, Arguments a) {
        int level = a.integer(2, 1);
        if (a.get(1).type() == LuaValue.TSTRING || a.get(1).type() == LuaValue.TNUMBER) {
            String where = level > 0 ? machine.where(level) : "";
            LuaString text = a.string(1);
            machine.budget().payForString((long) where.length() + text.m_length);
            throw new ScriptError(where.isEmpty() ? text : LuaValue.valueOf(where).concat(text));
        }
        throw new ScriptError(a.get(1));
    }

    private static Varargs unpack(Machine machine, Arguments a) {
        LuaTable table = a.table(1);
        int from = a.integer(2, 1);
        int to = a.absent(3) ? table.rawlen() : a.integer(3);
        if (from > to) {
            return LuaValue.NONE;
        }
        long count = (long) to - from + 1;
        if (count > MAX_RESULTS) {
            throw new io.cumulonimbus.origin.lua.vm.ScriptFault("too many results to unpack");
        }
        machine.budget().pay(count);
        LuaValue[] values = new LuaValue[(int) count];
        for (int i = 0; i < values.length; i++) {
            values[i] = table.rawget(from + i);
        }
        return LuaValue.varargsOf(values);
    }

    /** Nobody can hurry the collector; its questions are answered. */
    private static Varargs collectgarbage(Arguments a) {
        String option = a.string(1, LuaValue.valueOf("collect")).tojstring();
        return switch (option) {
            case "count" -> LuaValue.valueOf(usedKilobytes());
            case "step" -> LuaValue.TRUE;
            case "collect", "stop", "restart", "setpause", "setstepmul" -> LuaValue.valueOf(0);
            default -> throw a.fault(1, "invalid option '" + option + "'");
        };
    }

    private static double usedKilobytes() {
        Runtime runtime = Runtime.getRuntime();
        return (runtime.totalMemory() - runtime.freeMemory()) / 1024.0;
    }
}
