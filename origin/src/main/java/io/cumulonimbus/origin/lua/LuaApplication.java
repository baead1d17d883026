package io.cumulonimbus.origin.lua;

import io.cumulonimbus.amf.AmfValue;
import io.cumulonimbus.origin.app.AppClient;
import io.cumulonimbus.origin.app.AppListener;
import io.cumulonimbus.origin.app.AppPublication;
import io.cumulonimbus.origin.app.Application;
import io.cumulonimbus.origin.app.CallAnswer;
import io.cumulonimbus.origin.app.ConnectAnswer;
import io.cumulonimbus.origin.app.FileAnswer;
import io.cumulonimbus.origin.app.Greeting;
import io.cumulonimbus.origin.app.MediaPacket;
import io.cumulonimbus.origin.app.Redirection;
import io.cumulonimbus.origin.app.StreamAnswer;
import io.cumulonimbus.origin.lua.folder.ChildFolders;
import io.cumulonimbus.origin.lua.folder.Environment;
import io.cumulonimbus.origin.lua.folder.Handlers;
import io.cumulonimbus.origin.lua.folder.OwnNames;
import io.cumulonimbus.origin.lua.folder.ScriptFile;
import io.cumulonimbus.origin.lua.host.Belongings;
import io.cumulonimbus.origin.lua.host.Script;
import io.cumulonimbus.origin.lua.value.Values;
import io.cumulonimbus.origin.lua.vm.Closure;
import io.cumulonimbus.origin.lua.vm.ScriptAbort;
import io.cumulonimbus.rtmp.tc.TcMessage;
import java.io.IOException;
import java.net.InetSocketAddress;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import java.util.function.Consumer;
import org.luaj.vm2.LuaError;
import org.luaj.vm2.LuaFunction;
import org.luaj.vm2.LuaString;
import org.luaj.vm2.LuaTable;
import org.luaj.vm2.LuaValue;
import org.luaj.vm2.Varargs;

/**
 * A folder of {@code www}: its environment, its script and the handlers it has or inherits. Owned
 * by the realm's loop.
 */
final class LuaApplication implements Application, Script {
    private static final LuaString SUPER = LuaValue.valueOf("super");
    private static final LuaString DATA = LuaValue.valueOf("data");
    private static final LuaString GLOBAL = LuaValue.valueOf("_G");

    private final LuaRealm realm;
    private final String path;
    private final Optional<LuaApplication> parent;
    private final Environment environment = new Environment(this::lookUp, this::assigned);
    private final LuaTable names = new LuaTable();
    private final LuaTable own;
    private final ChildFolders children;
    private final ScriptFile file;
    private final Connecting connecting;
    private final ApplicationEvents events;
    private final Calling calling;
    private Optional<String> loadError = Optional.empty();
    private final Belongings belongings = new Belongings();
    private boolean running;

    LuaApplication(LuaRealm realm, String path) {
        this(realm, path, Optional.empty());
    }

    private LuaApplication(LuaRealm realm, String path, Optional<LuaApplication> parent) {
        Path folder = realm.folder(path);
        this.realm = realm;
        this.path = path;
        this.parent = parent;
        this.children = new ChildFolders(folder);
        this.file = new ScriptFile(folder.resolve("main.lua"));
        this.connecting = new Connecting(realm);
        this.events = new ApplicationEvents(this, realm);
        this.calling = new Calling(realm, this);
        this.own = OwnNames.of(environment, name(), scriptPath());
        names.rawset(GLOBAL, environment);
        names.rawset(path.isEmpty() ? "www" : name(), environment);
        parent.ifPresent(
                p -> {
                    names.rawset(p.path.isEmpty() ? "www" : p.name(), p.environment);
                    names.rawset(SUPER, p.environment);
                });
    }

    LuaApplication child(String childPath) {
        LuaApplication child = new LuaApplication(realm, childPath, Optional.of(this));
        names.rawset(child.name(), child.environment);
        own.rawget("children").checktable().rawset(child.name(), child.environment);
        return child;
    }

