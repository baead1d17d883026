package io.cumulonimbus.origin.lua.vm;

import org.luaj.vm2.Varargs;
import org.luaj.vm2.lib.VarArgFunction;

/** A function that scripts can call and Java carries out. */
public final class Builtin extends VarArgFunction {
    private final String name;
    private final Body body;

    /** What it does. */
    @FunctionalInterface
    public interface Body {
        /** Answers its results; throws {@link ScriptFault} or {@link ScriptError} on errors. */
        Varargs call(Arguments arguments);
    }

    /**
     * @param name what errors call it
     */
    public Builtin(String name, Body body) {
        this.name = name;
        this.body = body;
    }

    @Override
    public Varargs invoke(Varargs arguments) {
        return body.call(new Arguments(name, arguments));
    }

    @Override
    public String tojstring() {
        return "function: builtin: " + name;
    }
}
