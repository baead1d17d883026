package io.cumulonimbus.origin.lua;

import io.cumulonimbus.net.loop.Loop;
import io.cumulonimbus.net.socket.Sockets;
import io.cumulonimbus.origin.app.AppWriter;
import io.cumulonimbus.origin.app.Application;
import io.cumulonimbus.origin.app.Interests;
import io.cumulonimbus.origin.app.Realm;
import io.cumulonimbus.origin.app.Redirection;
import io.cumulonimbus.origin.app.Services;
import io.cumulonimbus.origin.cluster.realm.RealmShare;
import io.cumulonimbus.origin.cluster.realm.SharedQuota;
import io.cumulonimbus.origin.lua.client.ClientObject;
import io.cumulonimbus.origin.lua.client.ClientTable;
import io.cumulonimbus.origin.lua.client.GroupTable;
import io.cumulonimbus.origin.lua.cluster.ClusterCalls;
import io.cumulonimbus.origin.lua.cluster.ClusterHost;
import io.cumulonimbus.origin.lua.cluster.ServerObject;
import io.cumulonimbus.origin.lua.cluster.ServerTable;
import io.cumulonimbus.origin.lua.data.DataStore;
import io.cumulonimbus.origin.lua.data.DataTable;
import io.cumulonimbus.origin.lua.data.RealmData;
import io.cumulonimbus.origin.lua.folder.WwwSources;
import io.cumulonimbus.origin.lua.host.Disturbance;
import io.cumulonimbus.origin.lua.lib.Library;
import io.cumulonimbus.origin.lua.memory.RealmMemory;
import io.cumulonimbus.origin.lua.object.Assignments;
import io.cumulonimbus.origin.lua.object.CollectionObject;
import io.cumulonimbus.origin.lua.object.NativeObject;
import io.cumulonimbus.origin.lua.object.ObjectKind;
import io.cumulonimbus.origin.lua.object.ScriptLog;
import io.cumulonimbus.origin.lua.stream.PublicationTable;
import io.cumulonimbus.origin.lua.value.Conversions;
import io.cumulonimbus.origin.lua.value.Values;
import io.cumulonimbus.origin.lua.vm.Budget;
import io.cumulonimbus.origin.lua.vm.Closure;
import io.cumulonimbus.origin.lua.vm.Machine;
import io.cumulonimbus.origin.lua.vm.ScriptAbort;
import java.net.InetSocketAddress;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.BiConsumer;
import java.util.function.Consumer;
import org.luaj.vm2.LuaError;
import org.luaj.vm2.LuaFunction;
import org.luaj.vm2.LuaTable;
import org.luaj.vm2.LuaValue;
import org.luaj.vm2.Varargs;

/** One Lua state and the applications that share it. Owned by its loop. */
final class LuaRealm implements Realm, ClusterHost {
    private static final String SHUTDOWN = "NetConnection.Connect.AppShutdown";
    private static final int LONGEST_ERROR = 8192;

    private final Loop loop;
    private final Services services;
    private final Optional<Sockets> sockets;
    private final ObjectKind<CollectionObject> collections;
    private final Conversions conversions;
    private final RealmData data;
    private final Path www;
    private final String root;
    private final Machine machine;
    private final RealmMemory memory;
    private final Disturbance disturbance = new Disturbance();
    private final ScriptLog log;
    private final Assignments assignments = new Assignments();
    private final ClientTable clients;
    private final PublicationTable publications;
    private final GroupTable groups;
    private final Map<String, LuaApplication> applications = new LinkedHashMap<>();
    private final Optional<RealmShare> share;
    private final ClusterCalls calls;
    private final ServerTable servers;

    /**
     * @param quota what it may put into shared maps
     */
    LuaRealm(
            Path www,
            String root,
            Loop loop,
            LuaSettings settings,
            Services services,
            SharedQuota quota) {
        this.loop = loop;
        this.services = services;
        this.sockets = services.sockets(loop);
        this.www = www;
        this.root = root;
        Limits limits = settings.limits();
        this.machine =
                new Machine(
                        new Budget(loop::nowNs, limits.eventTimeNs(), limits.eventBytes()),
                        limits.coroutines());
        this.memory = new RealmMemory(this, machine, limits.retainedBytes());
        this.log = new ScriptLog(machine);
        this.collections = CollectionObject.kind(log, assignments);
        String name = root.isEmpty() ? "www" : root;
        Optional<Path> file = settings.data().map(folder -> folder.resolve(name + ".mv"));
        this.data = new RealmData(log, assignments, file.map(DataStore::new));
        this.conversions = Conversions.of(log, assignments);
        this.clients = new ClientTable(this);
        this.publications = new PublicationTable(this);
        this.groups = GroupTable.make(this);
        this.share = services.directory().map(d -> new RealmShare(d, root, loop, quota));
        this.calls = new ClusterCalls(this, share);
        this.servers = ServerTable.make(this);
        Library.install(machine, new WwwSources(www, limits.strict() ? root : ""), log::print);
        if (limits.strict()) {
            machine.stringMetatable().rawset(LuaValue.METATABLE, LuaValue.FALSE);
        }
        log.install(machine.globals());
        CumulusObject.install(this, settings);
        share.ifPresent(
                shared -> {
                    servers.follow(shared, this::serverChanged);
                    data.share(shared, loop);
                });
    }

