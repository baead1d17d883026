package io.cumulonimbus.origin.lua.client;

import io.cumulonimbus.origin.lua.object.Assignments;
import io.cumulonimbus.origin.lua.object.NativeObject;
import io.cumulonimbus.origin.lua.object.ObjectKind;
import io.cumulonimbus.origin.lua.object.ScriptLog;
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

    /** The kind, with its properties. */
    static ObjectKind<MemberObject> kind(ScriptLog log, Assignments assignments) {
        return new ObjectKind<>(MemberObject.class, log, assignments)
                .property("id", self -> LuaValue.valueOf(HexFormat.of().formatHex(self.peer)))
                .property("rawId", self -> LuaString.valueOf(self.peer));
    }

    /** It is a member no more; harmless when repeated. */
    void release() {
        if (isAlive()) {
            die();
            leaving.run();
        }
    }
}
