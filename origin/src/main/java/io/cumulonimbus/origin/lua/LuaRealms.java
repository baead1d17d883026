package io.cumulonimbus.origin.lua;

import io.cumulonimbus.net.loop.Loop;
import io.cumulonimbus.origin.app.Realm;
import io.cumulonimbus.origin.app.RealmFactory;
import io.cumulonimbus.origin.app.Services;
import java.nio.file.Path;

/** Makes realms whose applications are Lua scripts. */
public final class LuaRealms implements RealmFactory {
    private final LuaSettings settings;
    private final Services services;

    /** Realms on a server that has nothing for their scripts. */
    public LuaRealms(LuaSettings settings) {
        this(settings, Services.NONE);
    }

    /**
     * @param services what the server has for scripts
     */
    public LuaRealms(LuaSettings settings, Services services) {
        this.settings = settings;
        this.services = services;
    }

    @Override
    public Realm open(Path www, String root, Loop loop) {
        return new LuaRealm(www, root, loop, settings, services);
    }
}
