package io.cumulonimbus.origin.lua.cluster;

import io.cumulonimbus.origin.cluster.Registration;
import io.cumulonimbus.origin.cluster.realm.RealmShare;
import io.cumulonimbus.origin.lua.object.ObjectKind;
import io.cumulonimbus.origin.lua.object.Texts;
import io.cumulonimbus.origin.lua.value.Values;
import io.cumulonimbus.origin.lua.vm.Arguments;
import java.util.Map;
import java.util.Optional;
import org.luaj.vm2.LuaFunction;
import org.luaj.vm2.LuaString;
import org.luaj.vm2.LuaTable;
import org.luaj.vm2.LuaValue;
import org.luaj.vm2.Varargs;

/** A map that a realm shares with itself at all nodes; listens once a script wants to know. */
final class SharedMapObject extends ListeningObject {
    private static final LuaString ON_ENTRY = LuaValue.valueOf("onEntry");

    SharedMapObject(ObjectKind<SharedMapObject> kind, ClusterHost realm, String name) {
        super(kind, realm, name, ON_ENTRY);
    }

    static ObjectKind<SharedMapObject> kind(ClusterHost realm) {
        return kind(SharedMapObject.class, realm, ON_ENTRY)
                .method("get", SharedMapObject::get)
                .method("set", SharedMapObject::set)
                .method("remove", SharedMapObject::remove)
                .method("update", SharedMapObject::update)
                .method("entries", SharedMapObject::entries);
    }

    /** {@code (key, function(value, error))}. */
    private Varargs get(Arguments a) {
        String key = Texts.toJava(a.string(2));
        calls().<byte[]>ask(
                        a.function(3),
                        ClusterBytes::value,
                        (share, answer) -> share.get(shared(), key, answer));
        return NONE;
    }

    /** {@code (key, value[, function(before, error)])}; nil takes the entry away. */
    private Varargs set(Arguments a) {
        if (a.absent(3)) {
            return remove(a, 4);
        }
        String key = Texts.toJava(a.string(2));
        byte[] value = ClusterBytes.of(realm(), values(), a.get(3));
        calls().pay(value);
        calls().<byte[]>ask(
                        optional(a, 4),
                        ClusterBytes::value,
                        (share, answer) -> share.put(shared(), key, value, answer));
        return NONE;
    }

    /** {@code (key[, function(before, error)])}. */
    private Varargs remove(Arguments a) {
        return remove(a, 3);
    }

    private Varargs remove(Arguments a, int done) {
        String key = Texts.toJava(a.string(2));
        calls().<byte[]>ask(
                        optional(a, done),
                        ClusterBytes::value,
                        (share, answer) -> share.remove(shared(), key, answer));
        return NONE;
    }

    /** {@code (key, function(value) return next end[, function(value, error)])}. */
    private Varargs update(Arguments a) {
        String key = Texts.toJava(a.string(2));
        LuaFunction change = a.function(3);
        calls().update(shared(), key, change, optional(a, 4));
        return NONE;
    }

    /** {@code (function(table, error))}. */
    private Varargs entries(Arguments a) {
        calls().<Map<String, byte[]>>ask(
                        a.function(2),
                        SharedMapObject::table,
                        (share, answer) -> share.entries(shared(), answer));
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

    @Override
    Registration listen(RealmShare share) {
        return share.listen(
                shared(),
                (key, before, now) ->
                        heard(
                                values ->
                                        LuaValue.varargsOf(
                                                new LuaValue[] {
                                                    Texts.toLua(key),
                                                    value(values, now),
                                                    value(values, before)
                                                })));
    }

    private static LuaValue value(Values values, Optional<byte[]> bytes) {
        return bytes.map(b -> ClusterBytes.value(values, b)).orElse(NIL);
    }
}
