package io.cumulonimbus.origin;

import io.cumulonimbus.config.MediaConfig;
import io.cumulonimbus.net.loop.Loops;
import io.cumulonimbus.origin.cluster.Directory;
import io.cumulonimbus.origin.disk.DiskProxy;
import io.cumulonimbus.origin.sharedobject.SharedObjectSettings;
import io.cumulonimbus.origin.sharedobject.SharedObjectsProxy;
import io.cumulonimbus.origin.sharedobject.Shelf;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;

/** The shared objects of an origin and the loops that they live on. */
final class SharedObjectRoom implements AutoCloseable {
    private static final long END_WAIT_MS = 5_000;

    private final Loops loops = Loops.start("objects", 2);
    private final SharedObjectsProxy objects;

    SharedObjectRoom(MediaConfig config, DiskProxy disk, Directory directory) {
        this.objects =
                new SharedObjectsProxy(
                        loops.loop(0),
                        Optional.of(config),
                        disk,
                        SharedObjectSettings.DEFAULT,
                        Shelf.of(config, directory, loops.loop(1)));
    }

    SharedObjectsProxy objects() {
        return objects;
    }

    /** Other origins know what changed when this returns. Blocks, 5 s at most. */
    void settle() {
        await(objects.settle());
    }

    /** Everything that persists is written when this returns, or on its way to the disk. */
    @Override
    public void close() {
        await(objects.end());
        loops.close();
    }

    private static void await(CompletableFuture<Void> done) {
        done.completeOnTimeout(null, END_WAIT_MS, TimeUnit.MILLISECONDS).join();
    }
}
