package io.cumulonimbus.origin.cluster.fabric;

import io.cumulonimbus.net.loop.DeadlineTimer;
import io.cumulonimbus.origin.cluster.Outcome;
import java.util.HashMap;
import java.util.HashSet;
import java.util.Map;
import java.util.Set;
import java.util.function.BiConsumer;

/**
 * Reads a whole table for a board that is otherwise told of changes only: once more whenever that
 * is asked for, and again until it succeeds. What was heard of while it was under way is left out,
 * because that is newer. Owned by the directory's loop.
 */
final class Reading {
    private static final long AGAIN_NS = 1_000_000_000L;

    private final Desk desk;
    private final Table table;
    private final BiConsumer<Map<Key, byte[]>, Set<Key>> taker;
    private final Set<Key> heard = new HashSet<>();
    private final DeadlineTimer again;
    private boolean underWay;
    private boolean wanted;

    /**
     * @param taker gets what is there, and the keys of which it has heard meanwhile: of those what
     *     it knows is newer
     */
    Reading(Desk desk, Table table, BiConsumer<Map<Key, byte[]>, Set<Key>> taker) {
        this.desk = desk;
        this.table = table;
        this.taker = taker;
        this.again = desk.timer(this::begin);
    }

    /** Reads from now on: what comes of an earlier time does not count. */
    void begin() {
        wanted = true;
        if (!underWay) {
            wanted = false;
            underWay = true;
            heard.clear();
            desk.ask(table::entries, this::read);
        }
    }

    /** An entry has changed. */
    void heard(Key key) {
        if (underWay) {
            heard.add(key);
        }
    }

    private void read(Outcome<Map<Key, byte[]>> outcome) {
        underWay = false;
        outcome.value().ifPresent(this::take);
        if (wanted) {
            begin();
        } else if (outcome.isFailed()) {
            again.set(desk.loop().nowNs() + AGAIN_NS);
        }
    }

    private void take(Map<Key, byte[]> all) {
        Map<Key, byte[]> entries = new HashMap<>(all);
        entries.keySet().removeAll(heard);
        taker.accept(entries, Set.copyOf(heard));
    }
}
