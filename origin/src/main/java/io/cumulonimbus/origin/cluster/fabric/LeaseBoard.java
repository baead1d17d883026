package io.cumulonimbus.origin.cluster.fabric;

import io.cumulonimbus.net.loop.BoundedHop;
import io.cumulonimbus.net.loop.DeadlineTimer;
import io.cumulonimbus.net.loop.Loop;
import io.cumulonimbus.origin.cluster.Lease;
import io.cumulonimbus.origin.cluster.Leases;
import io.cumulonimbus.origin.cluster.NodeId;
import io.cumulonimbus.origin.cluster.Outcome;
import io.cumulonimbus.origin.cluster.Registration;
import java.nio.ByteBuffer;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.Consumer;

/**
 * Who is whose home: an entry of a name and 16 bytes (epoch, incarnation of the holder or 0) for
 * each realm. Entries stay when the lease is over, because the next epoch is made of the last.
 * Books on the directory's loop.
 */
final class LeaseBoard implements Leases {
    private static final int TRIES = 4;
    private static final long RENEWAL_NS = 1_000_000_000L;
    private static final long NOBODY = 0;

    private final Desk desk;
    private final Table table;
    private final Map<String, Lease> known = new HashMap<>();
    private final Map<String, Held> held = new HashMap<>();
    private final Hearers<Listener> hearers;
    private final DeadlineTimer renewal;
    private final Reading reading;

    /** Whether a lease was heard of whose holder was not known: it may be about to come. */
    private boolean puzzled;

    private record Held(Lease lease, BoundedHop hop, HolderListener listener) {
        void confirmed(long atNs) {
            hop.insist(() -> listener.confirmed(lease, atNs));
        }

        void lost() {
            hop.insist(() -> listener.lost(lease));
        }
    }

    /** What an entry says: which epoch it is, and who holds it, dead or alive. */
    private record Entry(long epoch, long incarnation) {
        static Entry read(Optional<byte[]> value) {
            return value.map(ByteBuffer::wrap)
                    .map(in -> new Entry(in.getLong(), in.getLong()))
                    .orElse(new Entry(0, NOBODY));
        }

        byte[] written() {
            return ByteBuffer.allocate(2 * Long.BYTES).putLong(epoch).putLong(incarnation).array();
        }

        static byte[] of(Lease lease) {
            return new Entry(lease.epoch(), lease.holder().incarnation()).written();
        }
    }

    LeaseBoard(Desk desk) {
        this.desk = desk;
        this.hearers = new Hearers<>(desk);
        this.table = desk.fabric().table(TableName.of(TableName.Kind.LEASES));
        this.renewal = desk.timer(this::renew);
        this.reading = new Reading(desk, table, (all, newer) -> all.forEach(this::found));
        table.listen((key, before, now) -> desk.run(() -> heard(key, now)));
        desk.run(reading::begin);
    }

    private Optional<Lease> lease(String realm, Optional<byte[]> value) {
        Entry entry = Entry.read(value);
        return desk.living(entry.incarnation).map(holder -> new Lease(realm, entry.epoch, holder));
    }

    @Override
    public void acquire(
            String realm, Loop loop, Consumer<Outcome<Lease>> answer, HolderListener listener) {
        BoundedHop hop = desk.to(loop);
        desk.run(() -> look(realm, new Wish(realm, hop, answer, listener), TRIES));
    }

    private record Wish(
            String realm,
            BoundedHop hop,
            Consumer<Outcome<Lease>> answer,
            HolderListener listener) {
        void answer(Outcome<Lease> outcome) {
            hop.insist(() -> answer.accept(outcome));
        }
    }

    private void look(String realm, Wish wish, int tries) {
        desk.ask(
                () -> table.get(Key.of(realm)),
                outcome -> {
                    if (outcome.isFailed()) {
                        wish.answer(Outcome.failed());
                        return;
                    }
                    Optional<byte[]> there = outcome.value().orElseThrow();
                    Optional<Lease> present = lease(realm, there);
                    if (present.isEmpty()) {
                        take(wish, there, tries);
                    } else {
                        if (present.get().holder().equals(desk.self())) {
                            hold(present.get(), wish);
                        }
                        wish.answer(Outcome.of(present.get()));
                    }
                });
    }

    private void take(Wish wish, Optional<byte[]> there, int tries) {
        Lease mine = new Lease(wish.realm, Entry.read(there).epoch + 1, desk.self());
        desk.ask(
                () -> table.swap(Key.of(wish.realm), there, Optional.of(Entry.of(mine))),
                outcome -> {
                    Optional<byte[]> before = outcome.value().flatMap(found -> found);
                    if (outcome.isFailed() || tries <= 1) {
                        wish.answer(Outcome.failed());
                    } else if (LocalTable.isSame(before, there)) {
                        hold(mine, wish);
                        wish.answer(Outcome.of(mine));
                    } else {
                        look(wish.realm, wish, tries - 1);
                    }
                });
    }

