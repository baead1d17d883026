package io.cumulonimbus.origin.app;

import io.cumulonimbus.net.loop.BoundedHop;
import io.cumulonimbus.net.loop.GatedLoop;
import io.cumulonimbus.net.loop.Loop;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.atomic.AtomicLong;
import java.util.concurrent.atomic.LongAdder;
import java.util.function.Consumer;
import java.util.function.Supplier;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * The way from any loop into one realm and back; counts what is between question and answer and
 * refuses more than its capacity. The realm is opened by the first question.
 */
final class RealmProxy {
    private static final Logger LOG = LoggerFactory.getLogger(RealmProxy.class);

    /** Media messages that may wait for one realm. */
    private static final int MOST_PACKETS = 1024;

    /** Bytes of media that may wait for one realm. */
    private static final long MOST_PACKET_BYTES = 16 << 20;

    /** How long a realm may let operators wait. */
    private static final long PATIENCE_S = 1;

    /** A realm that is exhausted so soon after it was opened anew rests for a tick. */
    private static final long SOON_NS = 60_000_000_000L;

    private final GatedLoop loop;
    private final Supplier<Realm> opener;
    private final int capacity;
    private final AtomicInteger open = new AtomicInteger();
    private final LongAdder refused = new LongAdder();
    private final long tickNs;
    private final BoundedHop packets;
    private final AtomicLong packetBytes = new AtomicLong();
    private volatile long epoch;
    private volatile Interests interests = Interests.NONE;
    private final EventTimes times = new EventTimes(); // of the realm's loop
    private final AtomicBoolean asked = new AtomicBoolean();
    private volatile EventTimes lastTimes = new EventTimes();
    private boolean closed; // of the realm's loop
    private boolean leaving; // of the realm's loop
    private Realm realm; // of the realm's loop
    private boolean resting; // of the realm's loop
    private boolean reopened; // of the realm's loop
    private long reopenedNs; // of the realm's loop
    private long restEndsNs; // of the realm's loop

    /** What is asked of a realm; it answers once, on the realm's loop, now or later. */
    @FunctionalInterface
    interface Question<A> {
        void ask(Realm realm, Consumer<A> answer);
    }

    /**
     * @param loop nothing is asked of the realm while it holds its tasks back
     * @param tickNs time between two ticks of the realm, in nanoseconds
     */
    RealmProxy(GatedLoop loop, Supplier<Realm> opener, int capacity, long tickNs) {
        this.loop = loop;
        this.tickNs = tickNs;
        this.packets = new BoundedHop(loop, MOST_PACKETS);
        this.opener = opener;
        this.capacity = capacity;
    }

    /**
     * Asks on the realm's loop and has the answer on {@code replyTo}; answers false, and asks
     * nothing, when too many questions are open.
     *
     * @param kind what it is about
     * @param onFault the answer to give when asking fails for a fault of ours
     */
    <A> boolean ask(
            EventKind kind, Loop replyTo, Question<A> question, A onFault, Consumer<A> answer) {
        if (open.incrementAndGet() > capacity) {
            open.decrementAndGet();
            refused.increment();
            return false;
        }
        Once<A> once = new Once<>(a -> replyTo.execute(() -> deliver(answer, a)));
        loop.execute(
                () -> {
                    try {
                        if (isThere()) {
                            timed(kind, () -> question.ask(realm, once));
                        } else {
                            once.accept(onFault);
                        }
                    } catch (RuntimeException | VirtualMachineError fault) {
                        LOG.error("An application failed", fault);
                        once.accept(onFault);
                    }
                });
        return true;
    }

    private <A> void deliver(Consumer<A> answer, A value) {
        open.decrementAndGet();
        answer.accept(value);
    }

    /** Tells the realm something that must arrive; callers see to it that it is not too often. */
    void tell(EventKind kind, Consumer<Realm> notice) {
        loop.execute(() -> pass(kind, notice));
    }

    /** Tells the realm something unless too much is open; answers whether it will be told. */
    boolean offer(EventKind kind, Consumer<Realm> notice) {
        if (open.incrementAndGet() > capacity) {
            open.decrementAndGet();
            refused.increment();
            return false;
        }
        loop.execute(
                () -> {
                    open.decrementAndGet();
                    pass(kind, notice);
                });
        return true;
    }

    /** Hands the realm a media message; dropped when too many wait, or too many bytes. */
    void packet(int length, Consumer<Realm> notice) {
        if (packetBytes.get() > MOST_PACKET_BYTES) {
            return;
        }
        packetBytes.addAndGet(length);
        boolean taken =
                packets.offer(
                        () -> {
                            packetBytes.addAndGet(-length);
                            pass(EventKind.PACKET, notice);
                        });
        if (!taken) {
            packetBytes.addAndGet(-length);
        }
    }

