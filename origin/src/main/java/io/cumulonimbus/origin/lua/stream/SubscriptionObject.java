package io.cumulonimbus.origin.lua.stream;

import io.cumulonimbus.origin.app.AppEvent;
import io.cumulonimbus.origin.app.AppSubscription;
import io.cumulonimbus.origin.app.MediaPacket;
import io.cumulonimbus.origin.lua.host.ScriptHost;
import io.cumulonimbus.origin.lua.object.NativeObject;
import io.cumulonimbus.origin.lua.object.ObjectKind;
import io.cumulonimbus.origin.lua.object.Texts;
import io.cumulonimbus.origin.lua.vm.Arguments;
import io.cumulonimbus.origin.lua.vm.ScriptFault;
import java.util.Optional;
import org.luaj.vm2.LuaString;
import org.luaj.vm2.LuaValue;
import org.luaj.vm2.Varargs;

/** A stream that a script watches, as scripts see it. */
public final class SubscriptionObject extends NativeObject implements AppSubscription.Watcher {
    private static final int MOST = 100;

    private final ScriptHost realm;
    private final String name;
    private final Runnable closed;
    private Optional<AppSubscription> link = Optional.empty();
    private Runnable forget = () -> {};
    private boolean audio = true;
    private boolean video = true;

    private SubscriptionObject(
            ObjectKind<SubscriptionObject> kind, ScriptHost realm, String name, Runnable closed) {
        super(kind);
        this.realm = realm;
        this.name = name;
        this.closed = closed;
    }

    public static void addTo(ObjectKind<?> cumulus, ScriptHost realm) {
        ObjectKind<SubscriptionObject> kind =
                new ObjectKind<>(SubscriptionObject.class, realm.log(), realm.assignments())
                        .method(
                                "close",
                                (self, a) -> {
                                    self.close();
                                    return LuaValue.NONE;
                                })
                        .property("name", self -> Texts.toLua(self.name))
                        .property(
                                "receiveAudio",
                                self -> LuaValue.valueOf(self.audio),
                                (self, wanted) -> self.receiveAudio(wanted.toboolean()))
                        .property(
                                "receiveVideo",
                                self -> LuaValue.valueOf(self.video),
                                (self, wanted) -> self.receiveVideo(wanted.toboolean()))
                        .events("onBegin", "onEnd", "onAudio", "onVideo", "onData");
        int[] open = {0};
        cumulus.method("subscribe", (self, a) -> open(a, realm, kind, open))
                .alias("newSubscription", "subscribe");
    }

    /** {@code (name)}; nil when there is too much to do. */
    private static Varargs open(
            Arguments a, ScriptHost realm, ObjectKind<SubscriptionObject> kind, int[] open) {
        String name = Texts.toJava(a.string(2));
        if (open[0] >= MOST) {
            throw new ScriptFault("too many subscriptions");
        }
        SubscriptionObject made = new SubscriptionObject(kind, realm, name, () -> open[0]--);
        made.link = realm.services().subscribe(realm.caller().path(), name, realm.loop(), made);
        if (made.link.isEmpty()) {
            realm.log().error("(method 'subscribe') " + name + " cannot be watched");
            return NIL;
        }
        open[0]++;
        made.forget = realm.caller().belongings().add(made::close);
        return made;
    }

    /** What it hears comes from elsewhere. */
    @Override
    protected boolean hearsOfClients() {
        return false;
    }

    private void receiveAudio(boolean wanted) {
        audio = wanted;
        link.ifPresent(l -> l.receiveAudio(wanted));
    }

    private void receiveVideo(boolean wanted) {
        video = wanted;
        link.ifPresent(l -> l.receiveVideo(wanted));
    }

    private void close() {
        if (link.isPresent()) {
            link.get().close();
            link = Optional.empty();
            closed.run();
            forget.run();
            die();
        }
    }

    @Override
    public void published() {
        realm.call(this, "onBegin", NIL, NIL);
    }

    @Override
    public void unpublished() {
        realm.call(this, "onEnd", NIL, NIL);
    }

    @Override
    public void packet(MediaPacket packet) {
        if (packet.kind() == AppEvent.DATA) {
            DataBody.of(packet.body())
                    .ifPresent(data -> realm.call(this, "onData", data.handler(), data.bytes()));
            return;
        }
        String event = packet.kind() == AppEvent.AUDIO ? "onAudio" : "onVideo";
        if (rawget(event).isfunction()) {
            LuaValue time = LuaValue.valueOf((double) (packet.time() & 0xffff_ffffL));
            LuaString bytes = LuaString.valueUsing(packet.body().toBytes());
            realm.call(this, event, time, bytes);
        }
    }
}
