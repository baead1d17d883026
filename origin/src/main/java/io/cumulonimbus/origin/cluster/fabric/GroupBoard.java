package io.cumulonimbus.origin.cluster.fabric;

import io.cumulonimbus.net.loop.BoundedHop;
import io.cumulonimbus.net.loop.DeadlineTimer;
import io.cumulonimbus.net.loop.Loop;
import io.cumulonimbus.origin.cluster.GroupMembers;
import io.cumulonimbus.origin.cluster.NodeId;
import io.cumulonimbus.origin.cluster.Registration;
import java.nio.ByteBuffer;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Collection;
import java.util.HashMap;
import java.util.HashSet;
import java.util.Iterator;
import java.util.List;
import java.util.Map;
import java.util.Set;

/**
 * Who is in which group: each node tells the others of joins and leaves, and answers with its
 * members those that watch a group. Every few seconds it tells a digest of its own members, and who
 * finds another one asks anew. Books on the directory's loop.
 */
final class GroupBoard implements GroupMembers {
    /** Ids are 32 bytes. */
    static final int ID = 32;

    /** Members in one message. */
    static final int PIECE = 8192;

    /** Groups whose digests are told at a time. */
    static final int DIGESTS = 4096;

    /** Digests of a group after its last member here has left. */
    private static final int FAREWELLS = 3;

    private static final String JOIN = ".group+";
    private static final String LEAVE = ".group-";
    private static final String ASK = ".group?";
    private static final String MEMBERS = ".group=";
    private static final String DIGEST = ".group#";
    private static final long AUDIT_NS = 5_000_000_000L;

    private final Desk desk;
    private final PostOffice post;
    private final Map<Key, Roll> own = new HashMap<>();
    private final Map<Key, Integer> farewells = new HashMap<>();
    private final Map<Key, WatchedGroup> watched = new HashMap<>();
    private final DeadlineTimer audit;
    private Iterator<Key> digested = List.<Key>of().iterator();

    GroupBoard(Desk desk, PostOffice post) {
        this.desk = desk;
        this.post = post;
        this.audit = desk.timer(this::tellDigests);
        if (desk.fabric().isShared()) {
            on(JOIN, (from, in) -> change(from, key(in), key(in), true));
            on(LEAVE, (from, in) -> change(from, key(in), key(in), false));
            on(ASK, (from, in) -> tellMembers(from, key(in)));
            on(MEMBERS, this::members);
            on(DIGEST, this::compare);
            desk.run(() -> audit.set(desk.loop().nowNs() + AUDIT_NS));
        }
    }

    private interface Taker {
        void take(NodeId from, ByteBuffer in);
    }

    private void on(String kind, Taker taker) {
        post.receive(
                kind,
                desk.loop(),
                (from, body, reply) -> {
                    if (desk.living(from.incarnation()).isPresent()) {
                        taker.take(from, ByteBuffer.wrap(body));
                    }
                });
    }

    private static Key key(ByteBuffer in) {
        byte[] bytes = new byte[ID];
        in.get(bytes);
        return new Key(bytes);
    }

    @Override
    public void join(byte[] group, byte[] peer) {
        desk.run(
                () -> {
                    if (own.computeIfAbsent(new Key(group), g -> new Roll()).add(new Key(peer))) {
                        post.broadcast(JOIN, pair(group, peer));
                    }
                });
    }

    @Override
    public void leave(byte[] group, byte[] peer) {
        desk.run(
                () -> {
                    Key key = new Key(group);
                    Roll roll = own.get(key);
                    if (roll != null && roll.remove(new Key(peer))) {
                        if (roll.members().isEmpty()) {
                            farewells.put(key, FAREWELLS);
                        }
                        post.broadcast(LEAVE, pair(group, peer));
                    }
                });
    }

    private static byte[] pair(byte[] group, byte[] peer) {
        return ByteBuffer.allocate(2 * ID).put(group).put(peer).array();
    }

