package io.cumulonimbus.origin;

import io.cumulonimbus.net.gateway.Departure;
import io.cumulonimbus.origin.cluster.Directory;
import io.cumulonimbus.origin.link.EdgeDoor;
import io.cumulonimbus.origin.link.FellowLinks;
import io.cumulonimbus.origin.placement.HandOver;
import java.time.Duration;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.IntSupplier;

/**
 * The steps by which an origin is rid of its clients and of the applications that are at home here.
 */
final class DrainSteps implements HandOver {
    /** So long other origins may take to become the homes of applications. */
    private static final Duration GIVING = Duration.ofSeconds(15);

    private final Departure told;
    private final EdgeDoor edges;
    private final IntSupplier own;

    /** Applications of which it is not known yet what becomes of them. */
    private final AtomicInteger open = new AtomicInteger();

    /**
     * @param told hears of each
     * @param own how many clients are here that came by themselves; any thread
     */
    DrainSteps(Departure told, EdgeDoor edges, IntSupplier own) {
        this.told = told;
        this.edges = edges;
        this.own = own;
    }

    /** Waits until all have gone, or {@code most}; 0 does nothing. Blocks; not for loops. */
    void run(Duration most, Runnable shut, Directory directory, FellowLinks fellows) {
        if (!most.isPositive()) {
            told.closes(edges.count() + own.getAsInt());
            return;
        }
        long endNs = System.nanoTime() + most.toNanos();
        shut.run();
        ClusterEntry.drain(directory);
        told.done("nobody is let in any more");
        fellows.handOver(GIVING, this).join();
        edges.drain();
        told.await("clients of edges", left(endNs), edges::count);
        told.await("clients of our own", left(endNs), own);
        if (!Departure.until(() -> open.get() == 0, left(endNs))) {
            told.stays(open.get() + " applications were not given away in time");
        }
    }

    private static Duration left(long endNs) {
        return Duration.ofNanos(Math.max(0, endNs - System.nanoTime()));
    }

    @Override
    public void begins(int realms) {
        open.set(realms);
    }

    @Override
    public void given(String realm, String origin) {
        told.done("/" + realm + " has its home at " + origin + " now");
        open.decrementAndGet();
    }

    @Override
    public void kept(String realm, String origin) {
        told.stays("/" + realm + " stays: " + origin + " did not become its home");
        open.decrementAndGet();
    }

    @Override
    public void unwanted(int realms) {
        told.done(realms + " applications stay: there is no other origin for them");
        open.addAndGet(-realms);
    }
}
