package io.cumulonimbus.origin.lua.vm;

import com.sun.management.ThreadMXBean;
import java.lang.management.ManagementFactory;
import java.util.function.LongSupplier;
import org.luaj.vm2.LuaString;
import org.luaj.vm2.LuaValue;
import org.luaj.vm2.Varargs;

/**
 * What one event may use up: time of the loop and memory allocated, over all of its coroutines.
 *
 * <p>Instructions and library functions are paid for as they run; every few thousand the clock and
 * the allocation counter of the thread are read.
 */
public final class Budget {
    /** Longest string that a script can make, in bytes. */
    public static final int MAX_STRING = 16 << 20;

    private static final int SLICE = 2048;
    private static final int FREE_VALUES = 16;
    private static final int SHORT = 1024;
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

    /** Whether an event is under way. */
    boolean isRunning() {
        return running;
    }

    /** Starts an event. */
    void begin() {
        running = true;
        lastNs = clockNs.getAsLong();
        deadlineNs = lastNs + timeNs;
        allocatedAtStart = THREADS.getCurrentThreadAllocatedBytes();
        left = SLICE;
    }

    /** The clock as it was last read: about now, for the cost of nothing. */
    public long lastNs() {
        return lastNs;
    }

    /** Ends the event; answers what it allocated, in bytes, freed or not. */
    long end() {
        running = false;
        return THREADS.getCurrentThreadAllocatedBytes() - allocatedAtStart;
    }

    /** Pays for so many values that one instruction moves; a few are part of the instruction. */
    void payForValues(int count) {
        if (count > FREE_VALUES) {
            pay(count);
        }
    }

    /** Pays for one look at all of a string; short ones are part of the instruction. */
    public void payToRead(LuaValue value) {
        if (value instanceof LuaString s && s.m_length > SHORT) {
            pay(s.m_length >> 5);
        }
    }

    /**
     * Pays for the arguments of a library function: whatever it does with a long string, it looks
     * at all of it and may copy it.
     */
    void payToRead(Varargs arguments) {
        if (arguments instanceof LuaValue only) {
            payToRead(only);
            return;
        }
        int count = arguments.narg();
        payForValues(count);
        for (int i = 1; i <= count; i++) {
            payToRead(arguments.arg(i));
        }
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
