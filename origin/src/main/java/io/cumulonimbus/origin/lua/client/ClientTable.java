package io.cumulonimbus.origin.lua.client;

import io.cumulonimbus.net.loop.Loop;
import io.cumulonimbus.origin.app.AppClient;
import io.cumulonimbus.origin.lua.host.ScriptHost;
import io.cumulonimbus.origin.lua.object.Assignments;
import io.cumulonimbus.origin.lua.object.CollectionObject;
import io.cumulonimbus.origin.lua.object.ObjectKind;
import io.cumulonimbus.origin.lua.object.ScriptLog;
import io.cumulonimbus.origin.lua.value.Values;
import io.cumulonimbus.origin.lua.vm.Arguments;
import java.util.Collection;
import java.util.IdentityHashMap;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;
import org.luaj.vm2.LuaString;
import org.luaj.vm2.LuaTable;
import org.luaj.vm2.LuaValue;
import org.luaj.vm2.Varargs;

/** {@code cumulus.clients}: the clients that were accepted into this realm and are still there. */
public final class ClientTable extends CollectionObject {
    private final ScriptLog log;
    private final Loop loop;
    private final ObjectKind<ClientObject> kind;
    private final ObjectKind<WriterObject> writers;
    private final Map<AppClient, ClientObject> objects = new IdentityHashMap<>();
    private final Map<String, ClientObject> byId = new LinkedHashMap<>();

    public ClientTable(ScriptHost realm) {
        super(realm.collections());
        this.log = realm.log();
        this.loop = realm.loop();
        Assignments assignments = realm.assignments();
        this.kind = ClientObject.kind(log, assignments);
        this.writers = WriterObject.kind(log, assignments);
    }

    /** An object for a client that is not accepted yet. */
    public ClientObject create(AppClient client, Values values) {
        WriterObject writer = new WriterObject(client.writer(), values, writers);
        return new ClientObject(client, writer, log, loop, kind);
    }

    public void add(ClientObject object) {
        objects.put(object.client(), object);
        byId.put(object.client().identity().peerIdHex(), object);
    }

    public Optional<ClientObject> find(AppClient client) {
        return Optional.ofNullable(objects.get(client));
    }

    public Collection<ClientObject> all() {
        return objects.values();
    }

    /** A newer session of the same client may have taken its id over. */
    public Optional<ClientObject> remove(AppClient client) {
        ClientObject object = objects.remove(client);
        if (object != null) {
            byId.remove(client.identity().peerIdHex(), object);
        }
        return Optional.ofNullable(object);
    }

    @Override
    protected int count() {
        return byId.size();
    }

    @Override
    protected LuaTable snapshot() {
        LuaTable snapshot = new LuaTable();
        byId.forEach((id, object) -> snapshot.rawset(LuaValue.valueOf(id), object));
        return snapshot;
    }

    @Override
    public LuaValue find(LuaValue id) {
        return Ids.hex(id).map(byId::get).map(LuaValue.class::cast).orElse(NIL);
    }

    @Override
    protected Varargs called(Arguments a) {
        if (!(a.get(2) instanceof LuaString) || Ids.hex(a.get(2)).isEmpty()) {
            log.error("a client's id is 32 bytes or 64 hexadecimal digits");
            return NIL;
        }
        return find(a.get(2));
    }
}
