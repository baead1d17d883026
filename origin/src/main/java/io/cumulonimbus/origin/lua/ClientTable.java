package io.cumulonimbus.origin.lua;

import io.cumulonimbus.origin.app.AppClient;
import io.cumulonimbus.origin.lua.vm.Arguments;
import io.cumulonimbus.origin.lua.vm.Builtin;
import io.cumulonimbus.origin.lua.vm.Machine;
import java.util.HexFormat;
import java.util.IdentityHashMap;
import java.util.LinkedHashMap;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import org.luaj.vm2.LuaString;
import org.luaj.vm2.LuaTable;
import org.luaj.vm2.LuaValue;
import org.luaj.vm2.Varargs;

/** {@code cumulus.clients}: the clients that were accepted into this realm and are still there. */
final class ClientTable {
    private static final int RAW = 32;
    private static final LuaString COUNT = LuaValue.valueOf("count");
    private static final LuaString PAIRS = LuaValue.valueOf("pairs");

    private final Machine machine;
    private final ScriptLog log;
    private final Map<AppClient, ClientObject> objects = new IdentityHashMap<>();
    private final Map<String, ClientObject> byId = new LinkedHashMap<>();
    private final LuaTable clientMetatable = new LuaTable();
    private final LuaTable table = new LuaTable();

    ClientTable(Machine machine, ScriptLog log) {
        this.machine = machine;
        this.log = log;
        clientMetatable.rawset(LuaValue.METATABLE, LuaValue.FALSE);
        clientMetatable.rawset(LuaValue.INDEX, new Builtin("index", ClientTable::property));
        LuaValue pairs = ObjectMethods.method(table, "pairs", log, a -> pairs());
        LuaTable metatable = new LuaTable();
        metatable.rawset(LuaValue.METATABLE, LuaValue.FALSE);
        metatable.rawset(
                LuaValue.INDEX,
                new Builtin(
                        "index",
                        a ->
                                COUNT.raweq(a.get(2))
                                        ? LuaValue.valueOf(byId.size())
                                        : PAIRS.raweq(a.get(2)) ? pairs : LuaValue.NIL));
        metatable.rawset(LuaValue.CALL, new Builtin("clients", a -> find(a.get(2))));
        table.setmetatable(metatable);
    }

    private static Varargs property(Arguments a) {
        return a.get(1) instanceof ClientObject client ? client.property(a.get(2)) : LuaValue.NIL;
    }

    /** The object scripts see. */
    LuaTable table() {
        return table;
    }

    /** An object for a client that is not accepted yet. */
    ClientObject create(AppClient client, Values values) {
        WriterObject writer = new WriterObject(client.writer(), values, log);
        return new ClientObject(client, writer, log, clientMetatable);
    }

    void add(ClientObject object) {
        objects.put(object.client(), object);
        byId.put(object.client().identity().peerIdHex(), object);
    }

    Optional<ClientObject> find(AppClient client) {
        return Optional.ofNullable(objects.get(client));
    }

    /** A newer session of the same client may have taken its id over. */
    Optional<ClientObject> remove(AppClient client) {
        ClientObject object = objects.remove(client);
        if (object != null) {
            byId.remove(client.identity().peerIdHex(), object);
        }
        return Optional.ofNullable(object);
    }

    private Varargs pairs() {
        machine.budget().pay(byId.size());
        LuaTable snapshot = new LuaTable();
        byId.forEach((id, object) -> snapshot.rawset(LuaValue.valueOf(id), object));
        return LuaValue.varargsOf(machine.globals().get("next"), snapshot);
    }

    private LuaValue find(LuaValue id) {
        if (id instanceof LuaString s && (s.m_length == RAW || s.m_length == 2 * RAW)) {
            String hex =
                    s.m_length == RAW
                            ? HexFormat.of().formatHex(Texts.bytes(s))
                            : s.tojstring().toLowerCase(Locale.ROOT);
            ClientObject found = byId.get(hex);
            return found == null ? LuaValue.NIL : found;
        }
        log.error("a client's id is 32 bytes or 64 hexadecimal digits");
        return LuaValue.NIL;
    }
}
