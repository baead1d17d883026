package io.cumulonimbus.origin.lua.object;

import io.cumulonimbus.origin.app.AppEvent;
import io.cumulonimbus.origin.app.Interests;
import java.util.HashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.luaj.vm2.LuaTable;
import org.luaj.vm2.LuaValue;

/**
 * Which events the scripts of a realm ask for, learnt from the functions that they define: what
 * none of them defined costs nothing.
 */
public final class Assignments {
    private static final LuaValue ON_MANAGE = LuaValue.valueOf("onManage");
    private static final Map<LuaValue, AppEvent> EVENTS = new HashMap<>();

    private final Bindings bindings = new Bindings();
    private final Interests interests = new Interests();
    private final Set<NativeObject> managed = new LinkedHashSet<>();

    static {
        event(AppEvent.PUBLISH, "onPublish");
        event(AppEvent.SUBSCRIBE, "onSubscribe");
        event(AppEvent.AUDIO, "onAudioPacket", "onAudio");
        event(AppEvent.VIDEO, "onVideoPacket", "onVideo");
        event(AppEvent.DATA, "onDataPacket", "onData");
        event(AppEvent.ADDRESS, "onAddressChanged");
        event(AppEvent.HANDSHAKE, "onHandshake");
        event(AppEvent.RENDEZVOUS, "onRendezVousUnknown");
        event(AppEvent.INTRODUCTION, "onIntroduction");
        event(AppEvent.READ, "onRead");
    }

    private static void event(AppEvent event, String... names) {
        for (String name : names) {
            EVENTS.put(LuaValue.valueOf(name), event);
        }
    }

    /** What scripts can name. */
    public Bindings bindings() {
        return bindings;
    }

    public Interests interests() {
        return interests;
    }

    /** A script gave an object, or its own globals, a field that was not there. */
    public void assigned(LuaTable object, LuaValue key, LuaValue value) {
        if (!value.isfunction()) {
            return;
        }
        boolean apart = object instanceof NativeObject self && !self.hearsOfClients();
        AppEvent event = apart ? null : EVENTS.get(key);
        if (event != null && !interests.has(event)) {
            interests.add(event);
        }
        if (object instanceof NativeObject self && ON_MANAGE.raweq(key)) {
            managed.add(self);
        }
    }

    /** The objects that want to be called every two seconds; forgets those that are gone. */
    public List<NativeObject> managed() {
        managed.removeIf(object -> !object.isAlive());
        return List.copyOf(managed);
    }
}
