package io.cumulonimbus.origin.placement;

import io.cumulonimbus.net.loop.DeadlineTimer;
import io.cumulonimbus.net.loop.Loop;
import java.util.ArrayDeque;
import java.util.List;
import java.util.Queue;

/**
 * The clients of one loop that leave with their realm: publishers, whom others wait for, at once,
 * and the rest a few at a time. They are served here until they go; all in one turn would hold up
 * the pictures that cross the same loop at the next home. Owned by the loop.
 */
final class Leaving {
    /** So long publishers have before everybody else comes. */
    private static final long AHEAD_NS = 300_000_000L;

    private static final long PAUSE_NS = 100_000_000L;
    private static final int FEWEST = 5;

    /** However many there are, the last goes 6 s behind the first. */
    private static final int MOST_TURNS = 60;

    private final Loop loop;
    private final Queue<Guest> waiting = new ArrayDeque<>();
    private final Runnable done;
    private final DeadlineTimer next;
    private final int atOnce;

    /** One of them. */
    interface Guest {
        /** Whether others wait for what it sends. */
        boolean publishes();

        /** It goes, if it can be taken and is still here. */
        void goAhead();
    }

    /**
     * Begins.
     *
     * @param done runs once, when the last has gone
     */
    Leaving(Loop loop, List<? extends Guest> all, Runnable done) {
        this.loop = loop;
        this.done = done;
        this.next = new DeadlineTimer(loop, this::someMore);
        all.stream().filter(guest -> !guest.publishes()).forEach(waiting::add);
        this.atOnce = Math.max(FEWEST, (waiting.size() + MOST_TURNS - 1) / MOST_TURNS);
        all.stream().filter(Guest::publishes).forEach(Guest::goAhead);
        goOn(AHEAD_NS);
    }

    private void someMore() {
        for (int i = 0; i < atOnce && !waiting.isEmpty(); i++) {
            waiting.poll().goAhead();
        }
        goOn(PAUSE_NS);
    }

    private void goOn(long inNs) {
        if (waiting.isEmpty()) {
            done.run();
        } else {
            next.set(loop.nowNs() + inNs);
        }
    }
}
