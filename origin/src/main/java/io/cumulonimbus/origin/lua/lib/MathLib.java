package io.cumulonimbus.origin.lua.lib;

import io.cumulonimbus.origin.lua.vm.Arguments;
import java.util.SplittableRandom;
import java.util.function.DoubleUnaryOperator;
import org.luaj.vm2.LuaTable;
import org.luaj.vm2.LuaValue;
import org.luaj.vm2.Varargs;

/** Mathematics (Lua 5.1 manual §5.6), with the older {@code mod}. */
final class MathLib {
    private SplittableRandom random = new SplittableRandom(1);

    private MathLib() {}

    static LuaTable table() {
        LuaTable t = new LuaTable();
        t.rawset("pi", LuaValue.valueOf(Math.PI));
        t.rawset("huge", LuaValue.valueOf(Double.POSITIVE_INFINITY));
        unary(t, "abs", Math::abs);
        unary(t, "ceil", Math::ceil);
        unary(t, "floor", Math::floor);
        unary(t, "sqrt", Math::sqrt);
        unary(t, "sin", Math::sin);
        unary(t, "cos", Math::cos);
        unary(t, "tan", Math::tan);
        unary(t, "asin", Math::asin);
        unary(t, "acos", Math::acos);
        unary(t, "atan", Math::atan);
        unary(t, "sinh", Math::sinh);
        unary(t, "cosh", Math::cosh);
        unary(t, "tanh", Math::tanh);
        unary(t, "exp", Math::exp);
        unary(t, "log", Math::log);
        unary(t, "log10", Math::log10);
        unary(t, "deg", x -> x * 180 / Math.PI);
        unary(t, "rad", x -> x * Math.PI / 180);
        installOthers(t);
        return t;
    }

    private static void unary(LuaTable t, String name, DoubleUnaryOperator operator) {
        Library.define(t, name, a -> LuaValue.valueOf(operator.applyAsDouble(a.number(1))));
    }

    private static void installOthers(LuaTable t) {
        Library.define(t, "atan2", a -> LuaValue.valueOf(Math.atan2(a.number(1), a.number(2))));
        Library.define(t, "pow", a -> LuaValue.valueOf(Math.pow(a.number(1), a.number(2))));
        Library.define(t, "fmod", a -> LuaValue.valueOf(a.number(1) % a.number(2)));
        t.rawset("mod", t.rawget("fmod"));
        Library.define(t, "ldexp", a -> LuaValue.valueOf(ldexp(a.number(1), a.integer(2))));
        Library.define(t, "frexp", MathLib::frexp);
        Library.define(t, "modf", MathLib::modf);
        Library.define(t, "max", a -> extreme(a, true));
        Library.define(t, "min", a -> extreme(a, false));
        MathLib state = new MathLib();
        Library.define(t, "random", state::random);
        Library.define(
                t,
                "randomseed",
                a -> {
                    state.random = new SplittableRandom(Double.doubleToLongBits(a.number(1)));
                    return LuaValue.NONE;
                });
    }

    private static double ldexp(double x, int exponent) {
        int half = Math.clamp(exponent, -2000, 2000) / 2;
        return Math.scalb(Math.scalb(x, half), Math.clamp(exponent, -2000, 2000) - half);
    }

    private static Varargs frexp(Arguments a) {
        double x = a.number(1);
        if (x == 0 || Double.isNaN(x) || Double.isInfinite(x)) {
            return LuaValue.varargsOf(LuaValue.valueOf(x), LuaValue.valueOf(0));
        }
        int exponent = Math.max(Math.getExponent(x), Double.MIN_EXPONENT) + 1;
        double mantissa = ldexp(x, -exponent);
        while (Math.abs(mantissa) < 0.5) {
            mantissa *= 2;
            exponent--;
        }
        return LuaValue.varargsOf(LuaValue.valueOf(mantissa), LuaValue.valueOf(exponent));
    }

    private static Varargs modf(Arguments a) {
        double x = a.number(1);
        double whole = x < 0 ? Math.ceil(x) : Math.floor(x);
        double rest = Double.isInfinite(x) ? 0 : x - whole;
        return LuaValue.varargsOf(LuaValue.valueOf(whole), LuaValue.valueOf(rest));
    }

    private static Varargs extreme(Arguments a, boolean greatest) {
        double found = a.number(1);
        for (int i = 2; i <= a.count(); i++) {
            double x = a.number(i);
            if (greatest ? x > found : x < found) {
                found = x;
            }
        }
        return LuaValue.valueOf(found);
    }

    private Varargs random(Arguments a) {
        if (a.count() == 0) {
            return LuaValue.valueOf(random.nextDouble());
        }
        double from = a.count() == 1 ? 1 : Math.floor(a.number(1));
        double to = Math.floor(a.number(a.count() == 1 ? 1 : 2));
        if (from > to) {
            throw a.fault(a.count() == 1 ? 1 : 2, "interval is empty");
        }
        return LuaValue.valueOf(from + Math.floor(random.nextDouble() * (to - from + 1)));
    }
}
