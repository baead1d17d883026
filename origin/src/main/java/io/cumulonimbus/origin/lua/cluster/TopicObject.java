package io.cumulonimbus.origin.lua.cluster;

import io.cumulonimbus.origin.cluster.Registration;
import io.cumulonimbus.origin.lua.host.Script;
import io.cumulonimbus.origin.lua.object.NativeObject;
import io.cumulonimbus.origin.lua.object.ObjectKind;
import io.cumulonimbus.origin.lua.object.Texts;
import io.cumulonimbus.origin.lua.value.Values;
import io.cumulonimbus.origin.lua.vm.Arguments;
import java.util.Optional;
import org.luaj.vm2.LuaFunction;
import org.luaj.vm2.LuaValue;
import org.luaj.vm2.Varargs;

/** Where a realm tells itself something at all nodes; listens once a script wants to hear. */
final class TopicObject extends NativeObject {
    private static final LuaValue ON_MESSAGE = LuaValue.valueOf("onMessage");

    private final ClusterHost realm;
    private final Script application;
    private final String name;
    private Optional<Registration> listening = Optional.empty();
    private Runnable forget = () -> {};

    TopicObject(ObjectKind<TopicObject> kind, ClusterHost realm, String name) {
        super(kind);
        this.realm = realm;
        this.application = realm.caller();
        this.name = name;
    }

    static ObjectKind<TopicObject> kind(ClusterHost realm) {
        return new ObjectKind<>(TopicObject.class, realm.log(), realm.assignments())
                .method("publish", TopicObject::publish)
                .method(
                        "close",
                        (self, a) -> {
                            self.close();
                            return NONE;
                        })
                .property("name", self -> Texts.toLua(self.name))
                .events("onMessage");
    }

    @Override
    protected boolean hearsOfClients() {
        return false;
    }

    /** {@code (...)}: everybody who listens hears it, this script too; answers whether it left. */
    private Varargs publish(Arguments a) {
        byte[] body = ClusterBytes.of(realm, application.values(), a.values().subargs(2));
        realm.calls().pay(body);
        boolean left = realm.calls().attempt(share -> share.publish(name, body));
        return valueOf(left);
    }

    /** Who puts a function for messages on it wants to hear them. */
    @Override
    protected boolean assignElement(LuaValue key, LuaValue value) {
        if (listening.isEmpty() && ON_MESSAGE.raweq(key) && value.isfunction()) {
            listening =
                    realm.calls().attempt(share -> Optional.of(share.subscribe(name, this::heard)));
            forget = application.belongings().add(this::close);
        }
        return false;
    }

    private void heard(byte[] body) {
        if (isAlive() && rawget(ON_MESSAGE) instanceof LuaFunction f) {
            Values values = application.values();
            realm.calls()
                    .event(
                            () ->
                                    f.invoke(
                                            LuaValue.varargsOf(
                                                    this,
                                                    LuaValue.varargsOf(
                                                            ClusterBytes.all(values, body)))));
        }
    }

    /** Nothing is heard any more. */
    private void close() {
        listening.ifPresent(Registration::cancel);
        listening = Optional.empty();
        forget.run();
        die();
    }
}
