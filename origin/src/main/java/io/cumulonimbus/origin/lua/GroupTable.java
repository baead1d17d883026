package io.cumulonimbus.origin.lua;

import java.util.HexFormat;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;
import org.luaj.vm2.LuaTable;
import org.luaj.vm2.LuaValue;

/** {@code cumulus.groups}: the NetGroups with members in this realm. */
final class GroupTable extends CollectionObject {
    private final ObjectKind<CollectionObject> collections;
    private final Map<String, GroupObject> groups = new LinkedHashMap<>();

    GroupTable(ObjectKind<GroupTable> kind, ObjectKind<CollectionObject> collections) {
        super(kind);
        this.collections = collections;
    }

    GroupObject join(byte[] id, ClientObject client) {
        GroupObject group =
                groups.computeIfAbsent(
                        HexFormat.of().formatHex(id), hex -> new GroupObject(collections, hex));
        group.members().add(client);
        return group;
    }

    Optional<GroupObject> leave(byte[] id, ClientObject client) {
        GroupObject group = groups.get(HexFormat.of().formatHex(id));
        if (group == null || !group.members().remove(client)) {
            return Optional.empty();
        }
        return Optional.of(group);
    }

    /** Forgets a group without members. */
    void tidy(GroupObject group) {
        if (group.members().isEmpty() && groups.remove(group.id(), group)) {
            group.die();
        }
    }

    @Override
    int count() {
        return groups.size();
    }

    @Override
    LuaTable snapshot() {
        LuaTable t = new LuaTable();
        groups.forEach((id, group) -> t.rawset(LuaValue.valueOf(id), group));
        return t;
    }

    @Override
    LuaValue find(LuaValue key) {
        return Ids.hex(key).map(groups::get).map(LuaValue.class::cast).orElse(NIL);
    }
}
