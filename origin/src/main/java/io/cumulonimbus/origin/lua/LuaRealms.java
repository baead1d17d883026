package io.cumulonimbus.origin.lua;

import io.cumulonimbus.net.loop.Loop;
import io.cumulonimbus.origin.app.Realm;
import io.cumulonimbus.origin.app.RealmFactory;
import java.nio.file.Path;

/** Makes realms whose applications are Lua scripts. */
public final class LuaRealms implements RealmFactory {
    private final LuaSettings settings;

    public LuaRealms(LuaSettings settings) {
        this.settings = settings;
    }

    @Override
    public Realm open(Path www, String root, Loop loop) {
        return new LuaRealm(www, root, loop, settings);
    }
}