    private void hold(Lease lease, Wish wish) {
        Held mine = new Held(lease, wish.hop, wish.listener);
        held.put(lease.realm(), mine);
        known(lease.realm(), Optional.of(lease));
        mine.confirmed(wish.hop.target().nowNs());
        if (held.size() == 1) {
            renewal.set(desk.loop().nowNs() + RENEWAL_NS);
        }
    }

    private void renew() {
        List.copyOf(held.values()).forEach(this::confirm);
        if (!held.isEmpty()) {
            renewal.set(desk.loop().nowNs() + RENEWAL_NS);
        }
    }

    /** Looks whether a lease is ours still; writes it again when it was lost on the way. */
    private void confirm(Held mine) {
        long askedNs = mine.hop.target().nowNs();
        Lease lease = mine.lease;
        Key key = Key.of(lease.realm());
        byte[] entry = Entry.of(lease);
        desk.ask(
                () -> table.swap(key, Optional.empty(), Optional.of(entry)),
                outcome -> {
                    if (outcome.isFailed() || held.get(lease.realm()) != mine) {
                        return;
                    }
                    Optional<byte[]> before = outcome.value().orElseThrow();
                    if (before.isEmpty() || LocalTable.isSame(before, Optional.of(entry))) {
                        mine.confirmed(askedNs);
                    } else if (Entry.read(before).epoch < lease.epoch()) {
                        desk.ask(() -> table.swap(key, before, Optional.of(entry)), again -> {});
                    } else {
                        lose(mine);
                    }
                });
    }

    private void lose(Held mine) {
        held.remove(mine.lease.realm());
        mine.lost();
    }

    @Override
    public void find(String realm, Loop replyTo, Consumer<Outcome<Lease>> answer) {
        desk.ask(
                () -> table.get(Key.of(realm)),
                replyTo,
                answer,
                found -> Outcome.ofOptional(lease(realm, found)));
    }

    @Override
    public void release(Lease lease) {
        desk.run(
                () -> {
                    Held mine = held.get(lease.realm());
                    if (mine != null && mine.lease.equals(lease)) {
                        held.remove(lease.realm());
                    }
                    byte[] free = new Entry(lease.epoch(), NOBODY).written();
                    desk.ask(
                            () ->
                                    table.swap(
                                            Key.of(lease.realm()),
                                            Optional.of(Entry.of(lease)),
                                            Optional.of(free)),
                            outcome -> {});
                });
    }

    @Override
    public void transfer(Lease ours, NodeId to, Loop replyTo, Consumer<Outcome<Lease>> answer) {
        BoundedHop hop = desk.to(replyTo);
        Lease next = new Lease(ours.realm(), ours.epoch() + 1, to);
        Optional<byte[]> before = Optional.of(Entry.of(ours));
        desk.run(
                () ->
                        desk.ask(
                                () ->
                                        table.swap(
                                                Key.of(ours.realm()),
                                                before,
                                                Optional.of(Entry.of(next))),
                                outcome -> {
                                    boolean done =
                                            outcome.value()
                                                    .filter(was -> LocalTable.isSame(was, before))
                                                    .isPresent();
                                    hop.insist(
                                            () ->
                                                    answer.accept(
                                                            outcome.isFailed()
                                                                    ? Outcome.failed()
                                                                    : done
                                                                            ? Outcome.of(next)
                                                                            : Outcome.none()));
                                }));
    }

    @Override
    public Registration listen(Loop loop, Listener listener) {
        return hearers.add(loop, listener, () -> List.copyOf(known.values()), Listener::changed);
    }

    private void changed(String realm, Optional<byte[]> value) {
        Held mine = held.get(realm);
        Optional<Lease> now = lease(realm, value);
        puzzled |= now.isEmpty() && Entry.read(value).incarnation != NOBODY;
        if (mine != null && now.filter(lease -> lease.compareTo(mine.lease) > 0).isPresent()) {
            lose(mine);
        }
        known(realm, now);
    }

    private void known(String realm, Optional<Lease> now) {
        Lease before = now.isPresent() ? known.put(realm, now.get()) : known.remove(realm);
        if (now.isPresent() && !now.get().equals(before)) {
            hearers.tell(listener -> listener.changed(now.get()));
        } else if (now.isEmpty() && before != null) {
            hearers.tell(listener -> listener.ended(before));
        }
    }

    /** A node is there, whose leases may have been heard of before. On the loop. */
    void joined() {
        if (puzzled) {
            puzzled = false;
            reading.begin();
        }
    }

    /** A node is gone, and its leases with it. On the loop. */
    void left(NodeId node) {
        List.copyOf(known.values()).stream()
                .filter(lease -> lease.holder().equals(node))
                .forEach(lease -> known(lease.realm(), Optional.empty()));
    }

    /** Entries may have been lost, or two may have been made one. On the loop. */
    void repeat() {
        List.copyOf(held.values()).forEach(this::confirm);
        reading.begin();
    }

    private void heard(Key key, Optional<byte[]> now) {
        reading.heard(key);
        changed(key.text(), now);
    }

    private void found(Key key, byte[] value) {
        changed(key.text(), Optional.of(value));
    }
}
