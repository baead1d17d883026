package io.cumulonimbus.origin.lua;

import org.luaj.vm2.LuaTable;
import org.luaj.vm2.LuaValue;

/** {@code cumulus.servers}: the other servers, of which one that stands alone has none. */
final class ServerTable extends CollectionObject {
    private LuaValue initiators = NIL;
    private LuaValue targets = NIL;

    private ServerTable(ObjectKind<ServerTable> kind) {
        super(kind);
    }

    static ServerTable make(LuaRealm realm) {
        ObjectKind<ServerTable> kind =
                CollectionObject.addTo(
                        new ObjectKind<>(ServerTable.class, realm.log(), realm.assignments()));
        kind.method("broadcast", (self, a) -> LuaValue.NONE);
        ServerTable all = new ServerTable(kind);
        all.initiators = new ServerTable(kind);
        all.targets = new ServerTable(kind);
        return all;
    }

    @Override
    LuaValue property(String name) {
        return switch (name) {
            case "initiators" -> initiators;
            case "targets" -> targets;
            default -> super.property(name);
        };
    }

    @Override
    int count() {
        return 0;
    }

    @Override
    LuaTable snapshot() {
        return new LuaTable();
    }

    @Override
    LuaValue find(LuaValue key) {
        return NIL;
    }
}
