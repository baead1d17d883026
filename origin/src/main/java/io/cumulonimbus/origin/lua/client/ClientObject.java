package io.cumulonimbus.origin.lua.client;

import io.cumulonimbus.net.loop.Loop;
import io.cumulonimbus.origin.app.AppClient;
import io.cumulonimbus.origin.lua.object.Addresses;
import io.cumulonimbus.origin.lua.object.Assignments;
import io.cumulonimbus.origin.lua.object.NativeObject;
import io.cumulonimbus.origin.lua.object.ObjectKind;
import io.cumulonimbus.origin.lua.object.ScriptLog;
import io.cumulonimbus.origin.lua.object.Texts;
import java.net.URLEncoder;
import java.nio.charset.StandardCharsets;
import java.util.Optional;
import java.util.StringJoiner;
import org.luaj.vm2.LuaFunction;
import org.luaj.vm2.LuaString;
import org.luaj.vm2.LuaTable;
import org.luaj.vm2.LuaValue;

/**
 * A client as scripts see it: a table that they may add to, with properties behind their own
 * fields. After the client's end it is a plain table.
 */
public final class ClientObject extends NativeObject {
    private static final LuaString ACCOUNT = LuaValue.valueOf("account");

    private final AppClient client;
    private final WriterObject writer;
    private final ObjectKind<ClientObject> kind;
    private final ScriptLog log;
    private final Loop loop;
    private Optional<LuaTable> parameters = Optional.empty();
    private boolean readOnly;

    ClientObject(
            AppClient client,
            WriterObject writer,
            ScriptLog log,
            Loop loop,
            ObjectKind<ClientObject> kind) {
        super(kind);
        this.kind = kind;
        this.loop = loop;
        this.client = client;
        this.writer = writer;
        this.log = log;
    }

    public AppClient client() {
        return client;
    }

    public WriterObject writer() {
        return writer;
    }

    /** The client is gone: nothing can be written any more. */
    public void forbidWriting() {
        readOnly = true;
        writer.die();
    }

    @Override
    public void die() {
        writer.die();
        super.die();
    }

    /** The function that the script defined for clients to call. */
    public Optional<LuaFunction> callable(String name) {
        if (kind.events().contains(name)) {
            return Optional.empty();
        }
        return rawget(Texts.toLua(name)) instanceof LuaFunction f
                ? Optional.of(f)
                : Optional.empty();
    }

    /** What the script calls its account: text in a field of that name that it made itself. */
    public Optional<String> account() {
        return rawget(ACCOUNT) instanceof LuaString text
                ? Optional.of(text.tojstring())
                : Optional.empty();
    }

    /** The kind, with its properties and what the server calls. */
    static ObjectKind<ClientObject> kind(ScriptLog log, Assignments assignments) {
        return new ObjectKind<>(ClientObject.class, log, assignments)
                .property("id", self -> valueOf(self.client.identity().peerIdHex()))
                .property("rawId", self -> LuaString.valueOf(self.client.identity().peerId()))
                .property("path", self -> valueOf(self.path()))
                .property("address", self -> valueOf(Addresses.text(self.client.address())))
                .property("pageUrl", self -> Texts.toLua(self.client.pageUrl()))
                .property("swfUrl", self -> Texts.toLua(self.client.swfUrl()))
                .property("flashVersion", self -> Texts.toLua(self.client.flashVersion()))
                .property("protocol", self -> valueOf(self.client.identity().protocol().name()))
                .property("resumed", self -> LuaValue.valueOf(self.client.resumed()))
                .property("ping", self -> valueOf((double) self.pingMs()))
                .property("elapsedFromReception", self -> valueOf(self.elapsedMs()))
                .property("lastReceptionTime", self -> valueOf(self.lastHeardMs()))
                .property("query", self -> LuaValue.valueOf(self.query()))
                .property("properties", ClientObject::parameters)
                .property("parameters", ClientObject::parameters)
                .property("writer", ClientObject::writerProperty)
                .events("onManage", "onMessage", "onRead", "onWrite", "onAddressChanged")
                .events("onPublish", "onUnpublish", "onSubscribe", "onUnsubscribe")
                .events("onJoinGroup", "onUnjoinGroup", "onIntroduction");
    }

    /** A parameter of the client's URL. */
    @Override
    protected LuaValue property(String name) {
        String value = client.parameters().get(name);
        return value == null ? NIL : Texts.toLua(value);
    }

    private String path() {
        return client.path().isEmpty() ? "" : "/" + client.path();
    }

    private long pingMs() {
        return Math.max(0, client.roundTripNs()) / 1_000_000;
    }

    private double lastHeardMs() {
        return Math.floor(System.currentTimeMillis() - elapsedMs());
    }

    private LuaValue writerProperty() {
        if (readOnly) {
            log.error("the client is gone, it has no writer any more");
            return NIL;
        }
        return writer;
    }

    /** Since its last message. */
    private double elapsedMs() {
        long heardNs = client.heardNs();
        return heardNs == 0 ? 0 : Math.max(0, loop.nowNs() - heardNs) / 1e6;
    }

    private String query() {
        StringJoiner query = new StringJoiner("&");
        client.parameters().forEach((k, v) -> query.add(encode(k) + "=" + encode(v)));
        return query.toString();
    }

    private static String encode(String text) {
        return URLEncoder.encode(text, StandardCharsets.UTF_8);
    }

    /** A parameter that is called as a property of ours is found here. */
    public LuaTable parameters() {
        if (parameters.isEmpty()) {
            parameters = Optional.of(newParameters());
        }
        return parameters.get();
    }

    private LuaTable newParameters() {
        LuaTable t = new LuaTable();
        client.parameters().forEach((k, v) -> t.rawset(Texts.toLua(k), Texts.toLua(v)));
        return t;
    }
}
