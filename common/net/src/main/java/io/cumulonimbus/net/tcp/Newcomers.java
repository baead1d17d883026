package io.cumulonimbus.net.tcp;

import java.net.InetAddress;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ConcurrentMap;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.atomic.AtomicInteger;

/** Connections that have not shown yet what they are, counted. Any thread. */
final class Newcomers {
    private final TcpLimits limits;
    private final AtomicInteger all = new AtomicInteger();
    private final ConcurrentMap<InetAddress, Integer> from = new ConcurrentHashMap<>();

    Newcomers(TcpLimits limits) {
        this.limits = limits;
    }

    /**
     * @param proxy whether many clients come from this address
     */
    boolean hasRoomFor(InetAddress address, boolean proxy) {
        return all.get() < limits.newcomers()
                && (proxy || from.getOrDefault(address, 0) < limits.newcomersPerAddress());
    }

    /** Counts one; what is answered counts it off, however often it is called. */
    Runnable add(InetAddress address) {
        all.incrementAndGet();
        from.merge(address, 1, Integer::sum);
        AtomicBoolean counted = new AtomicBoolean(true);
        return () -> {
            if (counted.compareAndSet(true, false)) {
                all.decrementAndGet();
                from.computeIfPresent(address, (a, count) -> count == 1 ? null : count - 1);
            }
        };
    }
}
