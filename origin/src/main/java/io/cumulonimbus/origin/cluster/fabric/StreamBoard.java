package io.cumulonimbus.origin.cluster.fabric;

import io.cumulonimbus.net.loop.BoundedHop;
import io.cumulonimbus.net.loop.DeadlineTimer;
import io.cumulonimbus.net.loop.Loop;
import io.cumulonimbus.origin.cluster.NodeId;
import io.cumulonimbus.origin.cluster.Outcome;
import io.cumulonimbus.origin.cluster.Registration;
import io.cumulonimbus.origin.cluster.StreamClaim;
import io.cumulonimbus.origin.cluster.Streams;
import java.nio.ByteBuffer;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.atomic.LongAdder;
import java.util.function.Consumer;

/**
 * Who publishes what: an entry of a name and 24 bytes (since, incarnation, publication) for each
 * stream, of which every node has a copy for its listeners. Books on the directory's loop.
 *
 * <p>A claim is good as long as its node lives. Those of nodes that are gone are replaced by
 * whoever comes next, and swept away.
 */
final class StreamBoard implements Streams {
    private static final int TRIES = 4;
    private static final long AUDIT_NS = 10_000_000_000L;
    private static final long AGAIN_NS = 1_000_000_000L;

    private final Desk desk;
    private final Table table;
    private final Map<String, StreamClaim> known = new HashMap<>();
    private final Map<String, Own> own = new HashMap<>();
    private final Hearers<Listener> hearers;
    private final LongAdder lost = new LongAdder();
    private final DeadlineTimer audit;
    private final Reading reading;

    /** Whether a claim was heard of whose node was not known: it may be about to come. */
    private boolean puzzled;

    private record Own(StreamClaim claim, BoundedHop hop, Consumer<StreamClaim> lost) {}

    StreamBoard(Desk desk) {
        this.desk = desk;
        this.hearers = new Hearers<>(desk);
        this.table = desk.fabric().table(TableName.of(TableName.Kind.STREAMS));
        table.listen((key, before, now) -> desk.run(() -> heard(key, now)));
        this.audit = desk.timer(this::audit);
        this.reading = new Reading(desk, table, this::replace);
        desk.run(reading::begin);
        if (desk.fabric().isShared()) {
            desk.run(() -> audit.set(desk.loop().nowNs() + AUDIT_NS));
        }
    }

    /** Looks now and again whether our claims are what all others see. */
    private void audit() {
        List.copyOf(own.values()).forEach(this::assertClaim);
        audit.set(desk.loop().nowNs() + AUDIT_NS);
    }

    @Override
    public void claim(
            String name,
            long publication,
            Loop loop,
            Consumer<Outcome<StreamClaim>> answer,
            Consumer<StreamClaim> lost) {
        BoundedHop hop = desk.to(loop);
        Consumer<Outcome<StreamClaim>> back = outcome -> hop.insist(() -> answer.accept(outcome));
        desk.run(
                () -> {
                    Own present = own.get(name);
                    if (present != null) {
                        back.accept(Outcome.of(present.claim));
                        return;
                    }
                    StreamClaim mine =
                            new StreamClaim(name, desk.self(), publication, desk.fabric().timeMs());
                    Own asked = new Own(mine, hop, lost);
                    own.put(name, asked);
                    attempt(
                            asked,
                            Optional.empty(),
                            TRIES,
                            outcome -> {
                                if (outcome.isFailed()) {
                                    giveUp(asked);
                                }
                                back.accept(outcome);
                            });
                });
    }

    /** Puts ours in the place of a claim that is not good any more. */
    private void attempt(
            Own asked, Optional<byte[]> instead, int tries, Consumer<Outcome<StreamClaim>> answer) {
        StreamClaim mine = asked.claim;
        Key key = Key.of(mine.name());
        Optional<byte[]> next = Optional.of(written(mine));
        desk.ask(
                () -> table.swap(key, instead, next),
                outcome -> {
                    if (outcome.isFailed()) {
                        answer.accept(Outcome.failed());
                        return;
                    }
                    Optional<byte[]> before = outcome.value().orElseThrow();
                    Optional<StreamClaim> holder = before.flatMap(value -> read(key, value));
                    if (LocalTable.isSame(before, instead)
                            || holder.filter(mine::equals).isPresent()) {
                        granted(asked, answer);
                    } else if (holder.filter(other -> !isReplaced(other, mine)).isPresent()) {
                        own.remove(mine.name(), asked);
                        answer.accept(Outcome.of(holder.get()));
                    } else if (tries > 1) {
                        attempt(later(asked, holder), before, tries - 1, answer);
                    } else {
                        answer.accept(Outcome.failed());
                    }
                });
    }

