package io.cumulonimbus.origin.sharedobject;

import io.cumulonimbus.amf.AmfValue;
import io.cumulonimbus.net.gateway.SparseLog;
import io.cumulonimbus.net.loop.BoundedHop;
import io.cumulonimbus.net.loop.Loop;
import io.cumulonimbus.origin.cluster.Directory;
import io.cumulonimbus.origin.cluster.realm.RealmShare;
import io.cumulonimbus.origin.cluster.realm.SharedQuota;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import java.util.function.Consumer;
import java.util.function.Supplier;
import org.slf4j.LoggerFactory;

/**
 * The way from the objects' loop to the shelf that a cluster keeps together, and back. Where the
 * shelf cannot be opened, or knows nothing of an object, files serve instead.
 */
final class ShelfProxy implements ObjectStore {
    private static final SparseLog LOG = new SparseLog(LoggerFactory.getLogger(ShelfProxy.class));
    private static final int CAPACITY = 16_384;

    /** With {@code KeptExchange}'s own wait a change is elsewhere in less than half a second. */
    private static final int SAVE_MS = 100;

    private final BoundedHop there;
    private final BoundedHop back;
    private final ObjectShelf shelf;
    private final FileStore files;
    private final Optional<RealmShare> share;

    /** Hears, on the objects' loop, what other origins have written. */
    interface Listener {
        void adopted(SharedObject.Key key, String property, Optional<AmfValue> value);
    }

    ShelfProxy(
            Shelf where,
            Optional<HeldLeases> homes,
            Loop objects,
            FileStore files,
            SharedObjectSettings settings,
            Listener to) {
        this.there = new BoundedHop(where.loop(), CAPACITY);
        this.back = new BoundedHop(objects, CAPACITY);
        this.files = files;
        this.shelf =
                new ObjectShelf(
                        where.file(),
                        where.mayPersist(),
                        settings,
                        application -> homes.map(held -> held.epoch(application)).orElse(0L),
                        (key, property, value) ->
                                back.insist(() -> to.adopted(key, property, value)));
        Directory directory = where.directory();
        this.share =
                directory.isShared()
                        ? Optional.of(
                                new RealmShare(directory, "", where.loop(), new SharedQuota()))
                        : Optional.empty();
        share.ifPresent(all -> there.insist(() -> shelf.share(all, where.loop())));
    }

    @Override
    public boolean mayPersist(String application) {
        return files.mayPersist(application);
    }

    @Override
    public int saveMs() {
        return SAVE_MS;
    }

    @Override
    public boolean load(SharedObject.Key key, Consumer<Found> answer) {
        return look(key, answer, () -> loadFile(key, answer));
    }

    /** Answers what the shelf knows, or leaves it to {@code otherwise}. */
    private boolean look(SharedObject.Key key, Consumer<Found> answer, Runnable otherwise) {
        return ask(
                () -> shelf.load(key.application(), key.name()),
                kept ->
                        kept.flatMap(known -> known)
                                .ifPresentOrElse(
                                        known -> answer.accept(new Found(known, false)),
                                        otherwise));
    }

    private void loadFile(SharedObject.Key key, Consumer<Found> answer) {
        if (!files.load(key, found -> loaded(key, found.kept(), answer))) {
            loaded(key, Kept.NOTHING, answer);
        }
    }

    /** What others have told meanwhile went by: it is on the shelf, which comes first. */
    private void loaded(SharedObject.Key key, Kept file, Consumer<Found> answer) {
        Found own = new Found(file, !file.properties().isEmpty());
        if (!look(key, answer, () -> answer.accept(own))) {
            answer.accept(own);
        }
    }

    @Override
    public boolean save(
            SharedObject.Key key, Kept kept, Changes changes, Consumer<Boolean> answer) {
        Optional<Set<String>> changed =
                changes.isAll() ? Optional.empty() : Optional.of(changes.names());
        return ask(
                () -> shelf.save(key.application(), key.name(), kept, changed),
                well ->
                        well.ifPresentOrElse(
                                answer,
                                () -> {
                                    if (!files.save(key, kept, changes, answer)) {
                                        answer.accept(false);
                                    }
                                }));
    }

    /** Answers nothing where the shelf cannot be used. */
    private <T> boolean ask(Supplier<T> question, Consumer<Optional<T>> answer) {
        return there.offer(
                () -> {
                    Optional<T> result = tried(question);
                    back.insist(() -> answer.accept(result));
                });
    }

    private static <T> Optional<T> tried(Supplier<T> question) {
        try {
            return Optional.of(question.get());
        } catch (RuntimeException broken) { // MVStore's own have no common type beside this
            LOG.warn("Shared objects are kept at this origin alone: " + broken.getMessage());
            return Optional.empty();
        }
    }

    @Override
    public CompletableFuture<Void> settle() {
        return done(shelf::tell);
    }

    @Override
    public CompletableFuture<Void> end() {
        return done(
                () -> {
                    share.ifPresent(RealmShare::close);
                    shelf.close();
                });
    }

    private CompletableFuture<Void> done(Runnable task) {
        CompletableFuture<Void> done = new CompletableFuture<>();
        there.insist(
                () -> {
                    tried(
                            () -> {
                                task.run();
                                return true;
                            });
                    done.complete(null);
                });
        return done;
    }
}
