package io.cumulonimbus.origin.placement;

import io.cumulonimbus.net.loop.BoundedHop;
import io.cumulonimbus.net.loop.Loop;
import io.cumulonimbus.origin.cluster.Directory;
import io.cumulonimbus.origin.cluster.Lease;
import io.cumulonimbus.origin.cluster.Leases;
import io.cumulonimbus.origin.cluster.Node;
import io.cumulonimbus.origin.cluster.NodeId;
import io.cumulonimbus.origin.cluster.Outcome;
import java.nio.charset.StandardCharsets;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ConcurrentHashMap;
import java.util.function.Consumer;
import java.util.function.Predicate;

/**
 * Which origin of the cluster serves the clients of which realm. A realm that has one home is given
 * to the origin with the fewest when it is asked for first, and anew when its home is gone; all
 * others are served wherever clients come. Any thread.
 */
public final class Placement implements Leases.Listener {
    private static final String KIND = "home";
    private static final byte[] DONE = {1};

    /** Questions of one loop at the same time; more are answered with this origin. */
    private static final int CAPACITY = 4096;

    private final Directory directory;
    private final Loop books;
    private final Predicate<String> hasHome;
    private final Tenants tenants;
    private final Holdings holdings;
    private final Map<String, Lease> leases = new ConcurrentHashMap<>();
    private final Map<Loop, BoundedHop> ways = new ConcurrentHashMap<>();

    /**
     * @param books hears of leases
     * @param hasHome whether a realm has one home
     * @param tenants hear what becomes of homes here
     */
    public Placement(Directory directory, Loop books, Predicate<String> hasHome, Tenants tenants) {
        this.directory = directory;
        this.books = books;
        this.hasHome = hasHome;
        this.tenants = tenants;
        this.holdings = new Holdings(directory, books, tenants, this::living);
        directory.leases().listen(books, this);
        directory.post().receive(KIND, books, this::asked);
    }

    /**
     * Finds the home of a realm. The answer comes on the loop, where it is called: at once when it
     * is known; empty when clients are served here, or nobody knows better.
     */
    public void find(String realm, Loop loop, Consumer<Optional<NodeId>> answer) {
        if (!hasHome.test(realm)) {
            answer.accept(Optional.empty());
            return;
        }
        Optional<NodeId> known = known(realm);
        if (known.isPresent()) {
            answer.accept(elsewhere(known.get()));
            return;
        }
        BoundedHop back = ways.computeIfAbsent(loop, l -> new BoundedHop(l, CAPACITY));
        place(realm, home -> back.insist(() -> answer.accept(home.flatMap(this::elsewhere))));
    }

    /** The same with the address of the home, and the epoch of its lease. */
    public void home(String realm, Loop loop, Consumer<Home> answer) {
        find(
                realm,
                loop,
                home ->
                        answer.accept(
                                new Home(
                                        home.flatMap(directory.nodes()::find).flatMap(Node::link),
                                        living(realm).map(Lease::epoch).orElse(0L))));
    }

    /**
     * The other origin that is the home of an application, as far as is known here; nobody is
     * asked, nor any file system.
     *
     * @param path of the application, decoded
     */
    public Optional<Node> distant(String path) {
        int slash = path.indexOf('/');
        return living("")
                .or(() -> living(slash < 0 ? path : path.substring(0, slash)))
                .map(Lease::holder)
                .flatMap(this::elsewhere)
                .flatMap(directory.nodes()::find);
    }

    private Optional<NodeId> elsewhere(NodeId home) {
        return home.equals(directory.self()) ? Optional.empty() : Optional.of(home);
    }

    private Optional<NodeId> known(String realm) {
        return living(realm).map(Lease::holder);
    }

    private Optional<Lease> living(String realm) {
        return Optional.ofNullable(leases.get(realm))
                .filter(lease -> directory.nodes().find(lease.holder()).isPresent());
    }

    private void place(String realm, Consumer<Optional<NodeId>> answer) {
        NodeId chosen = leastBusy();
        if (chosen.equals(directory.self())) {
            acquire(realm, answer);
            return;
        }
        byte[] body = realm.getBytes(StandardCharsets.UTF_8);
        directory
                .post()
                .ask(
                        chosen,
                        KIND,
                        body,
                        books,
                        done -> {
                            if (done.value().isPresent()) {
                                holder(realm, answer);
                            } else {
                                acquire(realm, answer);
                            }
                        });
    }

