package io.cumulonimbus.origin;

import io.cumulonimbus.net.limits.Limits;
import io.cumulonimbus.net.loop.DeadlineTimer;
import io.cumulonimbus.net.loop.Loop;
import io.cumulonimbus.origin.cluster.Directory;
import io.cumulonimbus.origin.cluster.Node;
import io.cumulonimbus.origin.cluster.NodeId;
import io.cumulonimbus.origin.cluster.Nodes;
import java.util.HashMap;
import java.util.Map;
import java.util.Optional;

/**
 * Has the origins of a cluster tell each other, once a second, who has much of what those of one
 * address or account may have together. Nobody waits for it: each decides by what it was told last.
 * Owned by one loop.
 */
final class SharedLimitsProxy {
    private static final String KIND = "limits";
    private static final long PERIOD_NS = 1_000_000_000L;

    /** What was told longer ago means nothing any more. */
    private static final long STALE_NS = 10_000_000_000L;

    private static final byte[] NOTHING = {};

    private final Directory directory;
    private final Limits limits;
    private final Loop loop;
    private final DeadlineTimer timer;
    private final Map<NodeId, Long> heardNs = new HashMap<>();

    private SharedLimitsProxy(Directory directory, Limits limits, Loop loop) {
        this.directory = directory;
        this.limits = limits;
        this.loop = loop;
        this.timer = new DeadlineTimer(loop, this::tell);
    }

    /** Begins, if there can be others and anybody is limited; for as long as the loop runs. */
    static void follow(Directory directory, Limits limits, Loop loop) {
        if (directory.isShared() && !limits.isNothing()) {
            SharedLimitsProxy shared = new SharedLimitsProxy(directory, limits, loop);
            loop.execute(shared::begin);
        }
    }

    private void begin() {
        directory.post().receive(KIND, loop, (from, report, reply) -> heard(from, report));
        directory
                .nodes()
                .listen(
                        loop,
                        new Nodes.Listener() {
                            @Override
                            public void joined(Node node) {
                                timer.set(loop.nowNs() + PERIOD_NS);
                            }

                            @Override
                            public void left(NodeId id) {
                                forget(id);
                            }
                        });
        timer.set(loop.nowNs() + PERIOD_NS);
    }

    private void heard(NodeId from, byte[] report) {
        if (directory.nodes().find(from).isPresent() && !from.equals(directory.self())) {
            heardNs.put(from, loop.nowNs());
            limits.told(from.toString(), report);
        }
    }

    private void forget(NodeId id) {
        if (heardNs.remove(id) != null) {
            limits.told(id.toString(), NOTHING);
        }
    }

    private void tell() {
        long now = loop.nowNs();
        int servers = directory.nodes().all().size();
        Optional<byte[]> report = limits.report(servers);
        report.ifPresent(bytes -> directory.post().broadcast(KIND, bytes));
        heardNs.entrySet().stream()
                .filter(heard -> now - heard.getValue() > STALE_NS)
                .map(Map.Entry::getKey)
                .toList()
                .forEach(this::forget);
        timer.set(now + PERIOD_NS);
    }
}
