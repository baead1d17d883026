package io.cumulonimbus.origin.lua.lib;

import io.cumulonimbus.origin.lua.vm.Builtin;
import io.cumulonimbus.origin.lua.vm.Machine;
import java.util.function.Consumer;
import org.luaj.vm2.LuaTable;
import org.luaj.vm2.LuaValue;

/** The standard library, put into the global table of a machine. */
public final class Library {
    private Library() {}

    /**
     * Adds everything.
     *
     * @param sources where {@code require} and {@code dofile} find files
     * @param print takes what {@code print} prints, one line at a time
     */
    public static void install(Machine machine, Sources sources, Consumer<String> print) {
        LuaTable globals = machine.globals();
        LuaTable loaded = new LuaTable();
        BaseLib.install(machine, print);
        Environments.install(machine);
        Chunks.install(machine, sources, loaded);
        add(globals, loaded, "string", StringLib.table(machine));
        add(globals, loaded, "table", TableLib.table(machine));
        add(globals, loaded, "math", MathLib.table());
        add(globals, loaded, "os", OsLib.table());
        add(globals, loaded, "coroutine", CoroutineLib.table(machine));
        add(globals, loaded, "debug", DebugLib.table(machine));
        machine.stringMetatable().rawset(LuaValue.INDEX, globals.rawget("string"));
    }

    private static void add(LuaTable globals, LuaTable loaded, String name, LuaTable library) {
        globals.rawset(name, library);
        loaded.rawset(name, library);
    }

    /** Adds one function to a table. */
    public static void define(LuaTable table, String name, Builtin.Body body) {
        table.rawset(name, new Builtin(name, body));
    }
}
