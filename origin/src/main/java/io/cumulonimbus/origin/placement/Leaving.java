package io.cumulonimbus.origin.placement;

import io.cumulonimbus.net.loop.DeadlineTimer;
import io.cumulonimbus.net.loop.Loop;
import java.util.ArrayDeque;
import java.util.List;
import java.util.Queue;

/**
 * The clients of one loop that leave with their realm: publishers, whom others wait for, one after
 * the other, and then the rest a few at a time. They are served here until they go; all in one turn
 * would wait for each other at the next home, and hold up the pictures that cross the same loop.
 * Owned by the loop.
 */
final class Leaving {
    /** So long publishers have before everybody else comes. */
    private static final long AHEAD_NS = 300_000_000L;

    private static final long PUBLISHERS_PAUSE_NS = 50_000_000L;
    private static final long PAUSE_NS = 100_000_000L;
    private static final int FEWEST = 5;

    /** However many publish, the last goes 2 s behind the first. */
    private static final int MOST_PUBLISHERS_TURNS = 40;

    /** However many do not, the last goes 6 s behind the first. */
    private static final int MOST_TURNS = 60;

    private final Loop loop;
    private final Queue<Guest> publishers = new ArrayDeque<>();
    private final Queue<Guest> others = new ArrayDeque<>();
    private final Runnable done;
    private final DeadlineTimer next;
    private final int publishersAtOnce;
    private final int othersAtOnce;

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
        all.forEach(guest -> (guest.publishes() ? publishers : others).add(guest));
        this.publishersAtOnce = atOnce(publishers, 1, MOST_PUBLISHERS_TURNS);
        this.othersAtOnce = atOnce(others, FEWEST, MOST_TURNS);
        somePublishers(); // there may be some on other loops if none is here
    }

    private static int atOnce(Queue<Guest> waiting, int fewest, int mostTurns) {
        return Math.max(fewest, (waiting.size() + mostTurns - 1) / mostTurns);
    }

    private void someMore() {
        if (publishers.isEmpty()) {
            go(others, othersAtOnce);
            goOn(PAUSE_NS);
        } else {
            somePublishers();
        }
    }

    private void somePublishers() {
        go(publishers, publishersAtOnce);
        goOn(publishers.isEmpty() ? AHEAD_NS : PUBLISHERS_PAUSE_NS);
    }

    private static void go(Queue<Guest> waiting, int most) {
        for (int i = 0; i < most && !waiting.isEmpty(); i++) {
            waiting.poll().goAhead();
        }
    }

    private void goOn(long inNs) {
        if (publishers.isEmpty() && others.isEmpty()) {
            done.run();
        } else {
            next.set(loop.nowNs() + inNs);
        }
    }
}
