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
                        new ObjectKind<>(
                                "servers", ServerTable.class, realm.log(), realm.assignments()));
        kind.method("broadcast", (self, a) -> LuaValue.NONE)
                .property("initiators", self -> self.initiators)
                .property("targets", self -> self.targets);
        ServerTable all = new ServerTable(kind);
        all.initiators = new ServerTable(kind);
        all.targets = new ServerTable(kind);
        return all;
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
