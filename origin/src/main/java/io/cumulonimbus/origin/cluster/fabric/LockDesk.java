package io.cumulonimbus.origin.cluster.fabric;

import io.cumulonimbus.net.loop.BoundedHop;
import io.cumulonimbus.net.loop.DeadlineTimer;
import io.cumulonimbus.net.loop.Loop;
import io.cumulonimbus.origin.cluster.Outcome;
import io.cumulonimbus.origin.cluster.SharedMaps;
import java.nio.ByteBuffer;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.function.Consumer;

/**
 * Locks with leases: an entry of a name and 24 bytes (number, incarnation of the holder, end by the
 * cluster's clock in milliseconds, negative when it was given back) for each that is held. Those
 * that wait look again every {@value #AGAIN_MS} ms. Books on the directory's loop.
 */
final class LockDesk {
    private static final long AGAIN_MS = 20;
    private static final long MS = 1_000_000L;
    private static final long MAX_LEASE_MS = 3_600_000;
    private static final long MAX_WAIT_MS = 60_000;
    private static final int MOST_WAITING = 4096;

    /** The number of a lock is kept for so long after its end. */
    private static final long REMEMBERED_MS = 1000;

    /** Numbers are made of the time, so that they grow also when the entry is forgotten. */
    private static final int NUMBERS_IN_MS = 1000;

    private final Desk desk;
    private final Table table;
    private final List<Wish> waiting = new ArrayList<>();
    private final DeadlineTimer again;
    private final DeadlineTimer sweep;
    private boolean sweeping;

    private record Wish(
            String name,
            long leaseMs,
            long untilNs,
            BoundedHop hop,
            Consumer<Outcome<Long>> answer) {
        void answer(Outcome<Long> outcome) {
            hop.insist(() -> answer.accept(outcome));
        }
    }

    LockDesk(Desk desk) {
        this.desk = desk;
        this.table = desk.fabric().table(TableName.of(TableName.Kind.LOCKS));
        this.again = desk.timer(this::lookAgain);
        this.sweep = desk.timer(this::sweep);
    }

    void lock(
            String name, long leaseMs, long waitMs, Loop replyTo, Consumer<Outcome<Long>> answer) {
        BoundedHop hop = desk.to(replyTo);
        boolean right =
                leaseMs > 0
                        && leaseMs <= MAX_LEASE_MS
                        && waitMs >= 0
                        && waitMs <= MAX_WAIT_MS
                        && name.length() <= SharedMaps.MAX_KEY;
        if (!right) {
            hop.insist(() -> answer.accept(Outcome.failed()));
            return;
        }
        desk.run(
                () -> {
                    long untilNs = desk.loop().nowNs() + waitMs * MS;
                    look(new Wish(name, leaseMs, untilNs, hop, answer));
                });
    }

    private void look(Wish wish) {
        desk.ask(
                () -> table.get(Key.of(wish.name)),
                outcome -> {
                    if (outcome.isFailed()) {
                        wish.answer(Outcome.failed());
                        return;
                    }
                    Optional<byte[]> there = outcome.value().orElseThrow();
                    if (there.isPresent() && !isOver(there.get())) {
                        await(wish);
                    } else {
                        take(wish, there);
                    }
                });
    }

    private void take(Wish wish, Optional<byte[]> there) {
        long nowMs = desk.fabric().timeMs();
        long last = there.map(value -> ByteBuffer.wrap(value).getLong()).orElse(0L);
        long number = Math.max(last + 1, nowMs * NUMBERS_IN_MS);
        byte[] mine = value(number, desk.self().incarnation(), nowMs + wish.leaseMs);
        desk.ask(
                () -> table.swap(Key.of(wish.name), there, Optional.of(mine)),
                outcome -> {
                    if (outcome.isFailed()) {
                        wish.answer(Outcome.failed());
                    } else if (LocalTable.isSame(outcome.value().orElseThrow(), there)) {
                        wish.answer(Outcome.of(number));
                    } else {
                        await(wish);
                    }
                });
    }

    private static byte[] value(long number, long holder, long endMs) {
        return ByteBuffer.allocate(3 * Long.BYTES)
                .putLong(number)
                .putLong(holder)
                .putLong(endMs)
                .array();
    }

    private void await(Wish wish) {
        if (wish.untilNs - desk.loop().nowNs() <= 0 || waiting.size() >= MOST_WAITING) {
            wish.answer(Outcome.none());
            return;
        }
        waiting.add(wish);
        again.setSooner(desk.loop().nowNs() + AGAIN_MS * MS);
    }

    private void lookAgain() {
        List<Wish> all = List.copyOf(waiting);
        waiting.clear();
        all.forEach(this::look);
    }

    /** Whether a lock's time is up, or its holder is gone. */
    private boolean isOver(byte[] value) {
        ByteBuffer in = ByteBuffer.wrap(value);
        in.getLong();
        boolean dead = desk.living(in.getLong()).isEmpty();
        return dead || in.getLong() <= desk.fabric().timeMs();
    }

    void unlock(String name, long number, Loop replyTo, Consumer<Outcome<Boolean>> answer) {
        BoundedHop hop = desk.to(replyTo);
        desk.run(
                () ->
                        desk.look(
                                () -> table.get(Key.of(name)),
                                there -> {
                                    boolean held =
                                            there.value()
                                                    .filter(value -> isHeld(value, number))
                                                    .isPresent();
                                    if (held) {
                                        free(name, there.value(), hop, answer);
                                    } else {
                                        hop.insist(
                                                () ->
                                                        answer.accept(
                                                                there.isFailed()
                                                                        ? Outcome.failed()
                                                                        : Outcome.of(false)));
                                    }
                                }));
    }

    private boolean isHeld(byte[] value, long number) {
        return ByteBuffer.wrap(value).getLong() == number && !isOver(value);
    }

    private void free(
            String name, Optional<byte[]> held, BoundedHop hop, Consumer<Outcome<Boolean>> answer) {
        // Its number stays for a while: the next one has to be greater, even in the same
        // millisecond.
        ByteBuffer in = ByteBuffer.wrap(held.orElseThrow());
        // Negative, and so over on every node: their clocks are some milliseconds apart.
        byte[] over = value(in.getLong(), in.getLong(), -desk.fabric().timeMs());
        if (!sweeping) {
            sweeping = true;
            sweep.set(desk.loop().nowNs() + 2 * REMEMBERED_MS * MS);
        }
        desk.ask(
                () -> table.swap(Key.of(name), held, Optional.of(over)),
                hop.target(),
                answer,
                before -> Outcome.of(LocalTable.isSame(before, held)));
    }

    /** Takes away what nobody holds any more. */
    void sweep() {
        sweeping = false;
        table.sweep(this::isForgotten);
    }

    private boolean isForgotten(byte[] value) {
        long endMs = Math.abs(ByteBuffer.wrap(value).getLong(2 * Long.BYTES));
        return isOver(value) && endMs + REMEMBERED_MS <= desk.fabric().timeMs();
    }
}
