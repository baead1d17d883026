package io.cumulonimbus.origin.lua.folder;

import io.cumulonimbus.origin.lua.object.Texts;
import org.luaj.vm2.LuaTable;
import org.luaj.vm2.LuaValue;

/** What MonaServer tells an application of itself, unless somebody assigned these names. */
public final class OwnNames {
    private OwnNames() {}

    public static LuaTable of(LuaValue environment, String name, LuaValue path) {
        LuaTable own = new LuaTable();
        own.rawset("this", environment);
        own.rawset("name", Texts.toLua(name));
        own.rawset("path", path);
        own.rawset("children", new LuaTable());
        return own;
    }
}