    /** The same, later than what it replaces, whatever the clocks say. */
    private Own later(Own asked, Optional<StreamClaim> replaced) {
        StreamClaim mine = asked.claim;
        long afterMs = replaced.map(StreamClaim::sinceMs).orElse(Long.MIN_VALUE);
        if (afterMs < mine.sinceMs() || own.get(mine.name()) != asked) {
            return asked;
        }
        StreamClaim next =
                new StreamClaim(mine.name(), mine.owner(), mine.publication(), afterMs + 1);
        Own moved = new Own(next, asked.hop, asked.lost);
        own.put(mine.name(), moved);
        return moved;
    }

    /**
     * A claim of ours that we have released, which is still on its way out; or that of the same
     * publication, which has moved here with its publisher.
     */
    private boolean isReplaced(StreamClaim other, StreamClaim mine) {
        return other.owner().equals(desk.self()) || other.publication() == mine.publication();
    }

    /** Whether our publication has moved to another node since; its last move counts. */
    private static boolean hasMoved(StreamClaim mine, StreamClaim other) {
        return other.publication() == mine.publication() && other.compareTo(mine) > 0;
    }

    private void granted(Own asked, Consumer<Outcome<StreamClaim>> answer) {
        if (own.get(asked.claim.name()) == asked) {
            set(asked.claim.name(), Optional.of(asked.claim));
        } else {
            erase(asked.claim);
        }
        answer.accept(Outcome.of(asked.claim));
    }

    private void giveUp(Own asked) {
        Own present = own.get(asked.claim.name());
        if (present != null && present.claim.publication() == asked.claim.publication()) {
            own.remove(asked.claim.name());
            erase(present.claim);
        }
        erase(asked.claim);
    }

    private void erase(StreamClaim claim) {
        desk.ask(
                () ->
                        table.swap(
                                Key.of(claim.name()),
                                Optional.of(written(claim)),
                                Optional.empty()),
                outcome -> {});
    }

    @Override
    public void release(String name, long publication) {
        desk.run(
                () -> {
                    Own mine = own.get(name);
                    if (mine != null && mine.claim.publication() == publication) {
                        own.remove(name);
                        erase(mine.claim);
                    }
                });
    }

    @Override
    public void find(String name, Loop replyTo, Consumer<Outcome<StreamClaim>> answer) {
        Key key = Key.of(name);
        desk.ask(
                () -> table.get(key),
                replyTo,
                answer,
                found -> Outcome.ofOptional(found.flatMap(value -> read(key, value))));
    }

    @Override
    public Registration listen(Loop loop, Listener listener) {
        return hearers.add(loop, listener, () -> List.copyOf(known.values()), Listener::claimed);
    }

    private void heard(Key key, Optional<byte[]> now) {
        reading.heard(key);
        Optional<StreamClaim> claim = now.flatMap(value -> read(key, value));
        puzzled |= now.isPresent() && claim.isEmpty();
        set(key.text(), claim);
    }

    /** A node is there, whose claims may have been heard of before. On the loop. */
    void joined() {
        if (puzzled) {
            puzzled = false;
            reading.begin();
        }
    }

    /** What holds for a name now, as far as is known here. */
    private void set(String name, Optional<StreamClaim> now) {
        StreamClaim before = now.isPresent() ? known.put(name, now.get()) : known.remove(name);
        if (now.isPresent() && !now.get().equals(before)) {
            hearers.tell(listener -> listener.claimed(now.get()));
        } else if (now.isEmpty() && before != null) {
            hearers.tell(listener -> listener.released(before));
        }
        Own mine = own.get(name);
        if (mine != null && before != null && before.equals(mine.claim)) {
            boolean still = now.filter(mine.claim::equals).isPresent();
            if (!still) {
                assertClaim(mine);
            }
        }
    }

