package io.cumulonimbus.net.warm;

import java.time.Duration;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import java.util.random.RandomGenerator;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * The first clients of a process that has just been started, without sockets: one of RTMFP and one
 * of RTMP come to an edge in memory, shake hands, and are answered by an origin behind it. So
 * classes are loaded, and ciphers found, before others wait for that.
 *
 * <p>It has a thread of its own; whatever becomes of it, the server serves.
 */
public final class Warming {
    private static final int MOST_TURNS = 10_000;

    /** Time that passes with each turn, for those who take part: 100 µs. */
    private static final long STEP_NS = 100_000;

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
        LinkTalk link = new LinkTalk(random);
        long nowNs = STEP_NS;
        for (int i = 0; i < MOST_TURNS && !link.isEstablished(); i++) {
            nowNs += STEP_NS;
            link.turn(nowNs);
        }
        Caller one = new Caller();
        Caller two = new Caller();
        RtmfpTalk rtmfp = new RtmfpTalk(link, one, random, nowNs);
        RtmpTalk rtmp = new RtmpTalk(link, two, random, nowNs);
        for (int i = 0; i < MOST_TURNS && !(one.isAnswered() && two.isAnswered()); i++) {
            nowNs += STEP_NS;
            one.turn();
            two.turn();
            rtmfp.turn(nowNs);
            rtmp.turn(nowNs);
            link.turn(nowNs);
        }
        return one.isAnswered() && two.isAnswered();
    }
}
