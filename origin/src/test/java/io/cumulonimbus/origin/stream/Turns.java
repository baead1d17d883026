package io.cumulonimbus.origin.stream;

import io.cumulonimbus.net.loop.Cancellable;
import io.cumulonimbus.net.loop.Loop;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.function.BooleanSupplier;
import java.util.random.RandomGenerator;

/** Loops of one simulated world, and all else that happens in it, in an order that chance makes. */
final class Turns {
    private static final long STEP_NS = 10_000_000L;
    private static final int MOST = 200_000;

    private final RandomGenerator random;
    private final List<SimLoop> loops = new ArrayList<>();
    private final List<BooleanSupplier> others = new ArrayList<>();
    private Optional<SimLoop> running = Optional.empty();
    private long nowNs;

    Turns(RandomGenerator random) {
        this.random = random;
    }

    SimLoop loop() {
        SimLoop loop = new SimLoop();
        loops.add(loop);
        return loop;
    }

    /** Something that may happen now and again; answers whether it did. */
    void also(BooleanSupplier other) {
        others.add(other);
    }

    /** Lets something happen, if there is anything; answers whether there was. */
    private boolean step() {
        List<BooleanSupplier> all = new ArrayList<>(others);
        loops.forEach(loop -> all.add(loop::turn));
        int first = random.nextInt(all.size());
        for (int i = 0; i < all.size(); i++) {
            if (all.get((first + i) % all.size()).getAsBoolean()) {
                return true;
            }
        }
        return false;
    }

    /** Lets some things happen. */
    void some() {
        for (int i = random.nextInt(12); i > 0; i--) {
            step();
        }
    }

    /** Goes on, with time that passes when there is nothing else to do. */
    void until(String what, BooleanSupplier done) {
        for (int i = 0; !done.getAsBoolean(); i++) {
            if (i > MOST) {
                throw new AssertionError(what);
            }
            if (!step()) {
                pass();
            }
        }
    }

    private void pass() {
        nowNs += STEP_NS;
        loops.forEach(SimLoop::wake);
    }

    /** Tasks one after the other. */
    final class SimLoop implements Loop {
        private final ArrayDeque<Runnable> ready = new ArrayDeque<>();
        private final List<Later> later = new ArrayList<>();
        private boolean dead;

        private record Later(Runnable task, long atNs) {}

        private boolean turn() {
            Runnable task = dead ? null : ready.poll();
            if (task == null) {
                return false;
            }
            running = Optional.of(this);
            task.run();
            running = Optional.empty();
            return true;
        }

        private void wake() {
            for (Later one : List.copyOf(later)) {
                if (one.atNs <= nowNs && later.remove(one)) {
                    ready.add(one.task);
                }
            }
        }

        /** Nothing happens on it any more. */
        void kill() {
            dead = true;
        }

        @Override
        public boolean inLoop() {
            return running.isPresent() && running.get() == this;
        }

        @Override
        public void execute(Runnable task) {
            ready.add(task);
        }

        @Override
        public Cancellable schedule(Runnable task, long delayNs) {
            Later one = new Later(task, nowNs + delayNs);
            later.add(one);
            return () -> later.remove(one);
        }

        @Override
        public long nowNs() {
            return nowNs;
        }
    }
}