    /** A node is gone, and its claims with it. On the loop. */
    void left(NodeId node) {
        List.copyOf(known.values()).stream()
                .filter(claim -> claim.owner().equals(node))
                .forEach(claim -> set(claim.name(), Optional.empty()));
    }

    /** Takes away what nodes that are gone have left. */
    void sweep() {
        table.sweep(value -> desk.living(incarnation(value)).isEmpty());
    }

    /** Entries may have been lost, or two may have been made one. On the loop. */
    void repeat() {
        List.copyOf(own.values()).forEach(this::assertClaim);
        reading.begin();
    }

    private void replace(Map<Key, byte[]> entries, Set<Key> newer) {
        Map<String, StreamClaim> now = new HashMap<>();
        entries.forEach(
                (key, value) ->
                        read(key, value)
                                .ifPresentOrElse(
                                        claim -> now.put(claim.name(), claim),
                                        () -> puzzled = true));
        List.copyOf(known.keySet()).stream()
                .filter(name -> !now.containsKey(name) && !own.containsKey(name))
                .filter(name -> !newer.contains(Key.of(name)))
                .forEach(name -> set(name, Optional.empty()));
        now.forEach((name, claim) -> set(name, Optional.of(claim)));
    }

    /** Writes a claim of ours again, unless another one has a better one. */
    private void assertClaim(Own mine) {
        Key key = Key.of(mine.claim.name());
        desk.ask(
                () -> table.get(key),
                outcome -> {
                    if (own.get(mine.claim.name()) != mine) {
                        return;
                    }
                    if (outcome.isFailed()) {
                        audit.set(desk.loop().nowNs() + AGAIN_NS);
                        return;
                    }
                    Optional<byte[]> there = outcome.value().orElseThrow();
                    Optional<StreamClaim> holder = there.flatMap(value -> read(key, value));
                    boolean moved = holder.filter(h -> hasMoved(mine.claim, h)).isPresent();
                    boolean same =
                            holder.filter(h -> h.publication() == mine.claim.publication())
                                    .isPresent();
                    if (moved) {
                        own.remove(mine.claim.name());
                    } else if (!same
                            && holder.isPresent()
                            && holder.get().compareTo(mine.claim) < 0) {
                        own.remove(mine.claim.name());
                        lose(mine, holder.get());
                    } else if (holder.isEmpty() || !holder.get().equals(mine.claim)) {
                        attempt(mine, there, TRIES, answered -> settle(mine, answered));
                    }
                });
    }

    private void settle(Own mine, Outcome<StreamClaim> answered) {
        if (answered.isFailed()) {
            audit.set(desk.loop().nowNs() + AGAIN_NS);
        }
        answered.value()
                .filter(claim -> !claim.equals(mine.claim))
                .ifPresent(other -> lose(mine, other));
    }

    private void lose(Own mine, StreamClaim winner) {
        lost.increment();
        mine.hop.insist(() -> mine.lost.accept(winner));
    }

    @Override
    public long lost() {
        return lost.sum();
    }

    /** Complements, so that of two entries the greater one is the lesser claim, which stays. */
    static byte[] written(StreamClaim claim) {
        return ByteBuffer.allocate(3 * Long.BYTES)
                .putLong(~claim.sinceMs())
                .putLong(~claim.owner().incarnation())
                .putLong(~claim.publication())
                .array();
    }

    private static long incarnation(byte[] value) {
        return ~ByteBuffer.wrap(value).getLong(Long.BYTES);
    }

    /** Empty when its node is gone. */
    private Optional<StreamClaim> read(Key key, byte[] value) {
        long sinceMs = ~ByteBuffer.wrap(value).getLong();
        long publication = ~ByteBuffer.wrap(value).getLong(2 * Long.BYTES);
        return desk.living(incarnation(value))
                .map(owner -> new StreamClaim(key.text(), owner, publication, sinceMs));
    }
}
