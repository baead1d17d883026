package io.cumulonimbus.origin.lua;

import io.cumulonimbus.net.loop.Loop;
import io.cumulonimbus.origin.app.AppClient;
import java.net.InetSocketAddress;
import java.net.URLEncoder;
import java.nio.charset.StandardCharsets;
import java.util.Optional;
import java.util.Set;
import java.util.StringJoiner;
import org.luaj.vm2.LuaFunction;
import org.luaj.vm2.LuaString;
import org.luaj.vm2.LuaTable;
import org.luaj.vm2.LuaValue;

/**
 * A client as scripts see it: a table that they may add to, with properties behind their own
 * fields. After the client's end it is a plain table.
 */
final class ClientObject extends NativeObject {
    /** Functions of these names are called by the server only. */
    private static final Set<String> EVENTS =
            Set.of(
                    "onManage",
                    "onMessage",
                    "onRead",
                    "onWrite",
                    "onPublish",
                    "onUnpublish",
                    "onSubscribe",
                    "onUnsubscribe",
                    "onJoinGroup",
                    "onUnjoinGroup",
                    "onAddressChanged");

    private final AppClient client;
    private final WriterObject writer;
    private final ScriptLog log;
    private final Loop loop;
    private boolean readOnly;

    ClientObject(
            AppClient client,
            WriterObject writer,
            ScriptLog log,
            Loop loop,
            ObjectKind<ClientObject> kind) {
        super(kind);
        this.loop = loop;
        this.client = client;
        this.writer = writer;
        this.log = log;
    }

    AppClient client() {
        return client;
    }

    WriterObject writer() {
        return writer;
    }

    /** The client is gone: nothing can be written any more. */
    void forbidWriting() {
        readOnly = true;
        writer.die();
    }

    @Override
    void die() {
        writer.die();
        super.die();
    }

    /** The function that the script defined for clients to call. */
    Optional<LuaFunction> callable(String name) {
        if (EVENTS.contains(name)) {
            return Optional.empty();
        }
        return rawget(Texts.toLua(name)) instanceof LuaFunction f
                ? Optional.of(f)
                : Optional.empty();
    }

    /** A property: built in, or a parameter of the client's URL. */
    @Override
    LuaValue property(String name) {
        return switch (name) {
            case "id" -> valueOf(client.identity().peerIdHex());
            case "rawId" -> LuaString.valueOf(client.identity().peerId());
            case "path" -> valueOf(client.path().isEmpty() ? "" : "/" + client.path());
            case "address" -> valueOf(text(client.address()));
            case "pageUrl" -> Texts.toLua(client.pageUrl());
            case "swfUrl" -> Texts.toLua(client.swfUrl());
            case "flashVersion" -> Texts.toLua(client.flashVersion());
            case "protocol" -> valueOf(client.identity().protocol().name());
            case "ping" -> valueOf(Math.max(0, client.roundTripNs()) / 1_000_000);
            case "elapsedFromReception" -> LuaValue.valueOf(elapsedMs());
            case "lastReceptionTime" ->
                    LuaValue.valueOf(Math.floor(System.currentTimeMillis() - elapsedMs()));
            case "query" -> LuaValue.valueOf(query());
            case "properties", "parameters" -> parameters();
            case "writer" -> writerProperty();
            default -> parameter(name);
        };
    }

    private static LuaValue valueOf(long number) {
        return LuaValue.valueOf((double) number);
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
    private LuaTable parameters() {
        LuaTable t = new LuaTable();
        client.parameters().forEach((k, v) -> t.rawset(Texts.toLua(k), Texts.toLua(v)));
        return t;
    }

    private LuaValue parameter(String name) {
        String value = client.parameters().get(name);
        return value == null ? NIL : Texts.toLua(value);
    }

    static String text(InetSocketAddress address) {
        String host =
                address.getAddress() == null
                        ? address.getHostString()
                        : address.getAddress().getHostAddress();
        return host.indexOf(':') >= 0
                ? "[" + host + "]:" + address.getPort()
                : host + ":" + address.getPort();
    }
}
