package io.cumulonimbus.origin.lua.cluster;

import io.cumulonimbus.origin.cluster.Node;
import io.cumulonimbus.origin.cluster.NodeId;
import io.cumulonimbus.origin.cluster.Nodes;
import io.cumulonimbus.origin.cluster.realm.RealmShare;
import io.cumulonimbus.origin.lua.object.CollectionObject;
import io.cumulonimbus.origin.lua.object.ObjectKind;
import io.cumulonimbus.origin.lua.object.Texts;
import io.cumulonimbus.origin.lua.vm.Arguments;
import java.util.ArrayList;
import java.util.List;
import java.util.TreeMap;
import java.util.function.BiConsumer;
import java.util.function.Predicate;
import org.luaj.vm2.LuaString;
import org.luaj.vm2.LuaTable;
import org.luaj.vm2.LuaValue;
import org.luaj.vm2.Varargs;

/**
 * {@code cumulus.servers}: the other servers of the cluster, of which one that stands alone has
 * none; or those that were there before this one, or came later.
 */
public final class ServerTable extends CollectionObject {
    /** Calls of functions of server objects. */
    static final String CHANNEL = "servers";

    private final ClusterHost realm;
    private final TreeMap<NodeId, ServerObject> all;
    private final Predicate<ServerObject> wanted;
    private final ObjectKind<ServerObject> kind;
    private LuaValue initiators = NIL;
    private LuaValue targets = NIL;

    private ServerTable(
            ObjectKind<ServerTable> kind,
            ClusterHost realm,
            TreeMap<NodeId, ServerObject> all,
            Predicate<ServerObject> wanted,
            ObjectKind<ServerObject> servers) {
        super(kind);
        this.kind = servers;
        this.realm = realm;
        this.all = all;
        this.wanted = wanted;
    }

    public static ServerTable make(ClusterHost realm) {
        ObjectKind<ServerTable> kind =
                CollectionObject.addTo(
                        new ObjectKind<>(
                                "servers", ServerTable.class, realm.log(), realm.assignments()));
        kind.method("broadcast", ServerTable::broadcast)
                .property("initiators", self -> self.initiators)
                .property("targets", self -> self.targets);
        TreeMap<NodeId, ServerObject> all = new TreeMap<>();
        ObjectKind<ServerObject> one = ServerObject.kind(realm);
        ServerTable table = new ServerTable(kind, realm, all, server -> true, one);
        table.initiators = new ServerTable(kind, realm, all, server -> !server.isTarget(), one);
        table.targets = new ServerTable(kind, realm, all, ServerObject::isTarget, one);
        return table;
    }

    /**
     * Fills itself with the nodes of the cluster from now on.
     *
     * @param told the event's name and the server that it is about
     */
    public void follow(RealmShare share, BiConsumer<String, ServerObject> told) {
        share.listen(
                new Nodes.Listener() {
                    @Override
                    public void joined(Node node) {
                        appeared(node, share.self(), told);
                    }

                    @Override
                    public void changed(Node node) {
                        ServerObject server = all.get(node.id());
                        if (server != null) {
                            server.changed(node);
                        } else {
                            appeared(node, share.self(), told);
                        }
                    }

                    @Override
                    public void left(NodeId id) {
                        ServerObject server = all.remove(id);
                        if (server != null) {
                            told.accept("onServerDisconnection", server);
                            server.die();
                        }
                    }
                });
        share.channel(CHANNEL)
                .receive(
                        (from, body) -> {
                            ServerObject server = all.get(from);
                            LuaString handler = ClusterBytes.handler(body);
                            if (server != null && handler.m_length > 0) {
                                server.called(handler, ClusterBytes.arguments(body));
                            }
                        });
    }

    /** Scripts hear of a server once it has told what they may know of it. */
    private void appeared(Node node, NodeId self, BiConsumer<String, ServerObject> told) {
        if (node.announced() && !node.id().equals(self) && !all.containsKey(node.id())) {
            boolean before = isBefore(node.id(), self);
            ServerObject server = new ServerObject(kind, realm, node, before);
            all.put(node.id(), server);
            told.accept("onServerConnection", server);
        }
    }

    /** Of two servers one dials the other: who comes later. Both see it the same way. */
    private static boolean isBefore(NodeId one, NodeId other) {
        return Long.compareUnsigned(one.incarnation(), other.incarnation()) < 0;
    }

    /** In the order of their names, which is the same everywhere. */
    public List<ServerObject> servers() {
        List<ServerObject> servers = new ArrayList<>(all.values());
        servers.removeIf(wanted.negate());
        return servers;
    }

    /** {@code (handler, ...)}; answers whether it left to all of them. */
    private Varargs broadcast(Arguments a) {
        List<ServerObject> servers = servers();
        if (servers.isEmpty()) {
            return FALSE;
        }
        byte[] call = ServerObject.call(realm, a);
        boolean left = true;
        for (ServerObject server : servers) {
            realm.calls().pay(call);
            left &=
                    realm.calls()
                            .attempt(
                                    share -> share.channel(CHANNEL).send(server.node().id(), call));
        }
        return valueOf(left);
    }

    @Override
    protected int count() {
        return servers().size();
    }

    @Override
    protected LuaTable snapshot() {
        LuaTable table = new LuaTable();
        List<ServerObject> servers = servers();
        for (int i = 0; i < servers.size(); i++) {
            table.rawset(i + 1, servers.get(i));
        }
        return table;
    }

    /** By number from 1, or by one of its addresses or its name. */
    @Override
    public LuaValue find(LuaValue key) {
        List<ServerObject> servers = servers();
        if (key.type() == LuaValue.TNUMBER) {
            double index = key.todouble();
            return index >= 1 && index <= servers.size() && index == Math.rint(index)
                    ? servers.get((int) index - 1)
                    : NIL;
        }
        if (!(key instanceof LuaString text)) {
            return NIL;
        }
        String wantedOne = Texts.toJava(text);
        for (ServerObject server : servers) {
            if (server.address().equals(wantedOne)
                    || server.publicAddress().equals(wantedOne)
                    || server.node().id().name().equals(wantedOne)) {
                return server;
            }
        }
        return NIL;
    }
}
