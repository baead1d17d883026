package io.cumulonimbus.origin.cluster.fabric;

import io.cumulonimbus.config.HostPort;
import io.cumulonimbus.net.loop.DeadlineTimer;
import io.cumulonimbus.net.loop.Loop;
import io.cumulonimbus.origin.cluster.Node;
import io.cumulonimbus.origin.cluster.NodeId;
import io.cumulonimbus.origin.cluster.Nodes;
import io.cumulonimbus.origin.cluster.Registration;
import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.DataInputStream;
import java.io.DataOutputStream;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.SortedMap;
import java.util.TreeMap;
import java.util.function.IntSupplier;

/** Who is there and what each has told of itself. Books on the directory's loop. */
final class NodeBoard implements Nodes {
    private static final String CARD = ".card";
    private static final long AGAIN_NS = 1_000_000_000L;

    private final Desk desk;
    private final PostOffice post;
    private final Hearers<Listener> hearers;
    private final DeadlineTimer again;
    private final IntSupplier load;
    private volatile SortedMap<NodeId, Node> cards = new TreeMap<>();
    private Node own;

    /**
     * @param load this node's
     */
    NodeBoard(Desk desk, PostOffice post, IntSupplier load) {
        this.load = load;
        this.desk = desk;
        this.hearers = new Hearers<>(desk);
        this.post = post;
        this.own = Node.unknown(desk.self());
        this.again = desk.timer(this::repeat);
        put(own);
        post.receive(CARD, desk.loop(), (from, body, reply) -> told(read(from, body)));
        if (desk.fabric().isShared()) {
            desk.run(this::repeat);
        }
    }

    @Override
    public List<Node> all() {
        return List.copyOf(cards.values());
    }

    @Override
    public Optional<Node> find(NodeId id) {
        return Optional.ofNullable(cards.get(id));
    }

    @Override
    public void announce(Node self) {
        if (!self.id().equals(desk.self())) {
            throw new IllegalArgumentException("not this node: " + self);
        }
        desk.run(
                () -> {
                    own = self.announcing();
                    tellOwn();
                });
    }

    private void tellOwn() {
        own = own.withLoad(load.getAsInt());
        told(own);
        post.broadcast(CARD, written(own));
    }

    private void repeat() {
        tellOwn();
        again.set(desk.loop().nowNs() + AGAIN_NS);
    }

    @Override
    public Registration listen(Loop loop, Listener listener) {
        return hearers.add(loop, listener, this::all, Listener::joined);
    }

    /** A node is there; on the loop. */
    void joined(NodeId id) {
        if (!cards.containsKey(id)) {
            Node node = Node.unknown(id);
            put(node);
            hearers.tell(listener -> listener.joined(node));
            post.send(id, CARD, written(own));
        } else if (id.equals(desk.self())) {
            post.broadcast(CARD, written(own));
        }
    }

    /** A node is gone; on the loop. */
    void left(NodeId id) {
        SortedMap<NodeId, Node> after = new TreeMap<>(cards);
        if (after.remove(id) != null) {
            cards = after;
            hearers.tell(listener -> listener.left(id));
        }
    }

    void merged() {
        hearers.tell(Listener::merged);
        repeat();
    }

    private void told(Node node) {
        Node before = cards.get(node.id());
        if (before != null && !before.equals(node)) {
            put(node);
            hearers.tell(listener -> listener.changed(node));
        }
    }

    private void put(Node node) {
        SortedMap<NodeId, Node> after = new TreeMap<>(cards);
        after.put(node.id(), node);
        cards = after;
    }

    private static byte[] written(Node node) {
        ByteArrayOutputStream bytes = new ByteArrayOutputStream();
        try (DataOutputStream out = new DataOutputStream(bytes)) {
            out.writeInt(node.load());
            out.writeBoolean(node.draining());
            write(out, node.link());
            write(out, node.clients());
            out.writeByte(node.properties().size());
            for (Map.Entry<String, String> one : node.properties().entrySet()) {
                out.writeUTF(one.getKey());
                out.writeUTF(one.getValue());
            }
            out.writeBoolean(node.announced());
        } catch (IOException e) {
            throw new UncheckedIOException(e); // memory does not fail
        }
        return bytes.toByteArray();
    }

    private static void write(DataOutputStream out, Optional<HostPort> address) throws IOException {
        out.writeUTF(address.map(HostPort::host).orElse(""));
        out.writeShort(address.map(HostPort::port).orElse(0));
    }

    private static Node read(NodeId from, byte[] body) {
        try (DataInputStream in = new DataInputStream(new ByteArrayInputStream(body))) {
            int load = in.readInt();
            boolean draining = in.readBoolean();
            Optional<HostPort> link = read(in);
            Optional<HostPort> clients = read(in);
            Map<String, String> properties = properties(in);
            boolean announced = in.available() == 0 || in.readBoolean();
            return new Node(from, link, clients, load, draining, properties, announced);
        } catch (IOException e) {
            throw new UncheckedIOException(e); // another version: logged by the loop
        }
    }

    /** Those of a version before have none. */
    private static Map<String, String> properties(DataInputStream in) throws IOException {
        Map<String, String> properties = new HashMap<>();
        for (int left = in.available() > 0 ? in.readUnsignedByte() : 0; left > 0; left--) {
            properties.put(in.readUTF(), in.readUTF());
        }
        return properties;
    }

    private static Optional<HostPort> read(DataInputStream in) throws IOException {
        String host = in.readUTF();
        int port = in.readUnsignedShort();
        return host.isEmpty() ? Optional.empty() : Optional.of(new HostPort(host, port));
    }
}
