package io.cumulonimbus.origin.lua.memory;

import io.cumulonimbus.origin.lua.vm.Coroutines;
import io.cumulonimbus.origin.lua.vm.Machine;
import java.util.concurrent.TimeUnit;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * What a realm keeps from one event to the next. Looked at between events, and only when the events
 * since the last look allocated so much that it could be too much by now. Owned by the realm's
 * loop.
 */
public final class RealmMemory {
    private static final Logger LOG = LoggerFactory.getLogger(RealmMemory.class);

    /** So much of the bound is allocated between two looks, however little is left of it. */
    private static final int LEAST_SHARE = 8;

    private final Object realm;
    private final Machine machine;
    private final long mostBytes;
    private long untilLook;
    private boolean exhausted;

    /**
     * @param mostBytes what it may keep
     */
    public RealmMemory(Object realm, Machine machine, long mostBytes) {
        this.realm = realm;
        this.machine = machine;
        this.mostBytes = mostBytes;
        this.untilLook = mostBytes;
        machine.watch(this::eventEnded);
    }

    /** Whether it kept more than it may; then no script of it runs any more. */
    public boolean isExhausted() {
        return exhausted;
    }

    private void eventEnded(long allocated) {
        untilLook -= allocated;
        if (untilLook < 0 || machine.coroutines().wantCounting()) {
            look();
        }
    }

    private void look() {
        long before = System.nanoTime();
        RetainedSize size;
        try {
            size = RetainedSize.of(realm, mostBytes);
        } catch (OutOfMemoryError full) {
            stop();
            return;
        }
        LOG.debug(
                "A realm keeps {} bytes in {} objects, seen in {} us",
                size.bytes(),
                size.objects(),
                TimeUnit.NANOSECONDS.toMicros(System.nanoTime() - before));
        Coroutines coroutines = machine.coroutines();
        coroutines.counted(size.coroutines());
        untilLook = Math.max(mostBytes - size.bytes(), mostBytes / LEAST_SHARE);
        if (size.bytes() > mostBytes) {
            stop();
        }
    }

    private void stop() {
        exhausted = true;
        machine.stop("application keeps more than " + (mostBytes >> 20) + " MiB");
    }
}
