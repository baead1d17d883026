package io.cumulonimbus.origin.app;

import io.cumulonimbus.net.loop.GatedLoop;
import io.cumulonimbus.net.loop.Loop;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.InetSocketAddress;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.atomic.AtomicReference;
import java.util.concurrent.atomic.LongAdder;
import java.util.function.Consumer;
import java.util.stream.Stream;

/**
 * All applications of this origin: finds the one of a path and the realm it belongs to.
 *
 * <p>With a {@code main.lua} in {@code www} itself all of it is one realm; otherwise each top-level
 * folder is its own. Realms are opened when first asked for and shared out over the loops. May be
 * used on any loop; looks at the file system (attributes only), reads nothing.
 */
public final class Applications implements AutoCloseable {
    /** Questions to one realm that may be without an answer at the same time. */
    public static final int REALM_CAPACITY = 4096;

    /** Time between two ticks of a realm, in nanoseconds: two seconds. */
    public static final long TICK_NS = 2_000_000_000L;

    /** The realm of all paths that have no folder, where there is one; no folder is called so. */
    public static final String ANYWHERE = ":";

    private static final String MAIN = "main.lua";
    private static final int DEEPEST = 4;

    private final Path www;
    private final List<Loop> loops;
    private final RealmFactory factory;
    private final int capacity;
    private final long tickNs;
    private final boolean anywhere;
    private final AtomicInteger nextLoop = new AtomicInteger();
    private final LongAdder departed = new LongAdder();
    private final Map<String, RealmProxy> realms = new ConcurrentHashMap<>();

    /** The same once more: asked for each hello, which is to cost nothing. */
    private final AtomicReference<RealmProxy[]> opened = new AtomicReference<>(new RealmProxy[0]);

    /**
     * @param loops where realms live; daemon threads that nothing else depends on, since a script
     *     may keep one busy
     */
    public Applications(Path www, List<? extends Loop> loops, RealmFactory factory) {
        this(www, loops, factory, REALM_CAPACITY, TICK_NS);
    }

    /**
     * As above.
     *
     * @param anywhere whether there is a realm of all paths that have no folder, and of the root
     *     that has no script
     */
    public Applications(
            Path www, List<? extends Loop> loops, RealmFactory factory, boolean anywhere) {
        this(www, loops, factory, REALM_CAPACITY, TICK_NS, anywhere);
    }

    /**
     * @param capacity questions to one realm that may be without an answer at the same time
     * @param tickNs time between two ticks of a realm, in nanoseconds
     */
    public Applications(
            Path www, List<? extends Loop> loops, RealmFactory factory, int capacity, long tickNs) {
        this(www, loops, factory, capacity, tickNs, false);
    }

    private Applications(
            Path www,
            List<? extends Loop> loops,
            RealmFactory factory,
            int capacity,
            long tickNs,
            boolean anywhere) {
        this.anywhere = anywhere;
        this.www = www;
        this.loops = List.copyOf(loops);
        this.factory = factory;
        this.capacity = capacity;
        this.tickNs = tickNs;
    }

    /** Loads the application of {@code www} itself, if there is one, before anybody asks for it. */
    public void start() {
        if (Files.isRegularFile(www.resolve(MAIN))) {
            find("").ifPresent(ApplicationProxy::start);
        }
    }

    /**
     * The same, and before others in a cluster need it.
     *
     * @param all whether to open the realms of all folders that have a script, without loading it:
     *     they keep what the same ones at other origins keep, before anybody asks for them here
     */
    public void start(boolean all) {
        start();
        if (all) {
            openAll();
        }
    }

