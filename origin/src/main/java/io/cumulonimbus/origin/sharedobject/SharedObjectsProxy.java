package io.cumulonimbus.origin.sharedobject;

import io.cumulonimbus.config.MediaConfig;
import io.cumulonimbus.net.loop.BoundedHop;
import io.cumulonimbus.net.loop.Loop;
import io.cumulonimbus.origin.disk.DiskProxy;
import io.cumulonimbus.rtmp.message.SharedObjectMessage;
import java.util.Optional;
import java.util.function.IntConsumer;

/**
 * The way from client loops to the loop where shared objects live: bounded by what each client may
 * have under way. One for the whole origin.
 */
public final class SharedObjectsProxy {
    private static final int CAPACITY = 1 << 20;

    private final BoundedHop hop;
    private final SharedObjects objects;
    private final SharedObjectSettings settings;

    /** Makes {@code loop} the one where shared objects live; without a config, none persists. */
    public SharedObjectsProxy(
            Loop loop,
            Optional<MediaConfig> config,
            DiskProxy disk,
            SharedObjectSettings settings) {
        this.hop = new BoundedHop(loop, CAPACITY);
        this.objects = new SharedObjects(loop, config, disk, settings);
        this.settings = settings;
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

    /** Writes all that persists and changed. */
    public void save() {
        hop.insist(objects::saveAll);
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
