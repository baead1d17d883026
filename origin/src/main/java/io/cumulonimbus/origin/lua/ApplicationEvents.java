package io.cumulonimbus.origin.lua;

import io.cumulonimbus.origin.app.AppClient;
import io.cumulonimbus.origin.app.AppEvent;
import io.cumulonimbus.origin.app.AppListener;
import io.cumulonimbus.origin.app.AppPublication;
import io.cumulonimbus.origin.app.FileAnswer;
import io.cumulonimbus.origin.app.Greeting;
import io.cumulonimbus.origin.app.MediaPacket;
import io.cumulonimbus.origin.app.Redirection;
import io.cumulonimbus.origin.app.StreamAnswer;
import io.cumulonimbus.origin.lua.client.ClientObject;
import io.cumulonimbus.origin.lua.object.Addresses;
import io.cumulonimbus.origin.lua.object.NativeObject;
import io.cumulonimbus.origin.lua.object.Texts;
import io.cumulonimbus.origin.lua.stream.DataBody;
import io.cumulonimbus.origin.lua.stream.ListenerObject;
import io.cumulonimbus.origin.lua.stream.PublicationObject;
import io.cumulonimbus.origin.lua.vm.Closure;
import io.cumulonimbus.origin.lua.vm.ScriptAbort;
import java.net.InetSocketAddress;
import java.util.Optional;
import java.util.function.Consumer;
import org.luaj.vm2.LuaError;
import org.luaj.vm2.LuaFunction;
import org.luaj.vm2.LuaString;
import org.luaj.vm2.LuaTable;
import org.luaj.vm2.LuaValue;
import org.luaj.vm2.Varargs;

/**
 * What clients of one application do with streams and groups, told to its script: to the
 * application's function of the event, and to the client's own of the same name (MonaServer).
 */
final class ApplicationEvents {
    private final LuaApplication application;
    private final LuaRealm realm;

    ApplicationEvents(LuaApplication application, LuaRealm realm) {
        this.application = application;
        this.realm = realm;
    }

    private Optional<ClientObject> object(AppClient client) {
        return realm.clients().find(client);
    }

    /** MonaServer's form has the protocol in front; a parameter of that name tells them apart. */
    Redirection handshake(Greeting greeting) {
        LuaTable parameters = new LuaTable();
        greeting.parameters().forEach((k, v) -> parameters.rawset(Texts.toLua(k), Texts.toLua(v)));
        String path = greeting.path().isEmpty() ? "" : "/" + greeting.path();
        Varargs arguments =
                LuaValue.varargsOf(
                        new LuaValue[] {
                            LuaValue.valueOf(Addresses.text(greeting.address())),
                            Texts.toLua(path),
                            parameters,
                            LuaValue.valueOf(greeting.attempt())
                        });
        return application
                .handler("onHandshake")
                .map(f -> redirection(f, arguments))
                .orElse(Redirection.NONE);
    }

    Redirection rendezvousUnknown(LuaFunction f, byte[] peer) {
        return redirection(f, LuaString.valueOf(peer));
    }

    private Redirection redirection(LuaFunction f, Varargs arguments) {
        boolean later = f instanceof Closure c && c.parameter(1).equals("protocol");
        Varargs all = later ? LuaValue.varargsOf(LuaValue.valueOf("RTMFP"), arguments) : arguments;
        try {
            return Redirections.of(realm.machine().event(() -> f.invoke(all)), realm.log());
        } catch (LuaError | ScriptAbort error) {
            realm.log().error(realm.text(error));
            return Redirection.NONE;
        }
    }

    /** The last that its script hears of a client. */
    void disconnection(AppClient client, Optional<String> error) {
        Optional<ClientObject> object = realm.clients().remove(client);
        if (object.isEmpty()) {
            return;
        }
        ClientObject self = object.get();
        self.forbidWriting();
        if (application.isRunning()) {
            error.ifPresent(
                    e ->
                            application.fire(
                                    "onFailed", LuaValue.varargsOf(self, LuaValue.valueOf(e))));
            application.fire("onDisconnection", self);
        }
        self.die();
    }

    void publish(AppClient client, AppPublication publication, Consumer<StreamAnswer> answer) {
        Optional<ClientObject> self = object(client);
        if (self.isEmpty()) {
            answer.accept(new StreamAnswer.Refused(""));
            return;
        }
        PublicationObject object = realm.publications().begin(publication, self);
        StreamAnswer decided =
                decide("onPublish", self.get(), LuaValue.varargsOf(self.get(), object));
        if (decided instanceof StreamAnswer.Refused) {
            realm.publications().end(publication);
        }
        answer.accept(decided);
    }

    void unpublish(AppClient client, AppPublication publication) {
        Optional<ClientObject> self = object(client);
        Optional<PublicationObject> object = realm.publications().find(publication);
        if (self.isPresent() && object.isPresent()) {
            fire("onUnpublish", self.get(), object.get());
        }
        realm.publications().end(publication);
    }

    void subscribe(AppClient client, AppListener listener, Consumer<StreamAnswer> answer) {
        Optional<ClientObject> self = object(client);
        if (self.isEmpty()) {
            answer.accept(new StreamAnswer.Refused(""));
            return;
        }
        ListenerObject object = realm.publications().add(listener, self.get());
        StreamAnswer decided =
                decide("onSubscribe", self.get(), LuaValue.varargsOf(self.get(), object));
        if (decided instanceof StreamAnswer.Refused) {
            realm.publications().remove(listener);
        }
        answer.accept(decided);
    }

