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

    private static final Logger LOG = LoggerFactory.getLogger(Departure.class);

    private Departure() {}

    /**
     * Waits until nobody is here, or {@code most}. Blocks; not for loops.
     *
     * @param here how many clients are here; any thread
     */
    public static void await(Duration most, IntSupplier here) {
        long deadline = System.nanoTime() + most.toNanos();
        LOG.info("Draining: {} clients have up to {} s to go", here.getAsInt(), most.toSeconds());
        while (here.getAsInt() > 0 && System.nanoTime() - deadline < 0) {
            new CompletableFuture<Void>()
                    .completeOnTimeout(null, STEP_MS, TimeUnit.MILLISECONDS)
                    .join();
        }
        LOG.info("Drained: {} clients left", here.getAsInt());
    }
}
