package io.cumulonimbus.origin.lua.cluster;

import io.cumulonimbus.origin.lua.host.Script;
import io.cumulonimbus.origin.lua.object.NativeObject;
import io.cumulonimbus.origin.lua.object.ObjectKind;
import io.cumulonimbus.origin.lua.object.Texts;
import io.cumulonimbus.origin.lua.vm.Arguments;
import org.luaj.vm2.LuaFunction;
import org.luaj.vm2.LuaValue;
import org.luaj.vm2.Varargs;

/**
 * {@code cumulus.cluster}: what a realm shares with itself at all nodes of the cluster, or with
 * itself alone where there is none.
 */
public final class ClusterObject extends NativeObject {
    private static final int LONGEST_LEASE_MS = 3_600_000;
    private static final int LONGEST_WAIT_MS = 60_000;

    private final ClusterHost realm;
    private final ObjectKind<SharedMapObject> maps;
    private final ObjectKind<TopicObject> topics;
    private final ObjectKind<LockObject> locks;

    private ClusterObject(ObjectKind<ClusterObject> kind, ClusterHost realm) {
        super(kind);
        this.realm = realm;
        this.maps = SharedMapObject.kind(realm);
        this.topics = TopicObject.kind(realm);
        this.locks = LockObject.kind(realm);
    }

    public static ClusterObject make(ClusterHost realm) {
        ObjectKind<ClusterObject> kind =
                new ObjectKind<>(ClusterObject.class, realm.log(), realm.assignments())
                        .method("map", ClusterObject::map)
                        .method("topic", ClusterObject::topic)
                        .method("lock", ClusterObject::lock)
                        .property("name", self -> self.name())
                        .property("shared", self -> self.shared());
        return new ClusterObject(kind, realm);
    }

    @Override
    protected boolean hearsOfClients() {
        return false;
    }

    private LuaValue name() {
        return realm.share().<LuaValue>map(s -> Texts.toLua(s.self().name())).orElse(NIL);
    }

    private LuaValue shared() {
        return valueOf(realm.share().isPresent() && realm.share().get().isShared());
    }

    private Varargs map(Arguments a) {
        return new SharedMapObject(maps, realm, Texts.toJava(a.string(2)));
    }

    private Varargs topic(Arguments a) {
        return new TopicObject(topics, realm, Texts.toJava(a.string(2)));
    }

    /** {@code (name, milliseconds, function(lock, error)[, wait])}. */
    private Varargs lock(Arguments a) {
        String name = Texts.toJava(a.string(2));
        int lease = a.integer(3);
        LuaFunction granted = a.function(4);
        int wait = a.integer(5, 0);
        if (lease < 1 || lease > LONGEST_LEASE_MS) {
            throw a.fault(3, "1 to " + LONGEST_LEASE_MS + " milliseconds expected");
        }
        if (wait < 0 || wait > LONGEST_WAIT_MS) {
            throw a.fault(5, "0 to " + LONGEST_WAIT_MS + " milliseconds expected");
        }
        Script application = realm.caller();
        realm.calls()
                .<Long>ask(
                        granted,
                        (values, number) -> new LockObject(locks, realm, application, name, number),
                        (share, answer) -> share.lock(name, lease, wait, answer));
        return NONE;
    }
}
