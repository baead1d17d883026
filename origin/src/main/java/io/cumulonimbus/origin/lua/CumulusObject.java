package io.cumulonimbus.origin.lua;

import io.cumulonimbus.origin.app.AppPublication;
import io.cumulonimbus.origin.lua.cluster.ClusterObject;
import io.cumulonimbus.origin.lua.convert.AmfMethods;
import io.cumulonimbus.origin.lua.convert.DigestMethods;
import io.cumulonimbus.origin.lua.convert.JsonMethods;
import io.cumulonimbus.origin.lua.convert.QueryMethods;
import io.cumulonimbus.origin.lua.convert.TextMethods;
import io.cumulonimbus.origin.lua.convert.XmlMethods;
import io.cumulonimbus.origin.lua.convert.XmlRpcMethods;
import io.cumulonimbus.origin.lua.host.Disturbance;
import io.cumulonimbus.origin.lua.object.NativeObject;
import io.cumulonimbus.origin.lua.object.ObjectKind;
import io.cumulonimbus.origin.lua.object.Texts;
import io.cumulonimbus.origin.lua.service.EdgeTable;
import io.cumulonimbus.origin.lua.service.MailObject;
import io.cumulonimbus.origin.lua.service.SharedObjectObject;
import io.cumulonimbus.origin.lua.service.TimersProxy;
import io.cumulonimbus.origin.lua.socket.SocketMethods;
import io.cumulonimbus.origin.lua.stream.SubscriptionObject;
import io.cumulonimbus.origin.lua.vm.Arguments;
import io.cumulonimbus.origin.lua.vm.ScriptFault;
import java.net.InetAddress;
import java.net.UnknownHostException;
import java.util.Map;
import java.util.Optional;
import java.util.regex.Pattern;
import org.luaj.vm2.LuaTable;
import org.luaj.vm2.LuaValue;
import org.luaj.vm2.Varargs;

/** The global {@code cumulus}, which is {@code mona} too: the server as scripts see it. */
final class CumulusObject extends NativeObject {
    /** Numbers only: names are not looked up. */
    private static final Pattern ADDRESS =
            Pattern.compile("\\d+\\.\\d+\\.\\d+\\.\\d+|[0-9a-fA-F:.]*:[0-9a-fA-F:.]*");

    private static final int LONGEST_NAME = 1000;

    private final LuaRealm realm;

    private CumulusObject(LuaRealm realm, ObjectKind<CumulusObject> kind) {
        super(kind);
        this.realm = realm;
    }

    /** Makes it known to all scripts of a realm. */
    static void install(LuaRealm realm, LuaSettings settings) {
        ObjectKind<CumulusObject> kind =
                new ObjectKind<>(CumulusObject.class, realm.log(), realm.assignments());
        kind.method("absolutePath", CumulusObject::absolutePath)
                .method("publish", CumulusObject::publish)
                .method("joinGroup", (self, a) -> realm.groups().joinVirtually(a, 2, 3))
                .method("addToBlacklist", (self, a) -> self.ban(a, true))
                .method("removeFromBlacklist", (self, a) -> self.ban(a, false));
        TextMethods.addTo(kind, realm);
        AmfMethods.addTo(kind, realm);
        JsonMethods.addTo(kind, realm);
        DigestMethods.addTo(kind, realm);
        SocketMethods.addTo(kind, realm);
        MailObject.addTo(kind, realm);
        SharedObjectObject.addTo(kind, realm);
        SubscriptionObject.addTo(kind, realm);
        QueryMethods.addTo(kind, realm);
        XmlMethods.addTo(kind, realm);
        XmlRpcMethods.addTo(kind, realm);
        TimersProxy timers = new TimersProxy(realm);
        kind.method("setTimer", (self, a) -> timers.set(a));
        kind.method("time", (self, a) -> now());
        addProperties(kind, realm, settings);
        CumulusObject cumulus = new CumulusObject(realm, kind);
        realm.machine().globals().rawset("cumulus", cumulus);
        realm.machine().globals().rawset("mona", cumulus);
    }

    /** What is there as long as the realm. */
    private static void addProperties(
            ObjectKind<CumulusObject> kind, LuaRealm realm, LuaSettings settings) {
        LuaValue cluster = ClusterObject.make(realm);
        LuaValue edges = new EdgeTable(realm);
        LuaValue publicAddress = LuaValue.valueOf(settings.publicAddress());
        LuaValue configs = configs(settings);
        kind.property("clients", self -> realm.clients())
                .property("publications", self -> realm.publications())
                .property("groups", self -> realm.groups())
                .property("servers", self -> realm.servers())
                .property("cluster", self -> cluster)
                .property("edges", self -> edges)
                .property("publicAddress", self -> publicAddress)
                .property("configs", self -> configs)
                .property("epochTime", self -> now());
    }

    private static LuaValue now() {
        return LuaValue.valueOf((double) System.currentTimeMillis());
    }

    /** Leaves are texts, except that the text false becomes the boolean. */
    private static LuaTable configs(LuaSettings settings) {
        LuaTable root = new LuaTable();
        for (Map.Entry<String, String> entry : settings.configs().entrySet()) {
            String[] parts = entry.getKey().split("\\.");
            LuaTable table = root;
            for (int i = 0; i < parts.length - 1; i++) {
                if (!(table.rawget(parts[i]) instanceof LuaTable)) {
                    table.rawset(parts[i], new LuaTable());
                }
                table = table.rawget(parts[i]).checktable();
            }
            String last = parts[parts.length - 1];
            if (!(table.rawget(last) instanceof LuaTable)) {
                boolean isFalse = entry.getValue().equals("false");
                table.rawset(last, isFalse ? LuaValue.FALSE : Texts.toLua(entry.getValue()));
            }
        }
        return root;
    }

    private Varargs absolutePath(Arguments a) {
        String path = a.string(2, LuaValue.EMPTYSTRING).tojstring();
        String slash = path.isEmpty() || path.startsWith("/") ? "" : "/";
        return LuaValue.valueOf(realm.folder("").toAbsolutePath().normalize() + slash + path + "/");
    }

    /** It ends with the application that made it, if not before. */
    private Varargs publish(Arguments a) {
        String name = Texts.toJava(a.string(2));
        if (name.length() > LONGEST_NAME) {
            throw a.fault(2, "name is too long");
        }
        if (realm.publications().isFull()) {
            throw new ScriptFault("too many publications of scripts");
        }
        realm.disturb(Disturbance.ENTRY);
        Optional<AppPublication> made =
                realm.services().publish(realm.caller().path(), name, realm.loop());
        if (made.isEmpty()) {
            realm.log().error("(method 'publish') " + name + " is already published");
            return NIL;
        }
        Runnable forget =
                realm.caller().belongings().add(() -> realm.publications().close(made.get()));
        return realm.publications().beginOwn(made.get(), forget);
    }

    private Varargs ban(Arguments a, boolean banned) {
        for (int i = 2; i <= a.count(); i++) {
            realm.disturb(Disturbance.BAN);
            String text = a.string(i).tojstring();
            try {
                if (!ADDRESS.matcher(text).matches()) {
                    throw new UnknownHostException(text);
                }
                realm.services().ban(InetAddress.getByName(text), banned);
            } catch (UnknownHostException none) {
                realm.log().error("(method '" + a.function() + "') no address: " + text);
            }
        }
        return NONE;
    }
}
