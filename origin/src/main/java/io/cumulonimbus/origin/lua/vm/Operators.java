package io.cumulonimbus.origin.lua.vm;

import java.util.Arrays;
import org.luaj.vm2.Lua;
import org.luaj.vm2.LuaInteger;
import org.luaj.vm2.LuaString;
import org.luaj.vm2.LuaTable;
import org.luaj.vm2.LuaValue;

/** Lua's operators with their coercions and metamethods (Lua 5.1 manual §2.5, §2.8). */
public final class Operators {
    private Operators() {}

    /** An operand that does not fit; which one, so that it can be named. */
    static final class OperandFault extends RuntimeException {
        private static final long serialVersionUID = 1;

        final transient LuaValue value;
        final int which;

        /**
         * @param which 0 for the first operand and 1 for the second; in a concatenation, its
         *     register
         */
        OperandFault(String action, LuaValue value, int which) {
            super("attempt to " + action + " ", null, false, false);
            this.value = value;
            this.which = which;
        }
    }

    /** {@code x op y} for one of LuaJ's arithmetic opcodes. */
    static LuaValue arithmetic(int op, LuaValue x, LuaValue y) {
        if (x instanceof LuaInteger a && y instanceof LuaInteger b) {
            switch (op) {
                case Lua.OP_ADD:
                    return LuaInteger.valueOf((long) a.v + b.v);
                case Lua.OP_SUB:
                    return LuaInteger.valueOf((long) a.v - b.v);
                default:
                    break;
            }
        }
        if (x.type() == LuaValue.TNUMBER && y.type() == LuaValue.TNUMBER) {
            return LuaValue.valueOf(compute(op, x.todouble(), y.todouble()));
        }
        LuaValue a = Numbers.asNumber(x);
        LuaValue b = Numbers.asNumber(y);
        if (!a.isnil() && !b.isnil()) {
            return LuaValue.valueOf(compute(op, a.todouble(), b.todouble()));
        }
        LuaValue method = either(x, y, tag(op));
        if (method.isnil()) {
            LuaValue wrong = a.isnil() ? x : y;
            throw new OperandFault("perform arithmetic on", wrong, a.isnil() ? 0 : 1);
        }
        return method.call(x, y);
    }

    private static double compute(int op, double x, double y) {
        return switch (op) {
            case Lua.OP_ADD -> x + y;
            case Lua.OP_SUB -> x - y;
            case Lua.OP_MUL -> x * y;
            case Lua.OP_DIV -> x / y;
            case Lua.OP_MOD -> x - Math.floor(x / y) * y;
            default -> Math.pow(x, y);
        };
    }

    private static LuaValue tag(int op) {
        return switch (op) {
            case Lua.OP_ADD -> LuaValue.ADD;
            case Lua.OP_SUB -> LuaValue.SUB;
            case Lua.OP_MUL -> LuaValue.MUL;
            case Lua.OP_DIV -> LuaValue.DIV;
            case Lua.OP_MOD -> LuaValue.MOD;
            default -> LuaValue.POW;
        };
    }

    private static LuaValue either(LuaValue x, LuaValue y, LuaValue tag) {
        LuaValue method = x.metatag(tag);
        return method.isnil() ? y.metatag(tag) : method;
    }

    /** {@code -x}. */
    static LuaValue negate(LuaValue x) {
        LuaValue number = Numbers.asNumber(x);
        if (!number.isnil()) {
            return LuaValue.valueOf(-number.todouble());
        }
        LuaValue method = x.metatag(LuaValue.UNM);
        if (method.isnil()) {
            throw new OperandFault("perform arithmetic on", x, 0);
        }
        return method.call(x, x);
    }

    /** {@code #x}; tables do not choose theirs in Lua 5.1. */
    static LuaValue length(LuaValue x) {
        if (x instanceof LuaString s) {
            return LuaValue.valueOf(s.m_length);
        }
        if (x instanceof LuaTable t) {
            return LuaValue.valueOf(t.rawlen());
        }
        LuaValue method = x.metatag(LuaValue.LEN);
        if (method.isnil()) {
            throw new OperandFault("get length of", x, 0);
        }
        return method.call(x);
    }

