package io.cumulonimbus.origin.lua.lib;

import org.luaj.vm2.LuaValue;

/** A table with behaviour of its own, to which scripts may add a metatable all the same. */
public interface OwnMetatable {
    /** What the script set; nil before. */
    LuaValue scriptMetatable();

    /** Sets it; nil takes it away. */
    void scriptMetatable(LuaValue metatable);
}
