package io.cumulonimbus.origin.lua.vm;

import org.luaj.vm2.LuaFunction;
import org.luaj.vm2.LuaString;
import org.luaj.vm2.LuaTable;
import org.luaj.vm2.LuaValue;
import org.luaj.vm2.Varargs;

/**
 * The arguments of a library function, numbered from 1; what does not fit is an error that says so.
 *
 * @param function its name
 * @param values the arguments as they came
 */
public record Arguments(String function, Varargs values) {
    /** How many there are. */
    public int count() {
        return values.narg();
    }

    /** Whatever it is; nil when there are not so many. */
    public LuaValue get(int index) {
        return values.arg(index);
    }

    /** Whether it is missing or nil. */
    public boolean absent(int index) {
        return values.arg(index).isnil();
    }

    /** Anything, but it must be there. */
    public LuaValue any(int index) {
        if (index > values.narg()) {
            throw fault(index, "value expected");
        }
        return values.arg(index);
    }

    /** A string, or a number as one. */
    public LuaString string(int index) {
        LuaString string = Numbers.asString(values.arg(index));
        if (string == null) {
            throw expected(index, "string");
        }
        return string;
    }

    /** A string, or {@code otherwise} when absent. */
    public LuaString string(int index, LuaString otherwise) {
        return absent(index) ? otherwise : string(index);
    }

    /** A number, or a string that reads as one. */
    public double number(int index) {
        LuaValue number = Numbers.asNumber(values.arg(index));
        if (number.isnil()) {
            throw expected(index, "number");
        }
        return number.todouble();
    }

    /** A number, or {@code otherwise} when absent. */
    public double number(int index, double otherwise) {
        return absent(index) ? otherwise : number(index);
    }

    /** A number, cut to an integer within the range of int. */
    public int integer(int index) {
        return (int) Math.clamp(number(index), Integer.MIN_VALUE, Integer.MAX_VALUE);
    }

    /** An integer, or {@code otherwise} when absent. */
    public int integer(int index, int otherwise) {
        return absent(index) ? otherwise : integer(index);
    }

    /** A table. */
    public LuaTable table(int index) {
        if (values.arg(index) instanceof LuaTable table) {
            return table;
        }
        throw expected(index, "table");
    }

    /** A function. */
    public LuaFunction function(int index) {
        if (values.arg(index) instanceof LuaFunction found) {
            return found;
        }
        throw expected(index, "function");
    }

    /** What to throw when something else was wanted. */
    public ScriptFault expected(int index, String type) {
        String got = index > values.narg() ? "no value" : values.arg(index).typename();
        return fault(index, type + " expected, got " + got);
    }

    /** What to throw when an argument is wrong. */
    public ScriptFault fault(int index, String what) {
        return new ScriptFault("bad argument #" + index + " to '" + function + "' (" + what + ")");
    }
}
