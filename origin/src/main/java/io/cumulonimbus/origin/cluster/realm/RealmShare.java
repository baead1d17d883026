package io.cumulonimbus.origin.cluster.realm;

import io.cumulonimbus.net.loop.Loop;
import io.cumulonimbus.origin.cluster.Directory;
import io.cumulonimbus.origin.cluster.NodeId;
import io.cumulonimbus.origin.cluster.Nodes;
import io.cumulonimbus.origin.cluster.Outcome;
import io.cumulonimbus.origin.cluster.Post;
import io.cumulonimbus.origin.cluster.Registration;
import io.cumulonimbus.origin.cluster.SharedMaps;
import java.net.URLEncoder;
import java.nio.charset.StandardCharsets;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.function.BiConsumer;
import java.util.function.Consumer;

/**
 * What one realm shares with itself at other nodes: maps, locks, topics and messages, under names
 * that no other realm has, and no more of it than is good for all. Owned by the realm's loop, on
 * which all answers come, later; none after {@link #close}.
 *
 * <p>Whatever asks for too much fails with {@link ShareLimitException}, and nothing is done.
 */
public final class RealmShare {
    /** Questions without answers at the same time. */
    public static final int MOST_ASKED = 1000;

    /** Names of maps that a realm may use. */
    public static final int MOST_MAPS = 64;

    /** Maps and topics that it listens to. */
    public static final int MOST_LISTENING = 1000;

    /** How often an update begins anew because others were faster. */
    private static final int MOST_TRIES = 100;

    /** About what an entry costs besides its key and its value, in bytes. */
    private static final int ENTRY = 256;

    private final Directory directory;
    private final Loop loop;
    private final String space;
    private final SharedQuota quota;
    private final Set<String> maps = new HashSet<>();
    private final Set<Registration> registrations = new HashSet<>();
    private int asked;
    private boolean closed;

    /**
     * @param realm its path
     * @param loop the realm's own
     * @param quota of the realm at this node
     */
    public RealmShare(Directory directory, String realm, Loop loop, SharedQuota quota) {
        this.directory = directory;
        this.loop = loop;
        this.space = URLEncoder.encode(realm, StandardCharsets.UTF_8) + ":";
        this.quota = quota;
    }

    /** This node. */
    public NodeId self() {
        return directory.self();
    }

    /** Whether there can be other nodes. */
    public boolean isShared() {
        return directory.isShared();
    }

    // Maps

    /** The value under a key. */
    public void get(String map, String key, Consumer<Outcome<byte[]>> answer) {
        directory.maps().get(map(map), checked(key), loop, asking(answer));
    }

    /** Puts a value in place of what is there; the answer is what was there. */
    public void put(String map, String key, byte[] value, Consumer<Outcome<byte[]>> answer) {
        String name = map(map);
        if (value.length > SharedMaps.MAX_VALUE) {
            throw new ShareLimitException("value is too long");
        }
        long bytes = size(checked(key), value);
        Consumer<Outcome<byte[]>> told =
                asking(
                        before -> {
                            quota.giveBack(before.isFailed() ? bytes : size(key, before.value()));
                            answer.accept(before);
                        });
        if (!quota.take(bytes)) {
            asked--;
            throw new ShareLimitException("shared maps are full");
        }
        directory.maps().put(name, key, value, loop, told);
    }

    /** Takes a value away; the answer is what was there. */
    public void remove(String map, String key, Consumer<Outcome<byte[]>> answer) {
        Consumer<Outcome<byte[]>> told =
                before -> {
                    quota.giveBack(size(key, before.value()));
                    answer.accept(before);
                };
        directory.maps().remove(map(map), checked(key), loop, asking(told));
    }

    /**
     * Makes a new value of the one that is there, without anybody else's change in between. The
     * answer is what is there then, or was when the update was abandoned.
     */
    public void update(String map, String key, Update update, Consumer<Outcome<byte[]>> answer) {
        attempt(map(map), checked(key), update, MOST_TRIES, asking(answer));
    }

    private void attempt(
            String map, String key, Update update, int tries, Consumer<Outcome<byte[]>> answer) {
        directory
                .maps()
                .get(
                        map,
                        key,
                        loop,
                        present -> {
                            if (present.isFailed() || tries == 0 || closed) {
                                answer.accept(Outcome.failed());
                                return;
                            }
                            Update.Next next = update.next(present.value());
                            if (next.wanted()) {
                                swap(
                                        map,
                                        key,
                                        present.value(),
                                        next.value(),
                                        update,
                                        tries,
                                        answer);
                            } else {
                                answer.accept(present);
                            }
                        });
    }

    private void swap(
            String map,
            String key,
            Optional<byte[]> present,
            Optional<byte[]> next,
            Update update,
            int tries,
            Consumer<Outcome<byte[]>> answer) {
        long bytes = size(key, next);
        boolean tooLong = next.isPresent() && next.get().length > SharedMaps.MAX_VALUE;
        if (tooLong || !quota.take(bytes)) {
            answer.accept(Outcome.failed());
            return;
        }
        directory
                .maps()
                .swap(
                        map,
                        key,
                        present,
                        next,
                        loop,
                        done -> {
                            boolean swapped = done.value().orElse(false);
                            quota.giveBack(swapped ? size(key, present) : bytes);
                            if (swapped) {
                                answer.accept(next.map(Outcome::of).orElseGet(Outcome::none));
                            } else if (done.isFailed()) {
                                answer.accept(Outcome.failed());
                            } else {
                                attempt(map, key, update, tries - 1, answer);
                            }
                        });
    }

