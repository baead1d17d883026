package io.cumulonimbus.origin.lua;

import io.cumulonimbus.net.loop.Loop;
import io.cumulonimbus.origin.app.Realm;
import io.cumulonimbus.origin.app.RealmFactory;
import io.cumulonimbus.origin.app.Services;
import io.cumulonimbus.origin.cluster.realm.SharedQuota;
import java.nio.file.Path;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;

/** Makes realms whose applications are Lua scripts. */
public final class LuaRealms implements RealmFactory {
    private final LuaSettings settings;
    private final Services services;
    private final Map<String, SharedQuota> quotas = new ConcurrentHashMap<>();

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
        SharedQuota quota = quotas.computeIfAbsent(root, name -> new SharedQuota());
        return new LuaRealm(www, root, loop, settings, services, quota);
    }
}
