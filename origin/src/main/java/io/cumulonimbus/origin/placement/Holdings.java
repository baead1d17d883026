package io.cumulonimbus.origin.placement;

import io.cumulonimbus.net.loop.DeadlineTimer;
import io.cumulonimbus.net.loop.Loop;
import io.cumulonimbus.origin.cluster.Directory;
import io.cumulonimbus.origin.cluster.Lease;
import io.cumulonimbus.origin.cluster.Leases;
import io.cumulonimbus.origin.cluster.Node;
import io.cumulonimbus.origin.cluster.NodeId;
import java.nio.ByteBuffer;
import java.nio.charset.Charset;
import java.nio.charset.StandardCharsets;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.Function;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * The realms that this origin is the home of, as far as it knows. What it cannot confirm in time
 * pauses; what another origin has is let go of. Owned by the loop that keeps the books.
 *
 * <p>An origin that hears nothing for so long that others may have replaced it (its process was
 * stopped, or it was cut off) does not believe its own copy of the leases at once: the realm stays
 * paused until another origin says that the lease is still ours, or nobody has said anything for a
 * while. Then the others cannot be reached, and each side goes on.
 */
final class Holdings implements Leases.HolderListener {
    /** Others miss an origin that was silent for so long. */
    private static final long MISSED_NS = 4_000_000_000L;

    /** So long somebody is asked before we go on alone. */
    private static final long DOUBT_NS = 12_000_000_000L;

    private static final long ASK_AGAIN_NS = 500_000_000L;
    private static final String KIND = "holder";
    private static final Charset UTF = StandardCharsets.UTF_8;
    private static final Logger LOG = LoggerFactory.getLogger(Holdings.class);

    private final Directory directory;
    private final Loop books;
    private final Tenants tenants;
    private final Map<String, Holding> all = new HashMap<>();
    private final DeadlineTimer again;
    private int others;

    /** One of them. */
    private static final class Holding {
        private final Lease lease;
        private long confirmedNs;
        private boolean doubted;
        private boolean given;
        private long doubtEndsNs;

        Holding(Lease lease, long confirmedNs) {
            this.lease = lease;
            this.confirmedNs = confirmedNs;
        }
    }

    /**
     * @param known answers the lease of a realm that was heard of last, its holder being alive
     */
    Holdings(
            Directory directory,
            Loop books,
            Tenants tenants,
            Function<String, Optional<Lease>> known) {
        this.directory = directory;
        this.books = books;
        this.tenants = tenants;
        this.again = new DeadlineTimer(books, this::askAgain);
        directory
                .post()
                .receive(
                        KIND,
                        books,
                        (from, body, reply) ->
                                reply.accept(written(known.apply(new String(body, UTF)))));
    }

    private static byte[] written(Optional<Lease> lease) {
        return ByteBuffer.allocate(2 * Long.BYTES)
                .putLong(lease.map(Lease::epoch).orElse(0L))
                .putLong(lease.map(Lease::holder).map(NodeId::incarnation).orElse(0L))
                .array();
    }

    @Override
    public void confirmed(Lease lease, long atNs) {
        Holding holding = all.get(lease.realm());
        if (holding == null || !holding.lease.equals(lease)) {
            holding = new Holding(lease, atNs);
            all.put(lease.realm(), holding);
        }
        boolean missed = atNs - holding.confirmedNs > MISSED_NS;
        holding.confirmedNs = atNs;
        if (missed && others > 0) {
            doubt(holding);
        } else if (!holding.doubted || books.nowNs() - holding.doubtEndsNs > 0) {
            believe(holding);
        }
    }

    private void believe(Holding holding) {
        holding.doubted = false;
        others = otherNodes().size();
        tenants.actsUntil(holding.lease, holding.confirmedNs + Leases.CONFIRMED_NS);
    }

    private List<NodeId> otherNodes() {
        return directory.nodes().all().stream()
                .map(Node::id)
                .filter(id -> !id.equals(directory.self()))
                .toList();
    }

    private void doubt(Holding holding) {
        if (!holding.doubted) {
            LOG.warn(
                    "/{} waits: others may have taken this origin for gone", holding.lease.realm());
        }
        holding.doubted = true;
        holding.doubtEndsNs = books.nowNs() + DOUBT_NS;
        ask(holding);
        again.setSooner(books.nowNs() + ASK_AGAIN_NS);
    }

    private void askAgain() {
        List<Holding> doubted = all.values().stream().filter(one -> one.doubted).toList();
        doubted.forEach(this::ask);
        if (!doubted.isEmpty()) {
            again.set(books.nowNs() + ASK_AGAIN_NS);
        }
    }

    private void ask(Holding holding) {
        byte[] realm = holding.lease.realm().getBytes(UTF);
        for (NodeId other : otherNodes()) {
            directory
                    .post()
                    .ask(
                            other,
                            KIND,
                            realm,
                            books,
                            said -> said.value().ifPresent(body -> told(holding, body)));
        }
    }

    private void told(Holding holding, byte[] body) {
        if (!holding.doubted || all.get(holding.lease.realm()) != holding) {
            return;
        }
        ByteBuffer in = ByteBuffer.wrap(body);
        long epoch = in.getLong();
        boolean ours = in.getLong() == directory.self().incarnation();
        if (epoch > holding.lease.epoch() && !ours) {
            directory.leases().release(holding.lease);
            lost(holding.lease);
        } else if (epoch == holding.lease.epoch() && ours) {
            believe(holding);
        }
    }

    /** What is held now. */
    List<Lease> leases() {
        return all.values().stream().map(one -> one.lease).toList();
    }

    /** This one is about to be given to another origin. */
    void gives(Lease lease) {
        Optional.ofNullable(all.get(lease.realm())).ifPresent(holding -> holding.given = true);
    }

    /** Nobody took it. */
    void keeps(Lease lease) {
        Optional.ofNullable(all.get(lease.realm())).ifPresent(holding -> holding.given = false);
    }

    /** Another origin has it, and knows. */
    void given(Lease theirs) {
        Holding holding = all.remove(theirs.realm());
        if (holding != null) {
            LOG.info("/{} has its home at {} now", theirs.realm(), theirs.holder().name());
            tenants.letGo(theirs.realm(), true);
        }
    }

    @Override
    public void lost(Lease lease) {
        Holding holding = all.get(lease.realm());
        // What we give away ends here when its next home is ready.
        if (holding != null && holding.lease.equals(lease) && !holding.given) {
            all.remove(lease.realm());
            LOG.warn("/{} has another home than this origin now", lease.realm());
            tenants.letGo(lease.realm(), false);
        }
    }
}
