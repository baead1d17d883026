package io.cumulonimbus.origin.lua.client;

import io.cumulonimbus.origin.lua.object.Assignments;
import io.cumulonimbus.origin.lua.object.CollectionObject;
import io.cumulonimbus.origin.lua.object.ObjectKind;
import io.cumulonimbus.origin.lua.object.ScriptLog;
import java.util.ArrayList;
import java.util.HexFormat;
import java.util.List;
import java.util.Optional;
import org.luaj.vm2.LuaString;
import org.luaj.vm2.LuaTable;
import org.luaj.vm2.LuaValue;

/** A NetGroup as scripts see it: those of its members that are clients of the realm. */
public final class GroupObject extends CollectionObject {
    private final String id;
    private final List<ClientObject> members = new ArrayList<>();

    GroupObject(ObjectKind<GroupObject> kind, String id) {
        super(kind);
        this.id = id;
    }

    String id() {
        return id;
    }

    List<ClientObject> members() {
        return members;
    }

    /** The kind, with its properties. */
    static ObjectKind<GroupObject> groups(ScriptLog log, Assignments assignments) {
        return CollectionObject.addTo(new ObjectKind<>(GroupObject.class, log, assignments))
                .property("id", self -> LuaValue.valueOf(self.id))
                .property("rawId", self -> LuaString.valueUsing(HexFormat.of().parseHex(self.id)))
                .property("size", self -> LuaValue.valueOf(self.count()));
    }

    @Override
    protected int count() {
        return members.size();
    }

    @Override
    protected LuaTable snapshot() {
        LuaTable t = new LuaTable();
        for (int i = 0; i < members.size(); i++) {
            t.rawset(i + 1, members.get(i));
        }
        return t;
    }

    @Override
    public LuaValue find(LuaValue key) {
        if (key.isinttype()) {
            int index = key.toint();
            return index >= 1 && index <= members.size() ? members.get(index - 1) : NIL;
        }
        return Ids.hex(key).flatMap(this::member).map(LuaValue.class::cast).orElse(NIL);
    }

    private Optional<ClientObject> member(String hex) {
        return members.stream()
                .filter(m -> m.client().identity().peerIdHex().equals(hex))
                .findFirst();
    }
}
