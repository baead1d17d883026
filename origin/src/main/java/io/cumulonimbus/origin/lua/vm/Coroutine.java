package io.cumulonimbus.origin.lua.vm;

import org.luaj.vm2.LuaFunction;
import org.luaj.vm2.LuaValue;

/** A coroutine: a call that can be left and entered again. It is a chain of frames, no thread. */
public final class Coroutine extends LuaValue {
    /** What a coroutine is doing. */
    enum Status {
        SUSPENDED,
        RUNNING,
        /** It resumed another one. */
        NORMAL,
        DEAD
    }

    final LuaFunction body;
    Status status = Status.SUSPENDED;

    /** Where to go on; null before the start. */
    Frame at;

    /** The frame whose end is the coroutine's. */
    Frame entry;

    /** How deep Java was nested when it was resumed; it can yield only there. */
    int level;

    Coroutine(LuaFunction body) {
        this.body = body;
    }

    /** Whether it returned or failed. */
    public boolean hasEnded() {
        return status == Status.DEAD;
    }

    @Override
    public int type() {
        return TTHREAD;
    }

    @Override
    public String typename() {
        return "thread";
    }

    @Override
    public boolean isthread() {
        return true;
    }

    @Override
    public String tojstring() {
        return "thread: " + Integer.toHexString(hashCode());
    }
}
