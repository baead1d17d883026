package io.cumulonimbus.testkit;

import java.util.ArrayList;
import java.util.List;
import java.util.SplittableRandom;
import java.util.function.BooleanSupplier;
import java.util.random.RandomGenerator;

/**
 * A simulated world: clock, network and hosts that follow from one seed; time jumps to the next
 * event, so that minutes pass in microseconds.
 */
public final class SimWorld {
    /** One machine of the world. */
    @FunctionalInterface
    public interface Host {
        /**
         * One loop turn: fires due timers and flushes; answers the next deadline in nanoseconds, or
         * {@link Long#MAX_VALUE}.
         */
        long turn(long nowNs);
    }

    private final SimClock clock = new SimClock();
    private final SplittableRandom random;
    private final SimNetwork network;
    private final List<Host> hosts = new ArrayList<>();

    public SimWorld(long seed) {
        random = new SplittableRandom(seed);
        network = new SimNetwork(random.split());
    }

    public SimClock clock() {
        return clock;
    }

    public SimNetwork network() {
        return network;
    }

    /** A source of randomness of one's own, the same for the same seed and order of calls. */
    public RandomGenerator random() {
        return random.split();
    }

    /** Adds a host, which takes a turn after every event. */
    public void add(Host host) {
        hosts.add(host);
    }

    /** Removes a host: its machine is off. */
    public void remove(Host host) {
        hosts.remove(host);
    }

    /** Runs until {@code done}; answers false when it was not within so many milliseconds. */
    public boolean runUntil(BooleanSupplier done, long withinMs) {
        long endNs = clock.nowNs() + withinMs * 1_000_000;
        long spins = 0;
        while (true) {
            network.deliver(clock.nowNs());
            long next = turnAll();
            if (done.getAsBoolean()) {
                return true;
            }
            next = Math.min(next, network.nextNs());
            if (next > endNs) {
                clock.advanceTo(endNs);
                return false;
            }
            // A host that asks again and again for "now" hangs a real loop: find it out here.
            spins = next <= clock.nowNs() ? spins + 1 : 0;
            if (spins > 100_000) {
                throw new AssertionError("time stands still: a deadline is never cleared");
            }
            clock.advanceTo(Math.max(next, clock.nowNs()));
        }
    }

    /** Runs for so many milliseconds. */
    public void runFor(long ms) {
        runUntil(() -> false, ms);
    }

    private long turnAll() {
        long next = Long.MAX_VALUE;
        for (Host host : List.copyOf(hosts)) {
            next = Math.min(next, host.turn(clock.nowNs()));
        }
        return next;
    }
}