    @Override
    public String path() {
        return path;
    }

    private String name() {
        return path.substring(path.lastIndexOf('/') + 1);
    }

    /** The path as scripts know it: with a slash in front, empty for the root. */
    private LuaValue scriptPath() {
        return LuaValue.valueOf(path.isEmpty() ? "" : "/" + path);
    }

    private String chunkName() {
        return path.isEmpty() ? "main.lua" : path + "/main.lua";
    }

    /**
     * A global that is not the application's own: names of relatives, then what the parent sees.
     */
    private LuaValue lookUp(LuaValue key) {
        LuaValue name = names.rawget(key);
        if (!name.isnil()) {
            return name;
        }
        if (DATA.raweq(key)) {
            return assignedAbove(key).orElseGet(this::data);
        }
        if (key instanceof LuaString s && children.contains(s, realm.nowNs())) {
            String text = s.tojstring();
            LuaApplication child = realm.find(path.isEmpty() ? text : path + "/" + text);
            child.refresh();
            return child.environment;
        }
        LuaValue mine = own.rawget(key);
        if (!mine.isnil()) {
            return assignedAbove(key).orElse(mine);
        }
        return parent.isPresent()
                ? parent.get().environment.get(key)
                : realm.machine().globals().rawget(key);
    }

    private LuaValue data() {
        if (own.rawget(DATA).isnil()) {
            own.rawset(DATA, realm.data(path));
        }
        return own.rawget(DATA);
    }

    private Optional<LuaValue> assignedAbove(LuaValue key) {
        for (Optional<LuaApplication> a = parent; a.isPresent(); a = a.get().parent) {
            LuaValue assigned = a.get().environment.rawget(key);
            if (!assigned.isnil()) {
                return Optional.of(assigned);
            }
        }
        return Optional.empty();
    }

    /** The function for an event: its own or the nearest ancestor's, run in its own environment. */
    Optional<LuaFunction> handler(String event) {
        LuaValue own = environment.rawget(Handlers.key(event));
        if (own instanceof LuaFunction f) {
            return Optional.of(f);
        }
        for (Optional<LuaApplication> a = parent; a.isPresent(); a = a.get().parent) {
            LuaValue inherited = a.get().environment.rawget(Handlers.key(event));
            if (inherited instanceof Closure closure) {
                return Optional.of(closure.within(environment));
            }
        }
        return Optional.empty();
    }

    /** Looks whether this script or one above it changed on disk, and loads what did. */
    private void refresh() {
        parent.ifPresent(LuaApplication::refresh);
        if (!file.changed()) {
            return;
        }
        stop();
        release();
        environment.wipe();
        children.forget();
        loadError = Optional.empty();
        if (file.exists()) {
            load();
        }
    }

    private void load() {
        try {
            byte[] source = file.read();
            realm.machine()
                    .event(
                            () ->
                                    realm.machine()
                                            .load(source, chunkName(), environment)
                                            .invoke(LuaValue.NONE));
            running = true;
        } catch (LuaError | ScriptAbort error) {
            release();
            environment.wipe();
            loadError = Optional.of(realm.text(error));
            realm.log().error(realm.text(error));
            return;
        } catch (IOException error) {
            loadError = Optional.of(chunkName() + ": cannot be read");
            realm.log().error(chunkName() + ": cannot be read: " + error);
            return;
        }
        fire("onStart", scriptPath());
        realm.servers().servers().forEach(server -> fire("onServerConnection", server));
        realm.services().started(path);
    }

    Environment environment() {
        return environment;
    }

    @Override
    public Belongings belongings() {
        return belongings;
    }

    /** Ends what the script made. */
    void release() {
        belongings.end();
    }

    /** Tells the script that it ends. */
    void stop() {
        if (running) {
            realm.servers().servers().forEach(s -> fireOwn("onServerDisconnection", s));
            fire("onStop", scriptPath());
            running = false;
        }
    }

    /** Calls a function that this application has itself, if it does. */
    void fireOwn(String event, Varargs arguments) {
        if (running && environment.rawget(Handlers.key(event)) instanceof LuaFunction f) {
            attempt(f, arguments);
        }
    }

