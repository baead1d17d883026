package io.cumulonimbus.origin.link;

import io.cumulonimbus.link.EdgeLoad;
import io.cumulonimbus.net.link.LinkedEdge;
import java.net.InetSocketAddress;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.atomic.AtomicLong;
import java.util.function.Supplier;

/**
 * The edges that clients can be sent to, the least loaded first.
 *
 * <p>The roster itself is for any thread; each loop has a {@link View} of its own.
 */
public final class EdgeRoster {
    /** So many edges are named to a client at most (Cumulus). */
    static final int MOST_NAMED = 6;

    /** An edge that falls silent changes nothing here: so often it is looked for. */
    private static final long LOOK_NS = 250_000_000L;

    /** Loads that differ by less than a tenth are the same. */
    private static final int STEPS = 10;

    private final Supplier<List<LinkedEdge>> linked;
    private final AtomicLong changes = new AtomicLong();

    /**
     * @param linked the edges at this moment; asked on any loop
     */
    public EdgeRoster(Supplier<List<LinkedEdge>> linked) {
        this.linked = linked;
    }

    /** An edge came, went, or told something. Any thread. */
    public void changed() {
        changes.incrementAndGet();
    }

    /** What one loop sees; owned by it. */
    View view() {
        return new View();
    }

    /** An edge, and how many clients this loop has sent there since it last told its load. */
    private static final class Candidate {
        private final LinkedEdge edge;
        private final EdgeLoad load;
        private long sent;

        Candidate(LinkedEdge edge, EdgeLoad load) {
            this.edge = edge;
            this.load = load;
        }

        long sessions() {
            return load.sessions() + sent;
        }

        long busy() {
            return Math.max(
                    load.cpuPermille() * STEPS / EdgeLoad.MOST_CPU,
                    sessions() * STEPS / load.capacity());
        }

        boolean takes() {
            return load.taking()
                    && load.listed()
                    && load.publicAddress().isPresent()
                    && load.sessions() < load.capacity();
        }
    }

    private static final Comparator<Candidate> LEAST_LOADED =
            Comparator.comparingLong(Candidate::busy)
                    .thenComparingLong(Candidate::sessions)
                    .thenComparingLong(candidate -> candidate.load.bytesPerSecond())
                    .thenComparing(candidate -> candidate.edge.name());

    /** The roster as one loop sees it. */
    final class View {
        private List<Candidate> candidates = new ArrayList<>();
        private long seen = -1;
        private long lookedNs;

        /** Whether there is an edge that takes clients. */
        boolean isEmpty(long nowNs) {
            look(nowNs);
            return candidates.isEmpty();
        }

        /** Where a client can go, the best place first; it is taken to go there if it is new. */
        List<InetSocketAddress> choose(boolean isNew, long nowNs) {
            look(nowNs);
            candidates.sort(LEAST_LOADED);
            List<InetSocketAddress> chosen =
                    candidates.stream()
                            .limit(MOST_NAMED)
                            .map(candidate -> candidate.load.publicAddress().orElseThrow())
                            .toList();
            if (isNew && !candidates.isEmpty()) {
                candidates.get(0).sent++;
            }
            return chosen;
        }

        private void look(long nowNs) {
            long now = changes.get();
            if (seen == now && nowNs - lookedNs < LOOK_NS) {
                return;
            }
            seen = now;
            lookedNs = nowNs;
            List<Candidate> found = new ArrayList<>();
            for (LinkedEdge edge : linked.get()) {
                edge.load()
                        .map(load -> known(load).orElseGet(() -> new Candidate(edge, load)))
                        .filter(Candidate::takes)
                        .ifPresent(found::add);
            }
            candidates = found;
        }

        /** The candidate that told exactly this. */
        private Optional<Candidate> known(EdgeLoad load) {
            return candidates.stream().filter(candidate -> candidate.load == load).findFirst();
        }
    }
}