    void unsubscribe(AppClient client, AppListener listener) {
        Optional<ClientObject> self = object(client);
        Optional<ListenerObject> object = realm.publications().find(listener);
        if (self.isPresent() && object.isPresent()) {
            fire("onUnsubscribe", self.get(), object.get());
        }
        realm.publications().remove(listener);
    }

    void packet(AppClient client, AppPublication publication, MediaPacket packet) {
        Optional<ClientObject> self = object(client);
        Optional<PublicationObject> found = realm.publications().find(publication);
        if (self.isEmpty() || found.isEmpty()) {
            return;
        }
        PublicationObject object = found.get();
        object.passed(packet.time());
        LuaValue time = LuaValue.valueOf((double) (packet.time() & 0xffff_ffffL));
        if (packet.kind() == AppEvent.DATA) {
            DataBody.of(packet.body()).ifPresent(data -> data(self.get(), object, data));
            return;
        }
        boolean audio = packet.kind() == AppEvent.AUDIO;
        LuaString bytes = LuaString.valueUsing(packet.body().toBytes());
        application.fire(
                audio ? "onAudioPacket" : "onVideoPacket",
                LuaValue.varargsOf(new LuaValue[] {self.get(), object, time, bytes}));
        own(object, audio ? "onAudio" : "onVideo")
                .ifPresent(f -> application.attempt(f, LuaValue.varargsOf(object, time, bytes)));
    }

    private void data(ClientObject self, PublicationObject object, DataBody data) {
        LuaValue handler = data.handler();
        LuaString bytes = data.bytes();
        application.fire(
                "onDataPacket", LuaValue.varargsOf(new LuaValue[] {self, object, handler, bytes}));
        own(object, "onData")
                .ifPresent(f -> application.attempt(f, LuaValue.varargsOf(object, handler, bytes)));
    }

    void joinGroup(AppClient client, byte[] id) {
        object(client)
                .ifPresent(
                        self -> {
                            fire("onJoinGroup", self, realm.groups().join(id, self));
                        });
    }

    void unjoinGroup(AppClient client, byte[] id) {
        Optional<ClientObject> self = object(client);
        if (self.isPresent()) {
            realm.groups()
                    .leave(id, self.get())
                    .ifPresent(
                            group -> {
                                fire("onUnjoinGroup", self.get(), group);
                                realm.groups().tidy(group);
                            });
        }
    }

    /** {@code (client, asker, id)}; the asker is nil when it is no client of this realm. */
    boolean introduction(AppClient client, Optional<byte[]> asker) {
        Optional<ClientObject> self = object(client);
        if (self.isEmpty()) {
            return false;
        }
        LuaValue id = asker.<LuaValue>map(LuaString::valueOf).orElse(LuaValue.NIL);
        LuaValue known = asker.isEmpty() ? LuaValue.NIL : realm.clients().find(id);
        Varargs arguments = LuaValue.varargsOf(self.get(), known, id);
        return decide("onIntroduction", self.get(), arguments) instanceof StreamAnswer.Allowed;
    }

    /** Asks the client's own function which file it is shown. */
    FileAnswer read(AppClient client, String name) {
        Optional<ClientObject> self = application.isRunning() ? object(client) : Optional.empty();
        return self.flatMap(one -> own(one, "onRead"))
                .map(f -> FileReading.ask(realm, f, self.get(), name))
                .orElse(new FileAnswer.Shown(name));
    }

    void addressChanged(AppClient client, InetSocketAddress before) {
        object(client)
                .ifPresent(
                        self -> {
                            LuaValue old = LuaValue.valueOf(Addresses.text(before));
                            if (application.isRunning()) {
                                fireBoth("onAddressChanged", self, old);
                            }
                        });
    }

    private void fire(String event, ClientObject client, NativeObject what) {
        if (application.isRunning()) {
            fireBoth(event, client, what);
        }
    }

    private void fireBoth(String event, ClientObject client, LuaValue what) {
        Varargs arguments = LuaValue.varargsOf(client, what);
        application.fire(event, arguments);
        own(client, event).ifPresent(f -> application.attempt(f, arguments));
    }

    private static Optional<LuaFunction> own(NativeObject object, String event) {
        return object.rawget(event) instanceof LuaFunction f ? Optional.of(f) : Optional.empty();
    }

    /** Refused is what a function says no to, or fails over. */
    private StreamAnswer decide(String event, ClientObject client, Varargs arguments) {
        if (!application.isRunning()) {
            return StreamAnswer.ALLOWED;
        }
        StreamAnswer decided =
                application.handler(event).map(f -> ask(f, arguments)).orElse(StreamAnswer.ALLOWED);
        if (decided instanceof StreamAnswer.Refused) {
            return decided;
        }
        return own(client, event).map(f -> ask(f, arguments)).orElse(decided);
    }

    private StreamAnswer ask(LuaFunction f, Varargs arguments) {
        try {
            LuaValue result = realm.machine().event(() -> f.invoke(arguments)).arg1();
            return result.isboolean() && !result.toboolean()
                    ? new StreamAnswer.Refused("")
                    : StreamAnswer.ALLOWED;
        } catch (LuaError | ScriptAbort error) {
            return new StreamAnswer.Refused(realm.text(error));
        }
    }
}