    /** Told to the applications that have a function for it of their own. */
    private void serverChanged(String event, ServerObject server) {
        List.copyOf(applications.values()).forEach(a -> a.fireOwn(event, server));
    }

    @Override
    public Optional<RealmShare> share() {
        return share;
    }

    @Override
    public ClusterCalls calls() {
        return calls;
    }

    ServerTable servers() {
        return servers;
    }

    /** What an application keeps over a restart. */
    DataTable data(String path) {
        return data.table(path);
    }

    @Override
    public Loop loop() {
        return loop;
    }

    @Override
    public Optional<Sockets> sockets() {
        return sockets;
    }

    @Override
    public Services services() {
        return services;
    }

    @Override
    public ObjectKind<CollectionObject> collections() {
        return collections;
    }

    @Override
    public Values values(BiConsumer<String, LuaTable> onTyped) {
        return new Values(conversions, onTyped);
    }

    @Override
    public LuaApplication caller() {
        Closure function = machine.function(1);
        if (function != null) {
            for (LuaApplication application : applications.values()) {
                if (application.environment() == function.environment()) {
                    return application;
                }
            }
        }
        return find(root);
    }

    @Override
    public Assignments assignments() {
        return assignments;
    }

    PublicationTable publications() {
        return publications;
    }

    GroupTable groups() {
        return groups;
    }

    @Override
    public Interests interests() {
        return assignments.interests();
    }

    /** Scripts that changed on disk are loaded again, and whoever wants to be is called. */
    @Override
    public void tick() {
        List<LuaApplication> all = new ArrayList<>(applications.values());
        all.forEach(LuaApplication::tick);
        for (NativeObject object : assignments.managed()) {
            if (object.rawget("onManage") instanceof LuaFunction f) {
                attempt(f, object);
            }
        }
    }

    @Override
    public boolean reload(String path) {
        List<LuaApplication> wanted =
                applications.values().stream()
                        .filter(one -> path.isEmpty() || isWithin(one.path(), path))
                        .toList();
        wanted.forEach(LuaApplication::reload);
        return !wanted.isEmpty();
    }

    private static boolean isWithin(String one, String path) {
        return one.equals(path) || one.startsWith(path + "/");
    }

    /** What all applications know together, in one list. */
    @Override
    public void rendezvousUnknown(byte[] peer, Consumer<Redirection> answer) {
        List<InetSocketAddress> known = new ArrayList<>();
        for (LuaApplication application : List.copyOf(applications.values())) {
            known.addAll(application.rendezvousUnknown(peer).addresses());
        }
        answer.accept(new Redirection(!known.isEmpty(), known));
    }

    /** Runs an event whose results nobody wants; errors are logged. */
    void attempt(LuaFunction f, Varargs arguments) {
        try {
            machine.event(() -> f.invoke(arguments));
        } catch (LuaError | ScriptAbort error) {
            if (!isExhausted()) {
                log.error(text(error));
            }
        }
    }

    @Override
    public Varargs call(NativeObject object, String name, LuaValue first, Varargs second) {
        if (!(object.rawget(name) instanceof LuaFunction f)) {
            return LuaValue.NONE;
        }
        try {
            return machine.event(() -> f.invoke(LuaValue.varargsOf(object, first, second)));
        } catch (LuaError | ScriptAbort error) {
            log.error(text(error));
            return LuaValue.NONE;
        }
    }

    @Override
    public String text(Throwable error) {
        String text = String.valueOf(error.getMessage());
        String shown = text.substring(0, Math.min(text.length(), LONGEST_ERROR));
        String path = www.toAbsolutePath().normalize().toString();
        return path.length() > 1 ? shown.replace(path, "") : shown;
    }

    @Override
    public boolean isExhausted() {
        return memory.isExhausted();
    }

    @Override
    public Machine machine() {
        return machine;
    }

    @Override
    public ScriptLog log() {
        return log;
    }

    ClientTable clients() {
        return clients;
    }

    Path folder(String path) {
        return www.resolve(path);
    }

    @Override
    public void disturb(int amount) {
        disturbance.take(amount, nowNs());
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

    /** Children are stopped before their parents; of an exhausted realm the clients go too. */
    @Override
    public void under(long epoch) {
        data.under(epoch);
    }

    @Override
    public void close() {
        if (isExhausted()) {
            for (ClientObject object : List.copyOf(clients.all())) {
                AppWriter writer = object.client().writer();
                writer.status(SHUTDOWN, "The application is restarted", Map.of());
                writer.close();
            }
        }
        List<LuaApplication> all = new ArrayList<>(applications.values());
        Collections.reverse(all);
        all.forEach(LuaApplication::stop);
        all.forEach(LuaApplication::release);
        data.close();
        share.ifPresent(RealmShare::close);
        sockets.ifPresent(Sockets::close);
    }
}
