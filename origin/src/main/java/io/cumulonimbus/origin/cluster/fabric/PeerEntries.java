package io.cumulonimbus.origin.cluster.fabric;

import io.cumulonimbus.net.loop.DeadlineTimer;
import io.cumulonimbus.net.loop.Loop;
import io.cumulonimbus.origin.cluster.Outcome;
import io.cumulonimbus.origin.cluster.PeerPlace;
import io.cumulonimbus.origin.cluster.Peers;
import java.nio.ByteBuffer;
import java.util.Collections;
import java.util.Iterator;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.ConcurrentHashMap;
import java.util.function.Consumer;
import java.util.function.Supplier;

/**
 * Where peers are: an entry of 32 bytes (peer id) and 16 (incarnation, session) for each. Books on
 * the directory's loop. Writes are paced: some are under way, the others wait.
 */
final class PeerEntries implements Peers {
    private static final int UNDER_WAY = 512;
    private static final long AGAIN_NS = 1_000_000_000L;

    private final Desk desk;
    private final Table table;
    private final Map<Key, Long> own = new ConcurrentHashMap<>();
    private final Set<Key> unwritten = new LinkedHashSet<>();
    private final Map<Key, byte[]> gone = new LinkedHashMap<>();
    private final DeadlineTimer again;
    private Iterator<Key> repeated = Collections.emptyIterator();
    private int underWay;

    PeerEntries(Desk desk) {
        this.desk = desk;
        this.table = desk.fabric().table(TableName.of(TableName.Kind.PEERS));
        this.again = desk.timer(this::pump);
    }

    @Override
    public void enter(byte[] peer, long session) {
        Key key = new Key(peer);
        own.put(key, session);
        desk.run(
                () -> {
                    unwritten.add(key);
                    pump();
                });
    }

    @Override
    public void leave(byte[] peer, long session) {
        Key key = new Key(peer);
        if (own.remove(key, session)) {
            desk.run(
                    () -> {
                        gone.put(key, value(session));
                        pump();
                    });
        }
    }

    @Override
    public int entered() {
        return own.size();
    }

    @Override
    public void locate(byte[] peer, Loop replyTo, Consumer<Outcome<PeerPlace>> answer) {
        desk.ask(
                () -> table.get(new Key(peer)),
                replyTo,
                answer,
                found -> Outcome.ofOptional(found.flatMap(this::place)));
    }

    private Optional<PeerPlace> place(byte[] value) {
        ByteBuffer in = ByteBuffer.wrap(value);
        long incarnation = in.getLong();
        long session = in.getLong();
        return desk.living(incarnation).map(node -> new PeerPlace(node, session));
    }

    private byte[] value(long session) {
        return ByteBuffer.allocate(2 * Long.BYTES)
                .putLong(desk.self().incarnation())
                .putLong(session)
                .array();
    }

    /** Entries may have been lost: all are written again where there is none. On the loop. */
    void repeat() {
        repeated = own.keySet().iterator();
        pump();
    }

    /** Takes away what nodes that are gone have left. */
    void sweep() {
        table.sweep(value -> place(value).isEmpty());
    }

    /** First what is over, then what is new, then what is repeated. */
    private void pump() {
        Iterator<Map.Entry<Key, byte[]>> over = gone.entrySet().iterator();
        while (underWay < UNDER_WAY && over.hasNext()) {
            Map.Entry<Key, byte[]> entry = over.next();
            over.remove();
            Key key = entry.getKey();
            byte[] mine = entry.getValue();
            write(
                    () -> table.swap(key, Optional.of(mine), Optional.empty()),
                    () -> gone.putIfAbsent(key, mine));
        }
        Iterator<Key> fresh = unwritten.iterator();
        while (underWay < UNDER_WAY && fresh.hasNext()) {
            Key key = fresh.next();
            fresh.remove();
            Long session = own.get(key);
            if (session != null) {
                write(() -> table.set(key, value(session)), () -> unwritten.add(key));
            }
        }
        while (underWay < UNDER_WAY && repeated.hasNext()) {
            restore(repeated.next());
        }
    }

    private <A> void write(Supplier<CompletionStage<A>> question, Runnable failed) {
        underWay++;
        desk.ask(
                () -> question.get().thenApply(done -> true),
                outcome -> {
                    underWay--;
                    if (outcome.isFailed()) {
                        failed.run();
                        again.setSooner(desk.loop().nowNs() + AGAIN_NS);
                    } else {
                        pump();
                    }
                });
    }

    /** Writes an entry where there is none, or that of a node that is gone. */
    private void restore(Key key) {
        Long session = own.get(key);
        if (session == null) {
            return;
        }
        underWay++;
        Optional<byte[]> mine = Optional.of(value(session));
        desk.ask(
                () -> table.swap(key, Optional.empty(), mine),
                outcome -> {
                    underWay--;
                    Optional<byte[]> before = outcome.value().flatMap(found -> found);
                    if (outcome.isFailed() || before.isPresent() && place(before.get()).isEmpty()) {
                        unwritten.add(key);
                        again.setSooner(desk.loop().nowNs() + AGAIN_NS);
                    }
                    pump();
                });
    }
}
