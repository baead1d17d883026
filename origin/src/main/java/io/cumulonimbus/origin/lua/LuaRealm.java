package io.cumulonimbus.origin.lua;

import io.cumulonimbus.net.loop.Loop;
import io.cumulonimbus.origin.app.Application;
import io.cumulonimbus.origin.app.Realm;
import io.cumulonimbus.origin.lua.lib.Library;
import io.cumulonimbus.origin.lua.vm.Budget;
import io.cumulonimbus.origin.lua.vm.Machine;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/** One Lua state and the applications that share it. Owned by its loop. */
final class LuaRealm implements Realm {
    private final Path www;
    private final String root;
    private final Machine machine;
    private final ScriptLog log;
    private final ClientTable clients;
    private final Map<String, LuaApplication> applications = new LinkedHashMap<>();

    LuaRealm(Path www, String root, Loop loop, LuaSettings settings) {
        this.www = www;
        this.root = root;
        this.machine =
                new Machine(new Budget(loop::nowNs, settings.eventTimeNs(), settings.eventBytes()));
        this.log = new ScriptLog(machine);
        this.clients = new ClientTable(machine, log);
        Library.install(machine, new WwwSources(www), log::print);
        log.install(machine.globals());
        new CumulusObject(machine, log, www, settings, clients).install();
    }

    Machine machine() {
        return machine;
    }

    ScriptLog log() {
        return log;
    }

    ClientTable clients() {
        return clients;
    }

    Path folder(String path) {
        return www.resolve(path);
    }

    /** About now, on the loop's clock. */
    long nowNs() {
        return machine.budget().lastNs();
    }

    @Override
    public Application application(String path) {
        return find(path);
    }

    /** The application of a path below the root, with those above it. */
    LuaApplication find(String path) {
        LuaApplication known = applications.get(path);
        if (known != null) {
            return known;
        }
        int slash = path.lastIndexOf('/');
        LuaApplication made;
        if (path.equals(root)) {
            made = new LuaApplication(this, path);
        } else {
            made = find(slash < 0 ? "" : path.substring(0, slash)).child(path);
        }
        applications.put(path, made);
        return made;
    }

    /** Children are stopped before their parents. */
    @Override
    public void close() {
        List<LuaApplication> all = new ArrayList<>(applications.values());
        Collections.reverse(all);
        all.forEach(LuaApplication::stop);
    }
}