    /** {@code x < y}. */
    public static boolean less(LuaValue x, LuaValue y) {
        if (x.type() == LuaValue.TNUMBER && y.type() == LuaValue.TNUMBER) {
            return x.todouble() < y.todouble();
        }
        if (x instanceof LuaString a && y instanceof LuaString b) {
            return compare(a, b) < 0;
        }
        LuaValue method = ordering(x, y, LuaValue.LT);
        if (method.isnil()) {
            throw incomparable(x, y);
        }
        return method.call(x, y).toboolean();
    }

    /** {@code x <= y}. */
    static boolean lessOrEqual(LuaValue x, LuaValue y) {
        if (x.type() == LuaValue.TNUMBER && y.type() == LuaValue.TNUMBER) {
            return x.todouble() <= y.todouble();
        }
        if (x instanceof LuaString a && y instanceof LuaString b) {
            return compare(a, b) <= 0;
        }
        LuaValue method = ordering(x, y, LuaValue.LE);
        if (!method.isnil()) {
            return method.call(x, y).toboolean();
        }
        method = ordering(y, x, LuaValue.LT);
        if (method.isnil()) {
            throw incomparable(x, y);
        }
        return !method.call(y, x).toboolean();
    }

    private static LuaValue ordering(LuaValue x, LuaValue y, LuaValue tag) {
        return x.type() == y.type() ? either(x, y, tag) : LuaValue.NIL;
    }

    private static ScriptFault incomparable(LuaValue x, LuaValue y) {
        String a = x.typename();
        String b = y.typename();
        return new ScriptFault(
                a.equals(b)
                        ? "attempt to compare two " + a + " values"
                        : "attempt to compare " + a + " with " + b);
    }

    private static int compare(LuaString x, LuaString y) {
        return Arrays.compareUnsigned(
                x.m_bytes,
                x.m_offset,
                x.m_offset + x.m_length,
                y.m_bytes,
                y.m_offset,
                y.m_offset + y.m_length);
    }

    /** {@code stack[from] .. ... .. stack[to]}, right to left. */
    static LuaValue concat(LuaValue[] stack, int from, int to, Budget budget) {
        LuaValue right = stack[to];
        int at = to - 1;
        while (at >= from) {
            LuaString text = Numbers.asString(right);
            int first = text == null ? at + 1 : firstText(stack, from, at);
            if (first <= at) {
                right = join(stack, first, at, text, budget);
                at = first - 1;
            } else {
                right = concatByMethod(stack[at], right, at);
                at--;
            }
        }
        return right;
    }

    private static int firstText(LuaValue[] stack, int from, int at) {
        int first = at + 1;
        while (first > from && isText(stack[first - 1])) {
            first--;
        }
        return first;
    }

    private static boolean isText(LuaValue value) {
        return value instanceof LuaString || value.type() == LuaValue.TNUMBER;
    }

    private static LuaValue join(
            LuaValue[] stack, int first, int last, LuaString end, Budget budget) {
        LuaString[] parts = new LuaString[last - first + 2];
        parts[parts.length - 1] = end;
        long length = end.m_length;
        for (int i = first; i <= last; i++) {
            parts[i - first] = Numbers.asString(stack[i]);
            length += parts[i - first].m_length;
        }
        budget.payForString(length);
        byte[] bytes = new byte[(int) length];
        int at = 0;
        for (LuaString part : parts) {
            System.arraycopy(part.m_bytes, part.m_offset, bytes, at, part.m_length);
            at += part.m_length;
        }
        return LuaString.valueUsing(bytes);
    }

    private static LuaValue concatByMethod(LuaValue x, LuaValue y, int at) {
        LuaValue method = either(x, y, LuaValue.CONCAT);
        if (method.isnil()) {
            boolean second = isText(x);
            throw new OperandFault("concatenate", second ? y : x, second ? at + 1 : at);
        }
        return method.call(x, y);
    }
}
