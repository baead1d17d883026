package io.cumulonimbus.origin;

import io.cumulonimbus.net.gateway.Departure;
import java.time.Duration;
import java.util.function.IntSupplier;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** The steps by which an origin is rid of its clients, each with lines in the log. */
final class DrainSteps {
    private static final Logger LOG = LoggerFactory.getLogger(DrainSteps.class);

    private final long beganNs = System.nanoTime();
    private final Duration most;

    /**
     * @param most how long all of them may take
     */
    DrainSteps(Duration most) {
        this.most = most;
    }

    private Duration since() {
        return Duration.ofNanos(System.nanoTime() - beganNs);
    }

    /** One step is done. */
    void done(String what) {
        LOG.info("Drain: {}, {} ms after its beginning", what, since().toMillis());
    }

    /** Waits until nobody of those is here, or the time is over. Blocks; not for loops. */
    void await(String whom, IntSupplier here) {
        Departure.await(whom, most.minus(since()), here);
    }
}
