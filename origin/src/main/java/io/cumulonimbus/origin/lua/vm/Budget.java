package io.cumulonimbus.origin.lua.vm;

import com.sun.management.ThreadMXBean;
import java.lang.management.ManagementFactory;
import java.util.function.LongSupplier;

/**
 * What one event may use up: time of the loop and memory allocated, over all of its coroutines.
 *
 * <p>Instructions and library functions are paid for as they run; every few thousand the clock and
 * the allocation counter of the thread are read.
 */
public final class Budget {
    /** Longest string that a script can make, in bytes. */
    public static final int MAX_STRING = 16 << 20;

    private static final int SLICE = 4096;
    private static final ThreadMXBean THREADS = (ThreadMXBean) ManagementFactory.getThreadMXBean();

    private final LongSupplier clockNs;
    private final long timeNs;
    private final long bytes;
    private long lastNs;
    private long deadlineNs;
    private long allocatedAtStart;
    private boolean running;
    private int left;

    /**
     * @param clockNs the loop's clock, in nanoseconds
     * @param timeNs how long one event may take
     * @param bytes how much one event may allocate, freed or not
     */
    public Budget(LongSupplier clockNs, long timeNs, long bytes) {
        this.clockNs = clockNs;
        this.timeNs = timeNs;
        this.bytes = bytes;
    }

    /** Starts an event unless one is under way; answers whether it did. */
    boolean begin() {
        if (running) {
            return false;
        }
        running = true;
        lastNs = clockNs.getAsLong();
        deadlineNs = lastNs + timeNs;
        allocatedAtStart = THREADS.getCurrentThreadAllocatedBytes();
        left = SLICE;
        return true;
    }

    /** The clock as it was last read: about now, for the cost of nothing. */
    public long lastNs() {
        return lastNs;
    }

    void end() {
        running = false;
    }

    /** Pays for one instruction. */
    void step() {
        if (--left < 0) {
            check();
        }
    }

    /** Pays for a library function's work, in about as many instructions. */
    public void pay(long instructions) {
        left = (int) Math.max(-1, left - instructions);
        if (left < 0) {
            check();
        }
    }

    /** Refuses strings that are too long before they are made, and pays for the others. */
    public void payForString(long length) {
        if (length > MAX_STRING) {
            throw new ScriptError("string length overflow");
        }
        pay(length >> 5);
    }

    private void check() {
        left = SLICE;
        if (!running) {
            return;
        }
        lastNs = clockNs.getAsLong();
        if (lastNs - deadlineNs > 0) {
            throw new ScriptAbort("script took longer than " + timeNs / 1_000_000 + " ms");
        }
        if (THREADS.getCurrentThreadAllocatedBytes() - allocatedAtStart > bytes) {
            throw new ScriptAbort("script allocated more than " + (bytes >> 20) + " MiB");
        }
    }
}
