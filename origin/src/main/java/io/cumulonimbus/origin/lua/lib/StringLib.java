package io.cumulonimbus.origin.lua.lib;

import io.cumulonimbus.origin.lua.vm.Arguments;
import io.cumulonimbus.origin.lua.vm.Machine;
import io.cumulonimbus.origin.lua.vm.ScriptFault;
import java.util.Arrays;
import org.luaj.vm2.LuaString;
import org.luaj.vm2.LuaTable;
import org.luaj.vm2.LuaValue;
import org.luaj.vm2.Varargs;

/** Strings of bytes (Lua 5.1 manual §5.4), with the older {@code gfind}. */
final class StringLib {
    private static final int MAX_RESULTS = 8000;

    private final Machine machine;

    private StringLib(Machine machine) {
        this.machine = machine;
    }

    static LuaTable table(Machine machine) {
        StringLib lib = new StringLib(machine);
        LuaTable t = new LuaTable();
        Library.define(t, "len", a -> LuaValue.valueOf(a.string(1).m_length));
        Library.define(t, "sub", lib::sub);
        Library.define(t, "byte", lib::bytes);
        Library.define(t, "char", lib::chars);
        Library.define(t, "rep", lib::rep);
        Library.define(t, "reverse", lib::reverse);
        Library.define(t, "lower", a -> lib.shifted(a.string(1), 'A', 'Z', 'a' - 'A'));
        Library.define(t, "upper", a -> lib.shifted(a.string(1), 'a', 'z', 'A' - 'a'));
        Library.define(t, "format", a -> new Format(machine, a).run());
        Library.define(
                t,
                "dump",
                a -> {
                    throw new ScriptFault("unable to dump given function");
                });
        StringSearch.install(t, machine);
        return t;
    }

    /** A position counted from the end when negative. */
    static long position(long at, int length) {
        return at >= 0 ? at : at + length + 1;
    }

    private Varargs sub(Arguments a) {
        LuaString s = a.string(1);
        long from = Math.max(1, position(a.integer(2), s.m_length));
        long to = Math.min(s.m_length, position(a.integer(3, -1), s.m_length));
        if (from > to) {
            return LuaValue.EMPTYSTRING;
        }
        machine.budget().payForString(to - from);
        int start = s.m_offset + (int) from - 1;
        return LuaString.valueOf(s.m_bytes, start, (int) (to - from + 1));
    }

    private Varargs bytes(Arguments a) {
        LuaString s = a.string(1);
        long first = position(a.integer(2, 1), s.m_length);
        long from = Math.max(1, first);
        long to = Math.min(s.m_length, position(a.integer(3, (int) first), s.m_length));
        if (from > to) {
            return LuaValue.NONE;
        }
        if (to - from >= MAX_RESULTS) {
            throw new ScriptFault("string slice too long");
        }
        LuaValue[] values = new LuaValue[(int) (to - from + 1)];
        for (int i = 0; i < values.length; i++) {
            values[i] = LuaValue.valueOf(s.m_bytes[s.m_offset + (int) from - 1 + i] & 0xff);
        }
        return LuaValue.varargsOf(values);
    }

    private Varargs chars(Arguments a) {
        byte[] bytes = new byte[a.count()];
        for (int i = 0; i < bytes.length; i++) {
            int c = a.integer(i + 1);
            if (c < 0 || c > 255) {
                throw a.fault(i + 1, "invalid value");
            }
            bytes[i] = (byte) c;
        }
        return LuaString.valueUsing(bytes);
    }

    private Varargs rep(Arguments a) {
        LuaString s = a.string(1);
        int times = Math.max(0, a.integer(2));
        long length = (long) s.m_length * times;
        machine.budget().payForString(length);
        byte[] bytes = new byte[(int) length];
        for (int at = 0; at < bytes.length; at += s.m_length) {
            System.arraycopy(s.m_bytes, s.m_offset, bytes, at, s.m_length);
        }
        return LuaString.valueUsing(bytes);
    }

    private Varargs reverse(Arguments a) {
        byte[] bytes = copy(a.string(1));
        for (int i = 0, j = bytes.length - 1; i < j; i++, j--) {
            byte swap = bytes[i];
            bytes[i] = bytes[j];
            bytes[j] = swap;
        }
        return LuaString.valueUsing(bytes);
    }

    private Varargs shifted(LuaString s, char from, char to, int by) {
        byte[] bytes = copy(s);
        for (int i = 0; i < bytes.length; i++) {
            if (bytes[i] >= from && bytes[i] <= to) {
                bytes[i] += (byte) by;
            }
        }
        return LuaString.valueUsing(bytes);
    }

    private byte[] copy(LuaString s) {
        machine.budget().payForString(s.m_length);
        return Arrays.copyOfRange(s.m_bytes, s.m_offset, s.m_offset + s.m_length);
    }
}
