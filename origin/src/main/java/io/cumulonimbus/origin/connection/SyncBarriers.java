package io.cumulonimbus.origin.connection;

import io.cumulonimbus.net.loop.DeadlineTimer;
import io.cumulonimbus.net.loop.Loop;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/**
 * Barriers between the flows of one connection: each flow waits until as many have come to it as
 * were announced (RFC 7425 §5.2), but not for ever, since one of them may never come. A flow that
 * came and then ended counts all the same.
 */
final class SyncBarriers {
    private static final int MOST = 256;

    private final Loop loop;
    private final long patienceNs;
    private final DeadlineTimer timer;
    private final Map<Long, Barrier> barriers = new HashMap<>();

    /** Flows that wait for others. */
    private static final class Barrier {
        private final List<IncomingMessages> arrived = new ArrayList<>();
        private final long deadlineNs;

        Barrier(long deadlineNs) {
            this.deadlineNs = deadlineNs;
        }
    }

    SyncBarriers(Loop loop, int patienceMs) {
        this.loop = loop;
        this.patienceNs = patienceMs * 1_000_000L;
        this.timer = new DeadlineTimer(loop, this::overdue);
    }

    /** A flow came to a barrier of {@code count} flows; it is held until all have. */
    void arrive(IncomingMessages flow, long id, long count) {
        Barrier barrier = barriers.get(id);
        if (barrier == null) {
            if (count <= 1 || barriers.size() >= MOST) {
                return;
            }
            barrier = new Barrier(loop.nowNs() + patienceNs);
            barriers.put(id, barrier);
            rearm();
        }
        barrier.arrived.add(flow);
        flow.hold();
        if (barrier.arrived.size() >= count) {
            open(id);
        }
    }

    /** Forgets all barriers, and opens none. */
    void cancel() {
        barriers.clear();
        timer.cancel();
    }

    private void open(long id) {
        Barrier barrier = barriers.remove(id);
        if (barrier != null) {
            barrier.arrived.forEach(IncomingMessages::release);
        }
    }

    private void overdue() {
        long now = loop.nowNs();
        List<Long> late = new ArrayList<>();
        barriers.forEach(
                (id, barrier) -> {
                    if (barrier.deadlineNs - now <= 0) {
                        late.add(id);
                    }
                });
        late.forEach(this::open);
        rearm();
    }

    private void rearm() {
        long next = DeadlineTimer.NEVER;
        for (Barrier barrier : barriers.values()) {
            if (next == DeadlineTimer.NEVER || barrier.deadlineNs - next < 0) {
                next = barrier.deadlineNs;
            }
        }
        timer.set(next);
    }
}
