package io.cumulonimbus.origin.lua;

import io.cumulonimbus.origin.app.AppClient;
import java.net.InetSocketAddress;
import java.util.Optional;
import java.util.Set;
import org.luaj.vm2.LuaFunction;
import org.luaj.vm2.LuaString;
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
    private boolean readOnly;

    ClientObject(
            AppClient client, WriterObject writer, ScriptLog log, ObjectKind<ClientObject> kind) {
        super(kind);
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
