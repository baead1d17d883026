package io.cumulonimbus.origin.lua.service;

import io.cumulonimbus.origin.lua.host.ScriptHost;
import io.cumulonimbus.origin.lua.object.CollectionObject;
import java.util.Map;
import org.luaj.vm2.LuaString;
import org.luaj.vm2.LuaTable;
import org.luaj.vm2.LuaValue;

/** {@code cumulus.edges}: how many clients came through each edge, by its address. */
public final class EdgeTable extends CollectionObject {
    private final ScriptHost realm;

    public EdgeTable(ScriptHost realm) {
        super(realm.collections());
        this.realm = realm;
    }

    @Override
    protected int count() {
        return realm.services().edges().size();
    }

    @Override
    protected LuaTable snapshot() {
        LuaTable t = new LuaTable();
        realm.services().edges().forEach((address, n) -> t.rawset(address, LuaValue.valueOf(n)));
        return t;
    }

    @Override
    public LuaValue find(LuaValue key) {
        Map<String, Integer> edges = realm.services().edges();
        Integer clients = key instanceof LuaString s ? edges.get(s.tojstring()) : null;
        return clients == null ? NIL : LuaValue.valueOf(clients);
    }
}
