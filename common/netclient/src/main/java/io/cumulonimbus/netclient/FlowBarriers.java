package io.cumulonimbus.netclient;

import io.cumulonimbus.client.IncomingFlow;
import io.cumulonimbus.net.loop.DeadlineTimer;
import io.cumulonimbus.net.loop.Loop;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/**
 * Flow synchronisation of one connection: holds flows that reached a barrier until all did (RFC
 * 7425 §5.2). A barrier whose flows never all come opens after a while. Owned by the loop.
 */
final class FlowBarriers {
    private static final long PATIENCE_NS = 5_000_000_000L;
    private static final int MAX_BARRIERS = 64;

    private final Loop loop;
    private final DeadlineTimer timer;

    /** In the order of their deadlines. */
    private final Map<Long, Barrier> barriers = new LinkedHashMap<>();

    private record Barrier(List<IncomingFlow> held, long deadlineNs) {
        void open() {
            held.forEach(flow -> flow.suspend(false));
        }
    }

    FlowBarriers(Loop loop) {
        this.loop = loop;
        this.timer = new DeadlineTimer(loop, this::expire);
    }

    /** A flow reached barrier {@code id}, at which {@code count} flows meet. */
    void reached(IncomingFlow flow, long id, long count) {
        Barrier barrier = barriers.get(id);
        if (barrier == null) {
            if (count <= 1 || barriers.size() == MAX_BARRIERS) {
                return;
            }
            barrier = new Barrier(new ArrayList<>(), loop.nowNs() + PATIENCE_NS);
            barriers.put(id, barrier);
        }
        if (barrier.held.size() + 1 >= count) {
            barriers.remove(id);
            barrier.open();
        } else {
            flow.suspend(true);
            barrier.held.add(flow);
        }
        setTimer();
    }

    /** The connection is over. */
    void close() {
        timer.cancel();
        barriers.clear();
    }

    private void expire() {
        long now = loop.nowNs();
        List<Barrier> late = new ArrayList<>();
        barriers.values().removeIf(b -> b.deadlineNs - now <= 0 && late.add(b));
        setTimer();
        late.forEach(Barrier::open);
    }

    private void setTimer() {
        timer.set(
                barriers.isEmpty()
                        ? DeadlineTimer.NEVER
                        : barriers.values().iterator().next().deadlineNs());
    }
}
