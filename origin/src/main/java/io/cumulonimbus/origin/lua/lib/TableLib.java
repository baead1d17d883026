package io.cumulonimbus.origin.lua.lib;

import io.cumulonimbus.origin.lua.vm.Arguments;
import io.cumulonimbus.origin.lua.vm.Machine;
import io.cumulonimbus.origin.lua.vm.Numbers;
import io.cumulonimbus.origin.lua.vm.ScriptFault;
import java.io.ByteArrayOutputStream;
import org.luaj.vm2.LuaFunction;
import org.luaj.vm2.LuaString;
import org.luaj.vm2.LuaTable;
import org.luaj.vm2.LuaValue;
import org.luaj.vm2.Varargs;

/** Tables as lists (Lua 5.1 manual §5.5), with the older {@code getn} and {@code foreach}. */
final class TableLib {
    private final Machine machine;

    private TableLib(Machine machine) {
        this.machine = machine;
    }

    static LuaTable table(Machine machine) {
        TableLib lib = new TableLib(machine);
        LuaTable t = new LuaTable();
        Library.define(t, "concat", lib::concat);
        Library.define(t, "insert", lib::insert);
        Library.define(t, "remove", lib::remove);
        Library.define(t, "sort", lib::sort);
        Library.define(t, "getn", a -> LuaValue.valueOf(a.table(1).rawlen()));
        Library.define(t, "maxn", lib::maxn);
        Library.define(t, "foreach", lib::foreach);
        Library.define(t, "foreachi", lib::foreachi);
        Library.define(
                t,
                "setn",
                a -> {
                    throw new ScriptFault("'setn' is obsolete");
                });
        return t;
    }

    private Varargs concat(Arguments a) {
        LuaTable table = a.table(1);
        LuaString separator = a.string(2, LuaValue.EMPTYSTRING);
        int from = a.integer(3, 1);
        int to = a.absent(4) ? table.rawlen() : a.integer(4);
        ByteArrayOutputStream out = new ByteArrayOutputStream();
        for (long i = from; i <= to; i++) {
            LuaValue value = table.rawget((int) i);
            LuaString text = Numbers.asString(value);
            if (text == null) {
                throw new ScriptFault(
                        "invalid value ("
                                + value.typename()
                                + ") at index "
                                + i
                                + " in table for 'concat'");
            }
            append(out, text);
            if (i < to) {
                append(out, separator);
            }
        }
        return LuaString.valueUsing(out.toByteArray());
    }

    private void append(ByteArrayOutputStream out, LuaString text) {
        machine.budget().pay(1 + (text.m_length >> 5));
        if ((long) out.size() + text.m_length > io.cumulonimbus.origin.lua.vm.Budget.MAX_STRING) {
            throw new ScriptFault("string length overflow");
        }
        out.write(text.m_bytes, text.m_offset, text.m_length);
    }

    private Varargs insert(Arguments a) {
        LuaTable table = a.table(1);
        int end = table.rawlen() + 1;
        if (a.count() == 2) {
            table.rawset(end, a.get(2));
            return LuaValue.NONE;
        }
        if (a.count() != 3) {
            throw new ScriptFault("wrong number of arguments to 'insert'");
        }
        int at = a.integer(2);
        for (int i = end; i > at; i--) {
            machine.budget().pay(1);
            table.rawset(i, table.rawget(i - 1));
        }
        table.rawset(at, a.get(3));
        return LuaValue.NONE;
    }

    private Varargs remove(Arguments a) {
        LuaTable table = a.table(1);
        int end = table.rawlen();
        int at = a.integer(2, end);
        if (at < 1 || at > end) {
            return LuaValue.NONE;
        }
        LuaValue removed = table.rawget(at);
        for (int i = at; i < end; i++) {
            machine.budget().pay(1);
            table.rawset(i, table.rawget(i + 1));
        }
        table.rawset(end, LuaValue.NIL);
        return removed;
    }

    private Varargs sort(Arguments a) {
        LuaTable table = a.table(1);
        LuaFunction before = a.absent(2) ? null : a.function(2);
        int n = table.rawlen();
        machine.budget().pay(n);
        LuaValue[] values = new LuaValue[n];
        for (int i = 0; i < n; i++) {
            values[i] = table.rawget(i + 1);
        }
        new Sorting(machine, before).sort(values);
        for (int i = 0; i < n; i++) {
            table.rawset(i + 1, values[i]);
        }
        return LuaValue.NONE;
    }

    private Varargs maxn(Arguments a) {
        double greatest = 0;
        LuaTable table = a.table(1);
        for (Varargs e = table.next(LuaValue.NIL); !e.isnil(1); e = table.next(e.arg1())) {
            machine.budget().pay(1);
            if (e.arg1().type() == LuaValue.TNUMBER) {
                greatest = Math.max(greatest, e.arg1().todouble());
            }
        }
        return LuaValue.valueOf(greatest);
    }

    private Varargs foreach(Arguments a) {
        LuaTable table = a.table(1);
        LuaFunction visit = a.function(2);
        for (Varargs e = table.next(LuaValue.NIL); !e.isnil(1); e = table.next(e.arg1())) {
            machine.budget().pay(1);
            LuaValue result = visit.call(e.arg1(), e.arg(2));
            if (!result.isnil()) {
                return result;
            }
        }
        return LuaValue.NONE;
    }

    private Varargs foreachi(Arguments a) {
        LuaTable table = a.table(1);
        LuaFunction visit = a.function(2);
        int n = table.rawlen();
        for (int i = 1; i <= n; i++) {
            machine.budget().pay(1);
            LuaValue result = visit.call(LuaValue.valueOf(i), table.rawget(i));
            if (!result.isnil()) {
                return result;
            }
        }
        return LuaValue.NONE;
    }
}
