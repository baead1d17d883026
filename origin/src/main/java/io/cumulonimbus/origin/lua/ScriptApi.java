package io.cumulonimbus.origin.lua;

import io.cumulonimbus.net.loop.ManualLoop;
import io.cumulonimbus.origin.app.Services;
import io.cumulonimbus.origin.app.StreamQuality;
import io.cumulonimbus.origin.cluster.realm.SharedQuota;
import io.cumulonimbus.origin.lua.folder.Handlers;
import io.cumulonimbus.origin.lua.folder.OwnNames;
import io.cumulonimbus.origin.lua.object.NativeObject;
import io.cumulonimbus.origin.lua.object.ObjectKind;
import io.cumulonimbus.origin.lua.stream.QualityTable;
import java.nio.file.Path;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;
import org.luaj.vm2.LuaTable;
import org.luaj.vm2.LuaValue;

/**
 * Every name that the server has for scripts, read from the tables in which scripts find them.
 *
 * @param events functions that an application may define
 * @param functions global functions, and what else is global and no table
 * @param own globals that each application has for itself
 * @param libraries global tables of functions, and the names of those
 * @param kinds of objects, by name
 */
public record ScriptApi(
        Set<String> events,
        Set<String> functions,
        Set<String> own,
        Map<String, Set<String>> libraries,
        Map<String, Kind> kinds) {
    /** Names by which an application finds others, beside those of {@link OwnNames}. */
    private static final Set<String> RELATIVES = Set.of("super", "www", "_G", "data");

    /**
     * One kind of objects.
     *
     * @param writable those of its properties that scripts may write
     * @param events functions that scripts may put on the object
     */
    public record Kind(
            Set<String> methods, Set<String> properties, Set<String> writable, Set<String> events) {
        /** Whether it has this name in whatever form. */
        public boolean has(String name) {
            return methods.contains(name) || properties.contains(name) || events.contains(name);
        }

        /** All names. */
        public Set<String> names() {
            Set<String> all = new TreeSet<>(methods);
            all.addAll(properties);
            all.addAll(events);
            return all;
        }
    }

    /** Those of this server. */
    public static ScriptApi read() {
        LuaRealm realm =
                new LuaRealm(
                        Path.of(""),
                        "",
                        new ManualLoop(),
                        LuaSettings.defaults(),
                        Services.NONE,
                        new SharedQuota());
        Set<String> functions = new TreeSet<>();
        Map<String, Set<String>> libraries = new TreeMap<>();
        LuaTable globals = realm.machine().globals();
        for (LuaValue key : globals.keys()) {
            LuaValue value = globals.rawget(key);
            if (!value.istable()) {
                functions.add(key.tojstring());
            } else if (!(value instanceof NativeObject)) {
                libraries.put(key.tojstring(), names(value.checktable()));
            }
        }
        libraries.remove("_G");
        Set<String> own = names(OwnNames.of(LuaValue.TRUE, "", LuaValue.EMPTYSTRING));
        own.addAll(RELATIVES);
        return new ScriptApi(Handlers.names(), functions, own, libraries, kinds(realm));
    }

    private static Map<String, Kind> kinds(LuaRealm realm) {
        Map<String, Kind> kinds = new TreeMap<>();
        for (ObjectKind<?> kind : realm.assignments().bindings().kinds()) {
            Set<String> writable = new TreeSet<>(kind.properties());
            writable.removeIf(name -> !kind.isWritable(name));
            kinds.put(
                    kind.name(),
                    new Kind(kind.methods(), kind.properties(), writable, kind.events()));
        }
        Set<String> figures = names(QualityTable.of(StreamQuality.UNKNOWN));
        kinds.put("quality", new Kind(Set.of(), figures, Set.of(), Set.of()));
        return kinds;
    }

    private static Set<String> names(LuaTable table) {
        Set<String> names = new TreeSet<>();
        for (LuaValue key : table.keys()) {
            names.add(key.tojstring());
        }
        return names;
    }

    /** What a global object is: {@code cumulus} for both of its names. */
    public Optional<String> kindOfGlobal(String name) {
        return name.equals("cumulus") || name.equals("mona")
                ? Optional.of("cumulus")
                : Optional.empty();
    }

    /** Whether scripts find a global of that name. */
    public boolean hasGlobal(String name) {
        return functions.contains(name)
                || own.contains(name)
                || libraries.containsKey(name)
                || kindOfGlobal(name).isPresent();
    }
}