    private void openAll() {
        try (Stream<Path> folders = Files.list(www)) {
            folders.filter(folder -> Files.isRegularFile(folder.resolve(MAIN)))
                    .map(folder -> root(folder.getFileName().toString()))
                    .forEach(root -> realms.computeIfAbsent(root, this::open).begin());
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /**
     * The application of a path; empty when {@code www} has no such folder.
     *
     * @param path from the client's URL, decoded: {@code /app/sub}, {@code app/sub/} and the like;
     *     the root is {@code /} or empty
     */
    public Optional<ApplicationProxy> find(String path) {
        return AppPath.normalise(path)
                .filter(p -> anywhere || Files.isDirectory(www.resolve(p)))
                .map(p -> new ApplicationProxy(realm(p, isAnywhere(p)), p, isAnywhere(p)));
    }

    private RealmProxy realm(String path, boolean isAnywhere) {
        return realms.computeIfAbsent(isAnywhere ? ANYWHERE : root(path), this::open);
    }

    private boolean isAnywhere(String path) {
        return anywhere
                && (path.isEmpty()
                        ? !Files.isRegularFile(www.resolve(MAIN))
                        : !Files.isDirectory(www.resolve(path)));
    }

    /** The realm that a path belongs to; empty when {@code www} has no such folder for it. */
    public Optional<String> realm(String path) {
        return AppPath.normalise(path)
                .filter(p -> Files.isDirectory(www.resolve(p)) && !isAnywhere(p))
                .map(this::root);
    }

    /** Whether a realm has scripts, as far as the third folder below it. */
    public boolean hasScripts(String realm) {
        try (Stream<Path> files = Files.walk(www.resolve(realm), DEEPEST)) {
            return files.anyMatch(file -> file.endsWith(MAIN));
        } catch (IOException | UncheckedIOException gone) {
            return false;
        }
    }

    /**
     * A realm that has one home may act here until then, on the clock of loops; what comes later
     * waits until this is called again. Others act whenever they are asked. Any thread.
     *
     * @param epoch of the lease by which it may
     */
    public void actsUntil(String realm, long epoch, long ns) {
        realms.computeIfAbsent(realm, this::open).actsUntil(epoch, ns);
    }

    /**
     * A realm is at home elsewhere from now on: it ends here, without its clients, and what waited
     * is answered with no. Any thread.
     *
     * @param planned whether this origin wanted that
     */
    public void letGo(String realm, boolean planned) {
        departed.add(planned ? 0 : 1);
        Optional.ofNullable(realms.get(realm)).ifPresent(RealmProxy::letGo);
    }

    /** How many realms that were at home here have another home. Any thread. */
    public long departed() {
        return departed.sum();
    }

    /** Whether some application wants to hear of hellos; only those that were loaded count. */
    public boolean greets() {
        for (RealmProxy realm : opened.get()) {
            if (realm.interests().has(AppEvent.HANDSHAKE)) {
                return true;
            }
        }
        return false;
    }

    /**
     * Asks the applications that want to hear of it where a peer may be that is not here. Each that
     * knows something answers, on the loop {@code replyTo}.
     *
     * @param peer 32 bytes
     */
    public void rendezvousUnknown(
            byte[] peer, Loop replyTo, Consumer<List<InetSocketAddress>> answer) {
        for (RealmProxy realm : opened.get()) {
            if (realm.interests().has(AppEvent.RENDEZVOUS)) {
                realm.ask(
                        EventKind.INTRODUCTION,
                        replyTo,
                        (r, a) -> r.rendezvousUnknown(peer, a),
                        Redirection.NONE,
                        known -> {
                            if (!known.addresses().isEmpty()) {
                                answer.accept(known.addresses());
                            }
                        });
            }
        }
    }

    /**
     * Loads an application and those below it again, or all when the path is empty; only those that
     * were loaded before. Any thread; done when it is done, and answers whether there was one.
     */
    public CompletableFuture<Boolean> reload(String path) {
        Optional<String> wanted = AppPath.normalise(path);
        List<CompletableFuture<Boolean>> asked =
                realms.entrySet().stream()
                        .filter(r -> wanted.filter(p -> isOf(r.getKey(), p)).isPresent())
                        .map(r -> r.getValue().reload(wanted.orElseThrow()))
                        .toList();
        return CompletableFuture.allOf(asked.toArray(CompletableFuture[]::new))
                .thenApply(done -> asked.stream().anyMatch(CompletableFuture::join));
    }

    private static boolean isOf(String root, String path) {
        return path.isEmpty() || root.isEmpty() || path.equals(root) || path.startsWith(root + "/");
    }

    /** How those that were loaded fare, in the order of their paths. Any thread. */
    public CompletableFuture<List<RealmSheet>> sheets() {
        List<CompletableFuture<RealmSheet>> asked =
                realms.entrySet().stream()
                        .sorted(Map.Entry.comparingByKey())
                        .map(r -> sheet(r.getKey(), r.getValue()))
                        .toList();
        return CompletableFuture.allOf(asked.toArray(CompletableFuture[]::new))
                .thenApply(done -> asked.stream().map(CompletableFuture::join).toList());
    }

    private static CompletableFuture<RealmSheet> sheet(String root, RealmProxy realm) {
        return realm.times()
                .thenApply(times -> new RealmSheet(root, realm.open(), realm.refused(), times));
    }

    private String root(String path) {
        if (Files.isRegularFile(www.resolve(MAIN))) {
            return "";
        }
        int slash = path.indexOf('/');
        return slash < 0 ? path : path.substring(0, slash);
    }

    private RealmProxy open(String root) {
        GatedLoop loop =
                new GatedLoop(loops.get(Math.floorMod(nextLoop.getAndIncrement(), loops.size())));
        RealmProxy realm =
                new RealmProxy(loop, () -> factory.open(www, root, loop), capacity, tickNs);
        opened.updateAndGet(
                before -> {
                    RealmProxy[] after = Arrays.copyOf(before, before.length + 1);
                    after[before.length] = realm;
                    return after;
                });
        return realm;
    }

    /** Ends every realm; their loops are not ended. */
    @Override
    public void close() {
        realms.values().forEach(RealmProxy::close);
    }
}
