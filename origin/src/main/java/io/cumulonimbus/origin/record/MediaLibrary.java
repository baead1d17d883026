package io.cumulonimbus.origin.record;

import io.cumulonimbus.config.MediaConfig;
import io.cumulonimbus.net.loop.Loop;
import io.cumulonimbus.origin.disk.DiskProxy;
import io.cumulonimbus.origin.disk.SafeFolder;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ConcurrentHashMap;
import java.util.function.Function;
import java.util.random.RandomGenerator;

/** What all applications of this origin recorded, record and play. Any thread. */
public final class MediaLibrary {
    private static final String STREAMS = "streams";

    private final MediaConfig config;
    private final DiskProxy disk;
    private final RandomGenerator random;
    private final Map<String, AppMedia> applications = new ConcurrentHashMap<>();

    private volatile Function<Loop, FarMedia> others = loop -> FarMedia.NONE;

    /** When the recording of a file that was begun last will be done. */
    private final Map<String, CompletableFuture<Void>> writers = new ConcurrentHashMap<>();

    /**
     * @param random draws hidden names; used on any thread
     */
    public MediaLibrary(MediaConfig config, DiskProxy disk, RandomGenerator random) {
        this.config = config;
        this.disk = disk;
        this.random = random;
    }

    /** The part of one application, by its path without slashes at its ends. */
    public AppMedia of(String application) {
        return applications.computeIfAbsent(
                application,
                path -> {
                    MediaConfig.Rules rules = config.rules(path);
                    SafeFolder folder = new SafeFolder(rules.folder().resolve(STREAMS));
                    long reserve = config.reserveBytes();
                    Space space = new Space(folder, rules.quotaBytes(), reserve);
                    return new AppMedia(path, this, folder, space, rules.record());
                });
    }

    /**
     * From now on what other origins recorded is played too.
     *
     * @param far answers who finds that for the viewers of a loop
     */
    public void reach(Function<Loop, FarMedia> far) {
        others = far;
    }

    FarMedia far(Loop loop) {
        return others.apply(loop);
    }

    DiskProxy disk() {
        return disk;
    }

    String mark() {
        return Long.toHexString(random.nextLong() | Long.MIN_VALUE);
    }

    Map<String, CompletableFuture<Void>> writers() {
        return writers;
    }
}
