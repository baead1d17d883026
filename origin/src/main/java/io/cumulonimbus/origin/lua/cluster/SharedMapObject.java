package io.cumulonimbus.origin.lua.cluster;

import io.cumulonimbus.origin.cluster.Registration;
import io.cumulonimbus.origin.lua.host.Script;
import io.cumulonimbus.origin.lua.object.NativeObject;
import io.cumulonimbus.origin.lua.object.ObjectKind;
import io.cumulonimbus.origin.lua.object.Texts;
import io.cumulonimbus.origin.lua.value.Values;
import io.cumulonimbus.origin.lua.vm.Arguments;
import java.util.Map;
import java.util.Optional;
import org.luaj.vm2.LuaFunction;
import org.luaj.vm2.LuaTable;
import org.luaj.vm2.LuaValue;
import org.luaj.vm2.Varargs;

/** A map that a realm shares with itself at all nodes; listens once a script wants to know. */
final class SharedMapObject extends NativeObject {
    private static final LuaValue ON_ENTRY = LuaValue.valueOf("onEntry");

    private final ClusterHost realm;
    private final Script application;
    private final String name;
    private Optional<Registration> listening = Optional.empty();
    private Runnable forget = () -> {};

    SharedMapObject(ObjectKind<SharedMapObject> kind, ClusterHost realm, String name) {
        super(kind);
        this.realm = realm;
        this.application = realm.caller();
        this.name = name;
    }

    static ObjectKind<SharedMapObject> kind(ClusterHost realm) {
        return new ObjectKind<>(SharedMapObject.class, realm.log(), realm.assignments())
                .method("get", SharedMapObject::get)
                .method("set", SharedMapObject::set)
                .method("remove", SharedMapObject::remove)
                .method("update", SharedMapObject::update)
                .method("entries", SharedMapObject::entries)
                .method(
                        "close",
                        (self, a) -> {
                            self.close();
                            return NONE;
                        })
                .property("name", self -> Texts.toLua(self.name))
                .events("onEntry");
    }

    @Override
    protected boolean hearsOfClients() {
        return false;
    }

    /** {@code (key, function(value, error))}. */
    private Varargs get(Arguments a) {
        String key = Texts.toJava(a.string(2));
        realm.calls()
                .<byte[]>ask(
                        a.function(3),
                        ClusterBytes::value,
                        (share, answer) -> share.get(name, key, answer));
        return NONE;
    }

    /** {@code (key, value[, function(before, error)])}; nil takes the entry away. */
    private Varargs set(Arguments a) {
        if (a.absent(3)) {
            return remove(a, 4);
        }
        String key = Texts.toJava(a.string(2));
        byte[] value = ClusterBytes.of(realm, application.values(), a.get(3));
        realm.calls().pay(value);
        realm.calls()
                .<byte[]>ask(
                        optional(a, 4),
                        ClusterBytes::value,
                        (share, answer) -> share.put(name, key, value, answer));
        return NONE;
    }

    /** {@code (key[, function(before, error)])}. */
    private Varargs remove(Arguments a) {
        return remove(a, 3);
    }

    private Varargs remove(Arguments a, int done) {
        String key = Texts.toJava(a.string(2));
        realm.calls()
                .<byte[]>ask(
                        optional(a, done),
                        ClusterBytes::value,
                        (share, answer) -> share.remove(name, key, answer));
        return NONE;
    }

    /** {@code (key, function(value) return next end[, function(value, error)])}. */
    private Varargs update(Arguments a) {
        String key = Texts.toJava(a.string(2));
        LuaFunction change = a.function(3);
        realm.calls().update(name, key, change, optional(a, 4));
        return NONE;
    }

    /** {@code (function(table, error))}. */
    private Varargs entries(Arguments a) {
        realm.calls()
                .<Map<String, byte[]>>ask(
                        a.function(2),
                        SharedMapObject::table,
                        (share, answer) -> share.entries(name, answer));
        return NONE;
    }

    private static LuaTable table(Values values, Map<String, byte[]> all) {
        LuaTable table = new LuaTable();
        all.forEach(
                (key, bytes) -> table.rawset(Texts.toLua(key), ClusterBytes.value(values, bytes)));
        return table;
    }

    private static LuaValue optional(Arguments a, int index) {
        return a.absent(index) ? NIL : a.function(index);
    }

    /** Who puts a function for entries on it wants them told. */
    @Override
    protected boolean assignElement(LuaValue key, LuaValue value) {
        if (listening.isEmpty() && ON_ENTRY.raweq(key) && value.isfunction()) {
            listening =
                    realm.calls().attempt(share -> Optional.of(share.listen(name, this::changed)));
            forget = application.belongings().add(this::close);
        }
        return false;
    }

    private void changed(String key, Optional<byte[]> before, Optional<byte[]> now) {
        if (isAlive() && rawget(ON_ENTRY) instanceof LuaFunction f) {
            Values values = application.values();
            realm.calls()
                    .event(
                            () ->
                                    f.invoke(
                                            LuaValue.varargsOf(
                                                    new LuaValue[] {
                                                        this,
                                                        Texts.toLua(key),
                                                        value(values, now),
                                                        value(values, before)
                                                    })));
        }
    }

    private static LuaValue value(Values values, Optional<byte[]> bytes) {
        return bytes.map(b -> ClusterBytes.value(values, b)).orElse(NIL);
    }

    /** Nothing is told any more. */
    private void close() {
        listening.ifPresent(Registration::cancel);
        listening = Optional.empty();
        forget.run();
        die();
    }
}
