package io.cumulonimbus.net.gateway;

import java.util.concurrent.atomic.AtomicLong;
import org.slf4j.Logger;

/** Warnings that strangers can cause: one a second at most, the others counted. Any thread. */
public final class SparseLog {
    private static final long INTERVAL_NS = 1_000_000_000L;

    private final Logger log;
    private final AtomicLong nextNs = new AtomicLong(System.nanoTime());
    private final AtomicLong withheld = new AtomicLong();

    /**
     * @param log where they go
     */
    public SparseLog(Logger log) {
        this.log = log;
    }

    /** Warns, unless another did so within the last second. */
    public void warn(String text) {
        long now = System.nanoTime();
        long next = nextNs.get();
        if (now - next < 0 || !nextNs.compareAndSet(next, now + INTERVAL_NS)) {
            withheld.incrementAndGet();
            return;
        }
        long others = withheld.getAndSet(0);
        log.warn("{}{}", text, others == 0 ? "" : " (and " + others + " more such warnings)");
    }
}