    @Override
    public Registration watch(byte[] group, Loop loop, Listener listener) {
        Key key = new Key(group);
        BoundedHop hop = desk.to(loop);
        WatchedGroup.Watcher watcher = new WatchedGroup.Watcher(hop, listener);
        desk.run(
                () -> {
                    WatchedGroup known = watched.get(key);
                    if (known == null) {
                        known = new WatchedGroup();
                        watched.put(key, known);
                        post.broadcast(ASK, group);
                    }
                    known.add(watcher);
                });
        return () ->
                desk.run(
                        () ->
                                watched.computeIfPresent(
                                        key, (k, of) -> of.remove(watcher) ? null : of));
    }

    private void change(NodeId from, Key group, Key peer, boolean joined) {
        WatchedGroup known = watched.get(group);
        if (known != null) {
            known.change(from, peer, joined);
        }
    }

    /** Everybody of ours, in pieces; the first one says that it is the first. */
    private void tellMembers(NodeId to, Key group) {
        Roll roll = own.getOrDefault(group, Roll.EMPTY);
        List<Key> piece = new ArrayList<>();
        boolean first = true;
        for (Key member : roll.members()) {
            piece.add(member);
            if (piece.size() == PIECE) {
                tellPiece(to, group, piece, first, false);
                first = false;
                piece.clear();
            }
        }
        tellPiece(to, group, piece, first, true);
    }

    private void tellPiece(
            NodeId to, Key group, Collection<Key> piece, boolean first, boolean last) {
        ByteBuffer out = ByteBuffer.allocate(ID + 1 + piece.size() * ID);
        out.put(group.bytes()).put((byte) ((first ? 1 : 0) | (last ? 2 : 0)));
        piece.forEach(member -> out.put(member.bytes()));
        post.send(to, MEMBERS, out.array());
    }

    private void members(NodeId from, ByteBuffer in) {
        WatchedGroup known = watched.get(key(in));
        if (known == null) {
            return;
        }
        int flags = in.get();
        Set<Key> piece = new HashSet<>();
        while (in.hasRemaining()) {
            piece.add(key(in));
        }
        known.piece(from, piece, (flags & 1) != 0, (flags & 2) != 0);
    }

    private void tellDigests() {
        if (!digested.hasNext()) {
            digested = List.copyOf(own.keySet()).iterator();
        }
        int count = Math.min(DIGESTS, own.size());
        ByteBuffer out = ByteBuffer.allocate(count * (ID + Roll.DIGEST));
        while (out.hasRemaining() && digested.hasNext()) {
            Key group = digested.next();
            Roll roll = own.get(group);
            if (roll != null) {
                out.put(group.bytes()).put(roll.digest());
                told(group, roll);
            }
        }
        if (out.position() > 0) {
            post.broadcast(DIGEST, Arrays.copyOf(out.array(), out.position()));
        }
        audit.set(desk.loop().nowNs() + AUDIT_NS);
    }

    /** That nobody is left is told a few times: the last leave may have been lost. */
    private void told(Key group, Roll roll) {
        if (!roll.members().isEmpty()) {
            farewells.remove(group);
        } else if (farewells.merge(group, -1, Integer::sum) <= 0) {
            farewells.remove(group);
            own.remove(group);
        }
    }

    private void compare(NodeId from, ByteBuffer in) {
        while (in.hasRemaining()) {
            Key group = key(in);
            byte[] digest = new byte[Roll.DIGEST];
            in.get(digest);
            WatchedGroup known = watched.get(group);
            if (known != null && !known.isLike(from, digest)) {
                post.send(from, ASK, group.bytes());
            }
        }
    }

    /** A node is gone, and its members with it. On the loop. */
    void left(NodeId node) {
        watched.values().forEach(group -> group.left(node));
    }

    /** Parts have become one: everybody asks anew. On the loop. */
    void merged() {
        watched.keySet().forEach(group -> post.broadcast(ASK, group.bytes()));
    }
}
