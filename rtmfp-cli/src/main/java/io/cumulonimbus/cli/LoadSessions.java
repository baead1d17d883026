package io.cumulonimbus.cli;

import io.cumulonimbus.client.CloseReason;
import io.cumulonimbus.netclient.ConnectOptions;
import io.cumulonimbus.netclient.ConnectionListener;
import io.cumulonimbus.netclient.NetClient;
import io.cumulonimbus.netclient.NetClientException;
import io.cumulonimbus.netclient.NetConnectionClient;
import java.net.URI;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Queue;
import java.util.concurrent.ArrayBlockingQueue;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.Semaphore;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.atomic.AtomicReference;
import java.util.function.Consumer;
import java.util.function.Function;

/** The sessions of a load run: so many are made, so many at a time, and those that end counted. */
final class LoadSessions {
    private final NetClient client;
    private final ConnectOptions options;
    private final int atOnce;
    private final int again;
    private final AtomicInteger ended = new AtomicInteger();
    private final AtomicInteger failed = new AtomicInteger();
    private final AtomicReference<Throwable> firstFailure = new AtomicReference<>();
    private volatile boolean closing;

    /**
     * @param atOnce how many are asked for at the same time
     * @param again how often those are tried again that had no answer
     */
    LoadSessions(NetClient client, ConnectOptions options, int atOnce, int again) {
        this.again = again;
        this.client = client;
        this.options = options;
        this.atOnce = atOnce;
    }

    /** Sessions that ended although nobody here wanted it. */
    int ended() {
        return ended.get();
    }

    /** Connects and stream commands that failed. */
    int failed() {
        return failed.get();
    }

    /** The first of these failures; null when there is none. */
    Throwable firstFailure() {
        return firstFailure.get();
    }

    /** Connects so many sessions. */
    List<NetConnectionClient> connect(URI uri, int count, UserStop stop)
            throws InterruptedException {
        List<NetConnectionClient> made = new ArrayList<>();
        for (int wave = 0; made.size() < count && !stop.isWished(); wave++) {
            boolean last = wave == again;
            AtomicInteger refused = new AtomicInteger();
            List<Integer> missing = Collections.nCopies(count - made.size(), wave);
            made.addAll(
                    all(
                            missing,
                            number -> client.connect(uri, options, new Watch()),
                            why -> {
                                if (last || isRefusal(why)) {
                                    refused.incrementAndGet();
                                    fail(why);
                                }
                            },
                            stop));
            if (refused.get() > 0 || last) {
                break; // who says no says so again
            }
        }
        return made;
    }

    private static boolean isRefusal(Throwable why) {
        return why instanceof NetClientException e && e.status().isPresent();
    }

    private void fail(Throwable why) {
        failed.incrementAndGet();
        firstFailure.compareAndSet(null, why);
    }

    /** Asks each in turn, some at a time; answers what those gave that did not fail. */
    <F, T> List<T> all(List<F> from, Function<F, CompletableFuture<T>> question, UserStop stop)
            throws InterruptedException {
        return all(from, question, this::fail, stop);
    }

    private <F, T> List<T> all(
            List<F> from,
            Function<F, CompletableFuture<T>> question,
            Consumer<Throwable> failure,
            UserStop stop)
            throws InterruptedException {
        Semaphore room = new Semaphore(atOnce);
        Queue<T> made = new ArrayBlockingQueue<>(Math.max(1, from.size()));
        for (F one : from) {
            while (!room.tryAcquire(100, TimeUnit.MILLISECONDS)) {
                if (stop.isWished()) {
                    return List.copyOf(made);
                }
            }
            question.apply(one)
                    .whenComplete(
                            (value, why) -> {
                                if (why == null) {
                                    made.add(value);
                                } else {
                                    failure.accept(why);
                                }
                                room.release();
                            });
        }
        room.acquire(atOnce);
        return List.copyOf(made);
    }

    /** From now on the end of a session is wanted. */
    void closing() {
        closing = true;
    }

    private final class Watch implements ConnectionListener {
        @Override
        public void onClosed(CloseReason reason) {
            if (!closing) {
                ended.incrementAndGet();
            }
        }
    }
}
