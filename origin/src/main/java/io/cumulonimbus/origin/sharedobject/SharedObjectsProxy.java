package io.cumulonimbus.origin.sharedobject;

import io.cumulonimbus.amf.AmfValue;
import io.cumulonimbus.config.MediaConfig;
import io.cumulonimbus.net.loop.BoundedHop;
import io.cumulonimbus.net.loop.Loop;
import io.cumulonimbus.origin.cluster.Directory;
import io.cumulonimbus.origin.disk.DiskProxy;
import io.cumulonimbus.rtmp.message.SharedObjectEvent;
import io.cumulonimbus.rtmp.message.SharedObjectMessage;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.function.Function;
import java.util.function.IntConsumer;

/**
 * The way from client loops to the loop where shared objects live: bounded by what each client may
 * have under way. One for the whole origin.
 */
public final class SharedObjectsProxy {
    private static final int CAPACITY = 1 << 20;

    private final BoundedHop hop;
    private final SharedObjects objects;
    private final ObjectStore store;
    private final SharedObjectSettings settings;

    /** Makes {@code loop} the one where shared objects live; without a config, none persists. */
    public SharedObjectsProxy(
            Loop loop,
            Optional<MediaConfig> config,
            DiskProxy disk,
            SharedObjectSettings settings) {
        this(loop, config, disk, settings, Optional.empty());
    }

    /**
     * The same in a cluster.
     *
     * @param shelf where all origins keep what persists
     */
    public SharedObjectsProxy(
            Loop loop,
            Optional<MediaConfig> config,
            DiskProxy disk,
            SharedObjectSettings settings,
            Optional<Shelf> shelf) {
        this.hop = new BoundedHop(loop, CAPACITY);
        this.settings = settings;
        FileStore files = new FileStore(loop, config, disk, settings);
        Optional<Directory> cluster = shelf.map(Shelf::directory).filter(Directory::isShared);
        Optional<HeldLeases> homes = cluster.map(all -> new HeldLeases(all, loop));
        this.store =
                shelf.<ObjectStore>map(
                                s -> new ShelfProxy(s, homes, loop, files, settings, this::adopted))
                        .orElse(files);
        Optional<DistantCalls> calls =
                cluster.map(all -> new DistantCalls(all, homes.orElseThrow(), loop, this::called));
        this.objects =
                new SharedObjects(
                        loop,
                        store,
                        settings,
                        calls.<SharedObjects.Elsewhere>map(others -> others::tell)
                                .orElse((key, requests) -> {}));
    }

    /** On the objects' loop. */
    private void called(SharedObject.Key key, List<SharedObjectEvent> calls) {
        objects.called(key, calls);
    }

    /** On the objects' loop. */
    private void adopted(SharedObject.Key key, String property, Optional<AmfValue> value) {
        objects.adopt(key, property, value);
    }

    SharedObjectSettings settings() {
        return settings;
    }

    /**
     * Hands a message over; answers false, and {@code done} does not run, when that is too much.
     */
    boolean receive(
            SubscriberProxy from, String application, SharedObjectMessage message, Runnable done) {
        return hop.offer(
                () -> {
                    try {
                        objects.receive(from, application, message);
                    } finally {
                        done.run();
                    }
                });
    }

    /** A client is gone; once for each. */
    void gone(SubscriberProxy from) {
        hop.insist(() -> objects.gone(from));
    }

    /** Writes all that persists and changed; done when others know of it too. */
    public CompletableFuture<Void> settle() {
        return after(ObjectStore::settle);
    }

    /** The same, last: what changes later is not written. */
    public CompletableFuture<Void> end() {
        return after(ObjectStore::end);
    }

    private CompletableFuture<Void> after(Function<ObjectStore, CompletableFuture<Void>> last) {
        CompletableFuture<Void> done = new CompletableFuture<>();
        hop.insist(
                () -> {
                    objects.saveAll();
                    last.apply(store).thenRun(() -> done.complete(null));
                });
        return done;
    }

    /** Tells, on the objects' loop, how many there are. */
    public void count(IntConsumer answer) {
        hop.insist(() -> answer.accept(objects.size()));
    }

    /** Messages that were refused because there was too much to do. */
    public long refused() {
        return hop.refused();
    }
}
