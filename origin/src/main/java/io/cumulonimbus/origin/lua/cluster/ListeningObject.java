package io.cumulonimbus.origin.lua.cluster;

import io.cumulonimbus.origin.cluster.Registration;
import io.cumulonimbus.origin.cluster.realm.RealmShare;
import io.cumulonimbus.origin.lua.host.Script;
import io.cumulonimbus.origin.lua.object.NativeObject;
import io.cumulonimbus.origin.lua.object.ObjectKind;
import io.cumulonimbus.origin.lua.object.Texts;
import io.cumulonimbus.origin.lua.value.Values;
import java.util.Optional;
import java.util.function.Function;
import org.luaj.vm2.LuaFunction;
import org.luaj.vm2.LuaString;
import org.luaj.vm2.LuaValue;
import org.luaj.vm2.Varargs;

/**
 * Something that a realm shares with itself at all nodes under a name. It listens once the script
 * puts a function on it that wants to hear, until it is closed or the script ends.
 */
abstract class ListeningObject extends NativeObject {
    private final ClusterHost realm;
    private final Script application;
    private final String name;
    private final LuaString event;
    private Optional<Registration> listening = Optional.empty();
    private Runnable forget = () -> {};

    /**
     * @param event what the function is called that hears
     */
    ListeningObject(ObjectKind<?> kind, ClusterHost realm, String name, LuaString event) {
        super(kind);
        this.realm = realm;
        this.application = realm.caller();
        this.name = name;
        this.event = event;
    }

    /** A kind with what all of them have. */
    static <T extends ListeningObject> ObjectKind<T> kind(
            Class<T> type, ClusterHost realm, LuaString event) {
        return new ObjectKind<>(type, realm.log(), realm.assignments())
                .method(
                        "close",
                        (self, a) -> {
                            self.end();
                            return NONE;
                        })
                .property("name", self -> Texts.toLua(self.shared()))
                .events(event.tojstring());
    }

    /** Begins to listen. */
    abstract Registration listen(RealmShare share);

    /** The name that it is shared under. */
    final String shared() {
        return name;
    }

    final ClusterCalls calls() {
        return realm.calls();
    }

    final ClusterHost realm() {
        return realm;
    }

    /** Conversions for one message. */
    final Values values() {
        return application.values();
    }

    @Override
    protected boolean hearsOfClients() {
        return false;
    }

    @Override
    protected boolean assignElement(LuaValue key, LuaValue value) {
        if (listening.isEmpty() && event.raweq(key) && value.isfunction()) {
            listening = calls().attempt(share -> Optional.of(listen(share)));
            forget = application.belongings().add(this::end);
        }
        return false;
    }

    /** The function of the script hears of something. */
    final void heard(Function<Values, Varargs> news) {
        if (isAlive() && rawget(event) instanceof LuaFunction f) {
            Values values = values();
            calls().event(() -> f.invoke(LuaValue.varargsOf(this, news.apply(values))));
        }
    }

    /** Nothing is heard any more. */
    final void end() {
        listening.ifPresent(Registration::cancel);
        listening = Optional.empty();
        forget.run();
        die();
    }
}