    /** Loads applications again; see {@link Realm#reload}. Any thread. */
    CompletableFuture<Boolean> reload(String path) {
        CompletableFuture<Boolean> reloaded = new CompletableFuture<>();
        loop.execute(() -> reloaded.complete(isThere() && realm.reload(path)));
        return reloaded.orTimeout(PATIENCE_S, TimeUnit.SECONDS);
    }

    /** How long its events took; what was known last, when it is too busy to say. Any thread. */
    CompletableFuture<EventTimes> times() {
        CompletableFuture<EventTimes> answer = new CompletableFuture<>();
        if (!asked.getAndSet(true)) {
            loop.execute(
                    () -> {
                        lastTimes = times.copy();
                        asked.set(false);
                        answer.complete(lastTimes);
                    });
        }
        return answer.completeOnTimeout(lastTimes, PATIENCE_S, TimeUnit.SECONDS);
    }

    /** What the realm wants to be told of; nothing before it was opened. */
    Interests interests() {
        return interests;
    }

    private void tick() {
        if (!closed) {
            loop.schedule(this::tick, tickNs);
            pass(EventKind.MANAGE, Realm::tick);
        }
    }

    /** Opens the realm if it is not. */
    void begin() {
        tell(EventKind.OTHER, opened -> {});
    }

    /**
     * It may act until then, on its loop's clock, and waits afterwards. Any thread.
     *
     * @param newEpoch of the lease by which it may
     */
    void actsUntil(long newEpoch, long ns) {
        if (newEpoch != epoch) {
            epoch = newEpoch;
            GatedLoop.beneath(loop).execute(() -> enter(newEpoch));
        }
        loop.openUntil(ns);
    }

    private void enter(long newEpoch) {
        if (realm != null && !resting) {
            realm.under(newEpoch);
        }
    }

    /**
     * The realm is at home elsewhere: it ends here, what waited is answered with no, and nothing of
     * it is there when it is asked next. Any thread.
     */
    void letGo() {
        epoch = 0;
        GatedLoop.beneath(loop).execute(this::leave);
    }

    private void leave() {
        boolean wasOpen = realm != null && !resting && !closed;
        if (wasOpen) {
            realm.close();
        }
        leaving = true;
        loop.openNow();
        leaving = false;
        if (wasOpen) {
            openRealm(); // keeps what the same one at its home keeps
        }
    }

    /** Ends the realm if it was ever opened. */
    void close() {
        loop.open();
        loop.execute(
                () -> {
                    closed = true;
                    if (realm != null && !resting) {
                        realm.close();
                    }
                });
    }

    private void pass(EventKind kind, Consumer<Realm> notice) {
        if (isThere()) {
            timed(kind, () -> notice.accept(realm));
        }
    }

    private void timed(EventKind kind, Runnable event) {
        long beganNs = loop.nowNs();
        try {
            event.run();
        } finally {
            times.count(kind, loop.nowNs() - beganNs);
        }
    }

    /** Opens the realm when it has to be; answers false while it rests or leaves. */
    private boolean isThere() {
        if (leaving) {
            return false;
        }
        if (realm == null) {
            openRealm();
            loop.schedule(this::tick, tickNs);
        } else if (realm.isExhausted()) {
            return reopen();
        }
        return true;
    }

    /** What is exhausted again and again must not keep the collector busy for all others. */
    private boolean reopen() {
        long nowNs = loop.nowNs();
        if (!resting) {
            LOG.warn("A realm used more than it may and is opened anew, without its clients");
            realm.close();
            resting = true;
            restEndsNs = nowNs + (reopened && nowNs - reopenedNs < SOON_NS ? tickNs : 0);
        }
        if (nowNs - restEndsNs < 0) {
            return false;
        }
        resting = false;
        reopened = true;
        reopenedNs = nowNs;
        openRealm();
        return true;
    }

    private void openRealm() {
        realm = opener.get();
        realm.under(epoch);
        interests = realm.interests();
    }

    /** Questions without an answer yet. */
    int open() {
        return open.get();
    }

    /** Questions refused so far. */
    long refused() {
        return refused.sum();
    }

    /** Passes on the first answer and no other. Owned by the realm's loop. */
    private static final class Once<A> implements Consumer<A> {
        private final Consumer<A> next;
        private boolean done;

        Once(Consumer<A> next) {
            this.next = next;
        }

        @Override
        public void accept(A answer) {
            if (!done) {
                done = true;
                next.accept(answer);
            }
        }
    }
}
