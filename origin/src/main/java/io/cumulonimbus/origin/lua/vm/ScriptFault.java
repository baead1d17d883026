package io.cumulonimbus.origin.lua.vm;

import org.luaj.vm2.LuaError;

/** A fault of a script found by the machine or a library: the machine adds where it happened. */
public final class ScriptFault extends LuaError {
    private static final long serialVersionUID = 1;

    public ScriptFault(String text) {
        super(text);
    }

    @Override
    public Throwable fillInStackTrace() {
        return this;
    }
}