    /** All entries. */
    public void entries(String map, Consumer<Outcome<Map<String, byte[]>>> answer) {
        directory.maps().entries(map(map), loop, asking(answer));
    }

    /** Has changes to a map told from now on. */
    public Registration listen(String map, SharedMaps.Listener listener) {
        String name = map(map);
        checkListening();
        return register(
                directory
                        .maps()
                        .listen(
                                name,
                                loop,
                                (key, before, now) -> {
                                    if (!closed) {
                                        listener.onChanged(key, before, now);
                                    }
                                }));
    }

    // Locks

    /**
     * Takes a lock; as {@link SharedMaps#lock} does.
     *
     * @param leaseMs 1 to 3,600,000
     * @param waitMs 0 to 60,000
     */
    public void lock(String name, long leaseMs, long waitMs, Consumer<Outcome<Long>> answer) {
        directory.maps().lock(inSpace(name), leaseMs, waitMs, loop, asking(answer));
    }

    /** Gives a lock back; the answer is whether it was still held with that number. */
    public void unlock(String name, long number, Consumer<Outcome<Boolean>> answer) {
        directory.maps().unlock(inSpace(name), number, loop, answer);
    }

    // Topics and messages

    /** Publishes to all that have subscribed, at this node too; false when it is not taken. */
    public boolean publish(String topic, byte[] body) {
        return fits(body) && directory.post().publish(topic(topic), body);
    }

    /** Has what is published under a topic. */
    public Registration subscribe(String topic, Consumer<byte[]> reader) {
        String name = topic(topic);
        checkListening();
        return register(
                directory
                        .post()
                        .subscribe(
                                name,
                                loop,
                                (from, body) -> {
                                    if (!closed) {
                                        reader.accept(body);
                                    }
                                }));
    }

    /** Messages of one kind to this realm at other nodes. */
    public Channel channel(String what) {
        return new Channel("lua." + what + ":" + space);
    }

    /** The way of messages of one kind between a realm and itself at other nodes. */
    public final class Channel {
        private final String kind;

        private Channel(String kind) {
            this.kind = checked(kind);
        }

        /** Sends to another node; false when it is not taken. */
        public boolean send(NodeId to, byte[] body) {
            return fits(body) && directory.post().send(to, kind, body);
        }

        /** The same to all other nodes. */
        public boolean broadcast(byte[] body) {
            return fits(body) && directory.post().broadcast(kind, body);
        }

        /** Has what comes from other nodes; there is one reader of each kind. */
        public void receive(BiConsumer<NodeId, byte[]> reader) {
            register(
                    directory
                            .post()
                            .receive(
                                    kind,
                                    loop,
                                    (from, body, reply) -> {
                                        if (!closed) {
                                            reader.accept(from, body);
                                        }
                                    }));
        }
    }

    /** Has nodes told that come and go, beginning with those that are there, this one too. */
    public void listen(Nodes.Listener listener) {
        register(directory.nodes().listen(loop, listener));
    }

    /** The nodes at this moment. */
    public List<NodeId> nodes() {
        return directory.nodes().all().stream().map(node -> node.id()).toList();
    }

    /** Ends all that was registered; nothing is answered any more. */
    public void close() {
        closed = true;
        registrations.forEach(Registration::cancel);
        registrations.clear();
    }

    // Names and bounds

    private String topic(String topic) {
        return checked("lua:" + inSpace(topic));
    }

    private String map(String map) {
        String name = checked(inSpace(map));
        if (!maps.contains(name)) {
            if (maps.size() >= MOST_MAPS) {
                throw new ShareLimitException("too many shared maps");
            }
            maps.add(name);
        }
        return name;
    }

    private String inSpace(String name) {
        return checked(space + name);
    }

    private static String checked(String name) {
        if (name.isEmpty() || name.length() > SharedMaps.MAX_KEY) {
            throw new ShareLimitException("name is empty or too long");
        }
        return name;
    }

    private static boolean fits(byte[] body) {
        if (body.length > Post.MAX_BODY) {
            throw new ShareLimitException("message is too long");
        }
        return true;
    }

    private static long size(String key, byte[] value) {
        return ENTRY + 2L * key.length() + value.length;
    }

    private static long size(String key, Optional<byte[]> value) {
        return value.isPresent() ? size(key, value.get()) : 0;
    }

    private void checkListening() {
        if (registrations.size() >= MOST_LISTENING) {
            throw new ShareLimitException("too many maps and topics listened to");
        }
    }

    private Registration register(Registration made) {
        registrations.add(made);
        return () -> {
            registrations.remove(made);
            made.cancel();
        };
    }

    /** Counts a question that has no answer yet. */
    private <T> Consumer<Outcome<T>> asking(Consumer<Outcome<T>> answer) {
        if (asked >= MOST_ASKED) {
            throw new ShareLimitException("too much asked of the cluster at once");
        }
        asked++;
        return outcome -> {
            asked--;
            if (!closed) {
                answer.accept(outcome);
            }
        };
    }
}
