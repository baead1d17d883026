package io.cumulonimbus.origin.lua.vm;

import org.luaj.vm2.LuaError;
import org.luaj.vm2.LuaValue;

/** An error that a script raised or caused; any value, usually a text with its position. */
public final class ScriptError extends LuaError {
    private static final long serialVersionUID = 1;

    private final transient LuaValue value;

    public ScriptError(LuaValue value) {
        super((String) null);
        this.value = value;
    }

    public ScriptError(String text) {
        this(LuaValue.valueOf(text));
    }

    /** What was raised. */
    public LuaValue value() {
        return value;
    }

    /** Made when somebody asks: what is raised may be long, and is raised often. */
    @Override
    public String getMessage() {
        return value.tojstring();
    }

    @Override
    public LuaValue getMessageObject() {
        return value;
    }

    /** Scripts raise errors as they return values; the Java stack says nothing about them. */
    @Override
    public Throwable fillInStackTrace() {
        return this;
    }
}
