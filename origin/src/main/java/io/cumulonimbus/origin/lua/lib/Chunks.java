package io.cumulonimbus.origin.lua.lib;

import io.cumulonimbus.origin.lua.vm.Arguments;
import io.cumulonimbus.origin.lua.vm.Closure;
import io.cumulonimbus.origin.lua.vm.Machine;
import io.cumulonimbus.origin.lua.vm.Numbers;
import io.cumulonimbus.origin.lua.vm.ScriptError;
import io.cumulonimbus.origin.lua.vm.ScriptFault;
import java.io.ByteArrayOutputStream;
import java.util.Arrays;
import java.util.Optional;
import org.luaj.vm2.LuaFunction;
import org.luaj.vm2.LuaString;
import org.luaj.vm2.LuaTable;
import org.luaj.vm2.LuaValue;
import org.luaj.vm2.Varargs;

/** Loading code: {@code loadstring}, {@code dofile}, {@code require}, {@code module} and so on. */
final class Chunks {
    private static final int MAX_NAME = 60;
    private static final int LONGEST_NAME = 500;

    /** In instructions: the disk is asked. */
    private static final int PRICE_OF_FILE = 500;

    private final Machine machine;
    private final Sources sources;
    private final LuaTable loaded;

    private Chunks(Machine machine, Sources sources, LuaTable loaded) {
        this.machine = machine;
        this.sources = sources;
        this.loaded = loaded;
    }

    static void install(Machine machine, Sources sources, LuaTable loaded) {
        Chunks chunks = new Chunks(machine, sources, loaded);
        LuaTable g = machine.globals();
        Library.define(g, "loadstring", chunks::loadstring);
        Library.define(g, "load", chunks::load);
        Library.define(g, "loadfile", a -> chunks.attempt(() -> chunks.file(a)));
        Library.define(g, "dofile", a -> chunks.file(a).invoke(LuaValue.NONE));
        Library.define(g, "require", chunks::require);
        Library.define(g, "module", chunks::module);
        LuaTable packages = new LuaTable();
        packages.rawset("loaded", loaded);
        packages.rawset("preload", new LuaTable());
        packages.rawset("path", LuaValue.valueOf("./?.lua"));
        packages.rawset("cpath", LuaValue.valueOf(""));
        Library.define(packages, "seeall", chunks::seeall);
        g.rawset("package", packages);
        loaded.rawset("package", packages);
    }

    private interface Loading {
        Varargs run();
    }

    private Varargs attempt(Loading loading) {
        try {
            return loading.run();
        } catch (ScriptError error) {
            return LuaValue.varargsOf(LuaValue.NIL, error.value());
        } catch (ScriptFault fault) {
            return LuaValue.varargsOf(LuaValue.NIL, LuaValue.valueOf(fault.getMessage()));
        }
    }

    private Varargs loadstring(Arguments a) {
        LuaString text = a.string(1);
        String name = name(a.string(2, text));
        return attempt(() -> machine.load(bytes(text), name, Environments.of(machine)));
    }

    private Varargs load(Arguments a) {
        LuaFunction reader = a.function(1);
        String name = name(a.string(2, LuaValue.valueOf("=(load)")));
        ByteArrayOutputStream text = new ByteArrayOutputStream();
        while (true) {
            LuaValue part = reader.call();
            LuaString piece = Numbers.asString(part);
            if (part.isnil() || piece != null && piece.m_length == 0) {
                break;
            }
            if (piece == null) {
                throw new ScriptFault("reader function must return a string");
            }
            machine.budget().payForString((long) text.size() + piece.m_length);
            text.write(piece.m_bytes, piece.m_offset, piece.m_length);
        }
        return attempt(() -> machine.load(text.toByteArray(), name, Environments.of(machine)));
    }

    private static byte[] bytes(LuaString s) {
        return Arrays.copyOfRange(s.m_bytes, s.m_offset, s.m_offset + s.m_length);
    }

