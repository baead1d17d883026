package io.cumulonimbus.origin.lua.vm;

import org.luaj.vm2.LuaInteger;
import org.luaj.vm2.LuaValue;

/** The instructions of {@code for} loops. */
final class Loops {
    private Loops() {}

    /** FORPREP. */
    static void prepare(Frame f, int i) {
        int a = Frame.a(i);
        LuaValue[] r = f.stack;
        LuaValue from = number(r[a], "initial value");
        r[a + 1] = number(r[a + 1], "limit");
        r[a + 2] = number(r[a + 2], "step");
        r[a] = LuaValue.valueOf(from.todouble() - r[a + 2].todouble());
        f.pc += Frame.sbx(i);
    }

    private static LuaValue number(LuaValue value, String what) {
        LuaValue number = Numbers.asNumber(value);
        if (number.isnil()) {
            throw new ScriptFault("'for' " + what + " must be a number");
        }
        return number;
    }

    /** FORLOOP. */
    static void step(Frame f, int i) {
        int a = Frame.a(i);
        LuaValue[] r = f.stack;
        if (r[a] instanceof LuaInteger at
                && r[a + 1] instanceof LuaInteger limit
                && r[a + 2] instanceof LuaInteger step) {
            long next = (long) at.v + step.v;
            if (step.v > 0 ? next <= limit.v : next >= limit.v) {
                go(f, i, LuaInteger.valueOf((int) next));
            }
            return;
        }
        double step = r[a + 2].todouble();
        double next = r[a].todouble() + step;
        double limit = r[a + 1].todouble();
        if (step > 0 ? next <= limit : next >= limit) {
            go(f, i, LuaValue.valueOf(next));
        }
    }

    private static void go(Frame f, int i, LuaValue value) {
        int a = Frame.a(i);
        f.stack[a] = value;
        f.stack[a + 3] = value;
        f.pc += Frame.sbx(i);
    }

    /** TFORLOOP, behind the TFORCALL that asked the iterator. */
    static void next(Frame f, int i) {
        int a = Frame.a(i);
        LuaValue value = f.stack[a + 1];
        if (!value.isnil()) {
            f.stack[a] = value;
            f.pc += Frame.sbx(i);
        }
    }
}
