package io.cumulonimbus.origin.lua.cluster;

import io.cumulonimbus.config.HostPort;
import io.cumulonimbus.origin.cluster.Node;
import io.cumulonimbus.origin.lua.object.NativeObject;
import io.cumulonimbus.origin.lua.object.ObjectKind;
import io.cumulonimbus.origin.lua.object.Texts;
import io.cumulonimbus.origin.lua.value.Values;
import io.cumulonimbus.origin.lua.vm.Arguments;
import java.util.Optional;
import org.luaj.vm2.LuaFunction;
import org.luaj.vm2.LuaString;
import org.luaj.vm2.LuaValue;
import org.luaj.vm2.Varargs;

/** Another server of the cluster, on which scripts put functions that it may call. */
public final class ServerObject extends NativeObject {
    private final ClusterHost realm;
    private final boolean target;
    private Node node;

    /**
     * @param target whether it was there before this one
     */
    ServerObject(ObjectKind<ServerObject> kind, ClusterHost realm, Node node, boolean target) {
        super(kind);
        this.realm = realm;
        this.node = node;
        this.target = target;
    }

    static ObjectKind<ServerObject> kind(ClusterHost realm) {
        return new ObjectKind<>(ServerObject.class, realm.log(), realm.assignments())
                .method("send", ServerObject::send)
                .property("name", self -> Texts.toLua(self.node.id().name()))
                .property("address", self -> Texts.toLua(self.address()))
                .property("publicAddress", self -> Texts.toLua(self.publicAddress()))
                .property("isTarget", self -> LuaValue.valueOf(self.target));
    }

    /** What its operator has scripts know of it. */
    @Override
    protected LuaValue property(String name) {
        String value = node.properties().get(name);
        return value == null ? NIL : Texts.toLua(value);
    }

    @Override
    protected boolean hearsOfClients() {
        return false;
    }

    Node node() {
        return node;
    }

    void changed(Node now) {
        node = now;
    }

    boolean isTarget() {
        return target;
    }

    /** Where other servers reach it, or what it is called. */
    String address() {
        return text(node.link(), node.id().name());
    }

    /** Where clients reach it; empty when it has no address for them. */
    public String publicAddress() {
        return text(node.clients(), "");
    }

    private static String text(Optional<HostPort> address, String otherwise) {
        return address.map(HostPort::toString).orElse(otherwise);
    }

    /** {@code (handler, ...)}; answers whether it left. */
    private Varargs send(Arguments a) {
        byte[] call = call(realm, a);
        realm.calls().pay(call);
        boolean left =
                realm.calls()
                        .attempt(share -> share.channel(ServerTable.CHANNEL).send(node.id(), call));
        return valueOf(left);
    }

    /** The call that the arguments of a method are about. */
    static byte[] call(ClusterHost realm, Arguments a) {
        LuaString handler = a.string(2);
        if (handler.m_length == 0 || handler.tojstring().equals(".")) {
            throw a.fault(2, "name of a function expected");
        }
        if (handler.m_length > ClusterBytes.LONGEST_HANDLER) {
            realm.log().warn("(method '" + a.function() + "') the handler's name is cut");
        }
        Values values = realm.caller().values();
        return ClusterBytes.call(handler, ClusterBytes.of(realm, values, a.values().subargs(3)));
    }

    /** The other server calls one of our functions; nothing happens when there is none. */
    void called(LuaString handler, byte[] arguments) {
        if (rawget(handler) instanceof LuaFunction f) {
            Values values = realm.caller().values();
            realm.calls()
                    .event(
                            () ->
                                    f.invoke(
                                            LuaValue.varargsOf(
                                                    this,
                                                    LuaValue.varargsOf(
                                                            ClusterBytes.all(values, arguments)))));
        }
    }
}
