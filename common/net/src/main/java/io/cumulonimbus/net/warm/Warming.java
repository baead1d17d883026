package io.cumulonimbus.net.warm;

import java.time.Duration;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import java.util.random.RandomGenerator;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * The first clients of a process that has just been started, without sockets: one of RTMFP and one
 * of RTMP come to an edge in memory, shake hands, and are answered by an origin behind it, and then
 * by another one to which they move. So classes are loaded, and ciphers found, before others wait
 * for that.
 *
 * <p>It has a thread of its own; whatever becomes of it, the server serves.
 */
public final class Warming {
    /** After so many the most used of it is translated. */
    private static final int MOVES = 100;

    private static final Logger LOG = LoggerFactory.getLogger(Warming.class);

    private final CompletableFuture<Boolean> done = new CompletableFuture<>();

    private Warming() {}

    /**
     * Begins.
     *
     * @param random unpredictable, and used on another thread
     */
    public static Warming begin(RandomGenerator random) {
        Warming warming = new Warming();
        Thread thread = new Thread(() -> warming.work(random), "warming");
        thread.setDaemon(true);
        thread.start();
        return warming;
    }

    private void work(RandomGenerator random) {
        long beganNs = System.nanoTime();
        try {
            boolean answered = talk(random);
            LOG.debug(
                    "{} after {} ms",
                    answered ? "warm" : "not warm",
                    TimeUnit.NANOSECONDS.toMillis(System.nanoTime() - beganNs));
            done.complete(answered);
        } catch (RuntimeException | LinkageError e) {
            LOG.warn("first clients will take longer: {}", e.toString());
            done.complete(false);
        }
    }

    /** Waits until it is over, or {@code most}; answers whether it went well. Blocks. */
    public boolean await(Duration most) {
        return done.copy().completeOnTimeout(false, most.toMillis(), TimeUnit.MILLISECONDS).join();
    }

    private static boolean talk(RandomGenerator random) {
        Scene scene = new Scene(random);
        boolean answered = scene.opens();
        for (int i = 0; i < MOVES && answered; i++) {
            answered = scene.moves();
        }
        return answered;
    }
}
