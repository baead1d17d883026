package io.cumulonimbus.net.gateway;

import java.time.Duration;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import java.util.function.IntSupplier;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** The wait for clients to go, before a server stops. */
public final class Departure {
    private static final long STEP_MS = 20;
    private static final long NS_PER_MS = 1_000_000;

    private static final Logger LOG = LoggerFactory.getLogger(Departure.class);

    private Departure() {}

    /**
     * Waits until nobody is here, or {@code most}, and tells the log. Blocks; not for loops.
     *
     * @param whom what they are called, in the plural
     * @param here how many are here; any thread
     */
    public static void await(String whom, Duration most, IntSupplier here) {
        long beganNs = System.nanoTime();
        long deadline = beganNs + most.toNanos();
        int before = here.getAsInt();
        LOG.info("Drain: {} {} have up to {} s to go", before, whom, most.toSeconds());
        while (here.getAsInt() > 0 && System.nanoTime() - deadline < 0) {
            new CompletableFuture<Void>()
                    .completeOnTimeout(null, STEP_MS, TimeUnit.MILLISECONDS)
                    .join();
        }
        LOG.info(
                "Drain: {} of {} {} are still here, {} ms later",
                here.getAsInt(),
                before,
                whom,
                (System.nanoTime() - beganNs) / NS_PER_MS);
    }
}
