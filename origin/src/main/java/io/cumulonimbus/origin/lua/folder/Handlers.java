package io.cumulonimbus.origin.lua.folder;

import java.util.Collections;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import org.luaj.vm2.LuaString;
import org.luaj.vm2.LuaValue;

/** The names of the functions that scripts define to hear of events. */
public final class Handlers {
    private static final Map<String, LuaString> KEYS = new TreeMap<>();

    static {
        add("onStart", "onStop", "onManage");
        add("onHandshake", "onRendezVousUnknown", "onIntroduction");
        add("onConnection", "onFailed", "onDisconnection", "onAddressChanged");
        add("onPublish", "onUnpublish", "onSubscribe", "onUnsubscribe");
        add("onAudioPacket", "onVideoPacket", "onDataPacket");
        add("onJoinGroup", "onUnjoinGroup");
        add("onServerConnection", "onServerDisconnection");
        add("onTypedObject");
    }

    private Handlers() {}

    private static void add(String... names) {
        for (String name : names) {
            KEYS.put(name, LuaValue.valueOf(name));
        }
    }

    /** All of them. */
    public static Set<String> names() {
        return Collections.unmodifiableSet(KEYS.keySet());
    }

    /** Where an application has its function for an event, which must be one of them. */
    public static LuaString key(String event) {
        LuaString key = KEYS.get(event);
        if (key == null) {
            throw new IllegalArgumentException("no event is called " + event);
        }
        return key;
    }
}
