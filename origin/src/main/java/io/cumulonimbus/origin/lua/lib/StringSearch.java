package io.cumulonimbus.origin.lua.lib;

import io.cumulonimbus.origin.lua.vm.Arguments;
import io.cumulonimbus.origin.lua.vm.Budget;
import io.cumulonimbus.origin.lua.vm.Builtin;
import io.cumulonimbus.origin.lua.vm.Machine;
import io.cumulonimbus.origin.lua.vm.Numbers;
import io.cumulonimbus.origin.lua.vm.ScriptFault;
import java.io.ByteArrayOutputStream;
import org.luaj.vm2.LuaString;
import org.luaj.vm2.LuaTable;
import org.luaj.vm2.LuaValue;
import org.luaj.vm2.Varargs;

/** Finding and replacing in strings, plainly or by pattern. */
final class StringSearch {
    private final Machine machine;

    private StringSearch(Machine machine) {
        this.machine = machine;
    }

    static void install(LuaTable t, Machine machine) {
        StringSearch search = new StringSearch(machine);
        Library.define(t, "find", a -> search.find(a, true));
        Library.define(t, "match", a -> search.find(a, false));
        Library.define(t, "gmatch", search::gmatch);
        t.rawset("gfind", t.rawget("gmatch"));
        Library.define(t, "gsub", search::gsub);
    }

    private Varargs find(Arguments a, boolean positions) {
        LuaString s = a.string(1);
        LuaString p = a.string(2);
        long start = StringLib.position(a.integer(3, 1), s.m_length);
        int from = Math.clamp(start - 1, 0, s.m_length);
        if (positions && (a.get(4).toboolean() || !Pattern.hasSpecials(p))) {
            int at = indexOf(s, p, from);
            return at < 0
                    ? LuaValue.NIL
                    : LuaValue.varargsOf(
                            LuaValue.valueOf(at + 1), LuaValue.valueOf(at + p.m_length));
        }
        Pattern pattern = new Pattern(s, p, machine.budget());
        int end = pattern.find(from);
        if (end < 0) {
            return LuaValue.NIL;
        }
        if (!positions) {
            return pattern.captures(true);
        }
        return LuaValue.varargsOf(
                LuaValue.valueOf(pattern.start() + 1),
                LuaValue.valueOf(end),
                pattern.captures(false));
    }

    private int indexOf(LuaString s, LuaString p, int from) {
        for (int at = from; at <= s.m_length - p.m_length; at++) {
            int i = 0;
            while (i < p.m_length && s.m_bytes[s.m_offset + at + i] == p.m_bytes[p.m_offset + i]) {
                i++;
            }
            machine.budget().pay(1 + (i >> 3));
            if (i == p.m_length) {
                return at;
            }
        }
        return -1;
    }

    private Varargs gmatch(Arguments a) {
        Pattern pattern = new Pattern(a.string(1), a.string(2), machine.budget());
        int[] at = {0};
        return new Builtin("gmatch", b -> nextMatch(pattern, at));
    }

    /** In gmatch an anchor is an ordinary character (Lua 5.1). */
    private static Varargs nextMatch(Pattern pattern, int[] at) {
        int end = pattern.findUnanchored(at[0]);
        if (end < 0) {
            at[0] = Integer.MAX_VALUE;
            return LuaValue.NIL;
        }
        at[0] = end == pattern.start() ? end + 1 : end;
        return pattern.captures(true);
    }

    private Varargs gsub(Arguments a) {
        LuaString s = a.string(1);
        Pattern pattern = new Pattern(s, a.string(2), machine.budget());
        LuaValue replacement = replacement(a);
        int max = a.integer(4, Integer.MAX_VALUE);
        ByteArrayOutputStream out = new ByteArrayOutputStream();
        int count = 0;
        int at = 0;
        while (count < max) {
            machine.budget().pay(1);
            int end = pattern.matchAt(at);
            if (end >= 0) {
                count++;
                append(out, replaced(pattern, replacement));
            }
            if (end > at) {
                at = end;
            } else if (at < s.m_length) {
                out.write(s.m_bytes[s.m_offset + at++]);
            } else {
                break;
            }
            if (pattern.anchored()) {
                break;
            }
        }
        if (at < s.m_length) {
            out.write(s.m_bytes, s.m_offset + at, s.m_length - at);
        }
        machine.budget().payForString(out.size());
        return LuaValue.varargsOf(LuaString.valueUsing(out.toByteArray()), LuaValue.valueOf(count));
    }

    private static LuaValue replacement(Arguments a) {
        LuaValue value = a.get(3);
        if (value instanceof LuaTable || value.isfunction()) {
            return value;
        }
        LuaString text = Numbers.asString(value);
        if (text == null) {
            throw a.expected(3, "string/function/table");
        }
        return text;
    }

    private LuaString replaced(Pattern pattern, LuaValue replacement) {
        if (replacement instanceof LuaString text) {
            return expanded(pattern, text);
        }
        LuaValue value =
                replacement instanceof LuaTable table
                        ? table.get(pattern.captures(true).arg1())
                        : replacement.invoke(pattern.captures(true)).arg1();
        if (!value.toboolean()) {
            return pattern.whole();
        }
        LuaString text = Numbers.asString(value);
        if (text == null) {
            throw new ScriptFault("invalid replacement value (a " + value.typename() + ")");
        }
        return text;
    }

    private LuaString expanded(Pattern pattern, LuaString text) {
        ByteArrayOutputStream out = new ByteArrayOutputStream(text.m_length);
        for (int i = 0; i < text.m_length; i++) {
            int c = text.m_bytes[text.m_offset + i] & 0xff;
            if (c != '%' || i + 1 == text.m_length) {
                out.write(c);
                continue;
            }
            int next = text.m_bytes[text.m_offset + ++i] & 0xff;
            if (next < '0' || next > '9') {
                out.write(next);
            } else {
                append(out, next == '0' ? pattern.whole() : pattern.text(next - '1'));
            }
        }
        return LuaString.valueUsing(out.toByteArray());
    }

    private void append(ByteArrayOutputStream out, LuaString text) {
        machine.budget().pay(1 + (text.m_length >> 5));
        if ((long) out.size() + text.m_length > Budget.MAX_STRING) {
            throw new ScriptFault("string length overflow");
        }
        out.write(text.m_bytes, text.m_offset, text.m_length);
    }
}