    /** How errors call a chunk: a file's or a given name, or the first line of the source. */
    private static String name(LuaString given) {
        int most = Math.min(given.m_length, LONGEST_NAME);
        String name = given.substring(0, most).tojstring();
        if (name.startsWith("=") || name.startsWith("@")) {
            return name.substring(1);
        }
        String line = name.lines().findFirst().orElse("");
        boolean cut =
                line.length() < name.length() || most < given.m_length || line.length() > MAX_NAME;
        String shown = line.substring(0, Math.min(line.length(), MAX_NAME));
        return "[string \"" + shown + (cut ? "...\"]" : "\"]");
    }

    private Closure file(Arguments a) {
        String name = a.string(1).tojstring();
        machine.budget().pay(PRICE_OF_FILE);
        Sources.Source source =
                sources.find(name, from())
                        .orElseThrow(() -> new ScriptFault("cannot open " + lastPart(name)));
        return machine.load(source.text(), source.name(), Environments.of(machine));
    }

    /** The file that asks; code that was loaded from a string asks for the file it runs in. */
    private String from() {
        for (int level = 1; ; level++) {
            String where = machine.where(level);
            int colon = where.lastIndexOf(':', where.length() - 3);
            if (colon < 0) {
                return "";
            }
            if (!where.startsWith("[string")) {
                return where.substring(0, colon);
            }
        }
    }

    /** Error texts reach clients, who need not know our folders. */
    private static String lastPart(String path) {
        return path.substring(path.lastIndexOf('/') + 1);
    }

    private Varargs require(Arguments a) {
        LuaString name = a.string(1);
        LuaValue library = loaded.rawget(name);
        if (!library.isnil()) {
            return library;
        }
        LuaValue preload = machine.globals().get("package").get("preload").get(name);
        if (!preload.isnil()) {
            return remember(name, name, machine.call(preload, name).arg1());
        }
        String path = name.tojstring().replace('.', '/') + ".lua";
        machine.budget().pay(PRICE_OF_FILE);
        Optional<Sources.Source> source = sources.find(path, from());
        if (source.isEmpty()) {
            throw new ScriptFault("module '" + name.tojstring() + "' not found");
        }
        LuaString key = LuaValue.valueOf("file:" + source.get().name());
        if (!loaded.rawget(key).isnil()) {
            return loaded.rawget(key);
        }
        LuaTable environment = Environments.of(machine);
        Closure chunk = machine.load(source.get().text(), source.get().name(), environment);
        return remember(key, name, chunk.call(name));
    }

    private LuaValue remember(LuaString key, LuaString name, LuaValue result) {
        LuaValue module = loaded.rawget(name);
        LuaValue value = !result.isnil() ? result : !module.isnil() ? module : LuaValue.TRUE;
        loaded.rawset(key, value);
        if (key != name) {
            loaded.rawset(name, LuaValue.NIL);
        }
        return value;
    }

    private Varargs module(Arguments a) {
        LuaString name = a.string(1);
        LuaValue known = loaded.rawget(name);
        LuaTable module = known instanceof LuaTable t ? t : Environments.of(machine);
        String text = name.tojstring();
        if (!(known instanceof LuaTable)) {
            for (String part : text.split("\\.")) {
                module = Environments.child(module, LuaValue.valueOf(part));
            }
            loaded.rawset(name, module);
        }
        if (module.rawget("_NAME").isnil()) {
            module.rawset("_M", module);
            module.rawset("_NAME", name);
            module.rawset(
                    "_PACKAGE", LuaValue.valueOf(text.substring(0, text.lastIndexOf('.') + 1)));
        }
        LuaTable outside = Environments.of(machine);
        Environments.change(machine, module);
        for (int i = 2; i <= a.count(); i++) {
            option(a.get(i), module, outside);
        }
        return LuaValue.NONE;
    }

    /** {@code package.seeall} lets the module see what its caller saw. */
    private void option(LuaValue option, LuaTable module, LuaTable outside) {
        if (option == machine.globals().get("package").get("seeall")) {
            see(module, outside);
        } else {
            machine.call(option, module);
        }
    }

    private Varargs seeall(Arguments a) {
        see(a.table(1), Environments.of(machine));
        return LuaValue.NONE;
    }

    private static void see(LuaTable module, LuaTable outside) {
        LuaValue metatable = module.getmetatable();
        if (metatable == null) {
            metatable = new LuaTable();
            module.setmetatable(metatable);
        }
        metatable.rawset(LuaValue.INDEX, outside);
    }
}
