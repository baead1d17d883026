package io.cumulonimbus.origin.lua;

import java.util.HexFormat;
import org.luaj.vm2.LuaString;
import org.luaj.vm2.LuaValue;

/** A peer that is elsewhere, as a member of a group here. */
final class MemberObject extends NativeObject {
    private final byte[] peer;
    private final Runnable leaving;

    MemberObject(ObjectKind<MemberObject> kind, byte[] peer, Runnable leaving) {
        super(kind);
        this.peer = peer;
        this.leaving = leaving;
    }

    @Override
    LuaValue property(String name) {
        return switch (name) {
            case "id" -> LuaValue.valueOf(HexFormat.of().formatHex(peer));
            case "rawId" -> LuaString.valueOf(peer);
            default -> NIL;
        };
    }

    /** It is a member no more; harmless when repeated. */
    void release() {
        if (isAlive()) {
            die();
            leaving.run();
        }
    }
}