    void fire(String event, Varargs arguments) {
        handler(event).ifPresent(f -> attempt(f, arguments));
    }

    void attempt(LuaFunction f, Varargs arguments) {
        realm.attempt(f, arguments);
    }

    /** Whether its script was loaded: events are for those only. */
    boolean isRunning() {
        return running;
    }

    private void assigned(LuaValue key, LuaValue value) {
        realm.assignments().assigned(environment, key, value);
    }

    @Override
    public void start() {
        refresh();
    }

    /** Loads the script again, whether it changed or not. */
    void reload() {
        file.forget();
        refresh();
    }

    /** Every two seconds; functions for this are not inherited. */
    void tick() {
        refresh();
        if (running && environment.rawget("onManage") instanceof LuaFunction f) {
            attempt(f, LuaValue.NONE);
        }
    }

    @Override
    public Values values() {
        return realm.values(this::typed);
    }

    private void typed(String type, LuaTable table) {
        fire("onTypedObject", LuaValue.varargsOf(LuaValue.valueOf(type), table));
    }

    @Override
    public void onConnection(
            AppClient client, List<AmfValue> arguments, Consumer<ConnectAnswer> answer) {
        refresh();
        if (loadError.isPresent()) {
            answer.accept(new ConnectAnswer.Rejected(loadError.get()));
            return;
        }
        Optional<LuaFunction> handler = running ? handler("onConnection") : Optional.empty();
        connecting.connect(this, client, arguments, handler, answer);
    }

    @Override
    public void onCall(
            AppClient client,
            String method,
            List<AmfValue> arguments,
            Consumer<CallAnswer> answer) {
        answer.accept(calling.call(client, method, arguments));
    }

    @Override
    public void onUnreadCall(AppClient client, TcMessage call, Consumer<CallAnswer> answer) {
        answer.accept(calling.call(client, call));
    }

    @Override
    public void onHandshake(Greeting greeting, Consumer<Redirection> answer) {
        refresh();
        answer.accept(running ? events.handshake(greeting) : Redirection.NONE);
    }

    /** Asks its own function, which is not inherited, where a peer may be. */
    Redirection rendezvousUnknown(byte[] peer) {
        return running && environment.rawget("onRendezVousUnknown") instanceof LuaFunction f
                ? events.rendezvousUnknown(f, peer)
                : Redirection.NONE;
    }

    @Override
    public void onPublish(
            AppClient client, AppPublication publication, Consumer<StreamAnswer> answer) {
        events.publish(client, publication, answer);
    }

    @Override
    public void onUnpublish(AppClient client, AppPublication publication) {
        events.unpublish(client, publication);
    }

    @Override
    public void onSubscribe(AppClient client, AppListener listener, Consumer<StreamAnswer> answer) {
        events.subscribe(client, listener, answer);
    }

    @Override
    public void onUnsubscribe(AppClient client, AppListener listener) {
        events.unsubscribe(client, listener);
    }

    @Override
    public void onPacket(AppClient client, AppPublication publication, MediaPacket packet) {
        if (running) {
            events.packet(client, publication, packet);
        }
    }

    @Override
    public void onJoinGroup(AppClient client, byte[] group) {
        events.joinGroup(client, group);
    }

    @Override
    public void onUnjoinGroup(AppClient client, byte[] group) {
        events.unjoinGroup(client, group);
    }

    @Override
    public void onIntroduction(AppClient client, Optional<byte[]> asker, Consumer<Boolean> answer) {
        answer.accept(events.introduction(client, asker));
    }

    @Override
    public void onRead(AppClient client, String name, Consumer<FileAnswer> answer) {
        answer.accept(events.read(client, name));
    }

    @Override
    public void onAddressChanged(AppClient client, InetSocketAddress before) {
        events.addressChanged(client, before);
    }

    @Override
    public void onDisconnection(AppClient client, Optional<String> error) {
        events.disconnection(client, error);
    }
}