    private void holder(String realm, Consumer<Optional<NodeId>> answer) {
        directory
                .leases()
                .find(realm, books, found -> answer.accept(found.value().map(Lease::holder)));
    }

    private NodeId leastBusy() {
        return leastBusy(node -> true).orElse(directory.self());
    }

    private Optional<NodeId> leastBusy(Predicate<Node> wanted) {
        Comparator<Node> byHomes = Comparator.comparingLong(node -> homesAt(node.id()));
        return directory.nodes().all().stream()
                .filter(node -> node.link().isPresent() && !node.draining())
                .filter(wanted)
                .min(byHomes.thenComparing(Node::load).thenComparing(Node::id))
                .map(Node::id);
    }

    /**
     * Gives the realms that are at home here to the other origins, one after the other; done when
     * all are theirs and their clients were let go, or there is nobody to take them. Any thread.
     *
     * @param told what becomes of each
     */
    public CompletableFuture<Void> handOver(HandOver told) {
        CompletableFuture<Void> done = new CompletableFuture<>();
        new BoundedHop(books, 1)
                .insist(
                        () -> {
                            List<Lease> all = holdings.leases();
                            told.begins(all.size());
                            handOver(all, told, CompletableFuture.completedFuture(null), done);
                        });
        return done;
    }

    /**
     * @param moves done when those have gone that were given away before
     */
    private void handOver(
            List<Lease> left,
            HandOver told,
            CompletableFuture<Void> moves,
            CompletableFuture<Void> done) {
        Optional<NodeId> next = leastBusy(node -> !node.id().equals(directory.self()));
        if (!left.isEmpty() && next.isEmpty()) {
            told.unwanted(left.size());
        }
        if (left.isEmpty() || next.isEmpty()) {
            moves.thenRun(() -> done.complete(null));
            return;
        }
        Lease lease = left.get(0);
        List<Lease> others = left.subList(1, left.size());
        holdings.gives(lease);
        directory
                .leases()
                .transfer(
                        lease,
                        next.get(),
                        books,
                        given -> {
                            CompletableFuture<Void> gone =
                                    given.value()
                                            .map(theirs -> given(theirs, told))
                                            .orElseGet(() -> kept(lease, next.get(), told));
                            handOver(others, told, CompletableFuture.allOf(moves, gone), done);
                        });
    }

    private CompletableFuture<Void> kept(Lease lease, NodeId wanted, HandOver told) {
        holdings.keeps(lease);
        told.kept(lease.realm(), wanted.name());
        return CompletableFuture.completedFuture(null);
    }

    private CompletableFuture<Void> given(Lease theirs, HandOver told) {
        changed(theirs);
        CompletableFuture<Void> gone = new CompletableFuture<>();
        RealmMove move =
                new RealmMove(
                        books,
                        theirs,
                        tenants,
                        () -> {
                            holdings.given(theirs);
                            told.given(theirs.realm(), theirs.holder().name());
                            gone.complete(null);
                        });
        byte[] body = theirs.realm().getBytes(StandardCharsets.UTF_8);
        directory.post().ask(theirs.holder(), KIND, body, books, acquired -> move.isPrepared());
        return gone;
    }

    private long homesAt(NodeId node) {
        return leases.values().stream().filter(lease -> lease.holder().equals(node)).count();
    }

    /** Another origin wants this one to be the home of a realm. */
    private void asked(NodeId from, byte[] body, Consumer<byte[]> reply) {
        String realm = new String(body, StandardCharsets.UTF_8);
        acquire(realm, home -> tenants.prepare(realm, books, () -> reply.accept(DONE)));
    }

    private void acquire(String realm, Consumer<Optional<NodeId>> answer) {
        Consumer<Outcome<Lease>> acquired =
                outcome -> {
                    outcome.value().ifPresent(lease -> leases.put(realm, lease));
                    answer.accept(outcome.value().map(Lease::holder));
                };
        directory.leases().acquire(realm, books, acquired, holdings);
    }

    @Override
    public void changed(Lease lease) {
        leases.merge(lease.realm(), lease, (one, other) -> one.compareTo(other) > 0 ? one : other);
    }

    @Override
    public void ended(Lease lease) {
        leases.computeIfPresent(
                lease.realm(), (realm, known) -> known.compareTo(lease) > 0 ? known : null);
    }
}
