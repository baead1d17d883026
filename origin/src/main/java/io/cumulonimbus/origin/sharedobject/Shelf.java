package io.cumulonimbus.origin.sharedobject;

import io.cumulonimbus.config.MediaConfig;
import io.cumulonimbus.net.loop.Loop;
import io.cumulonimbus.origin.cluster.Directory;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Optional;
import java.util.function.Predicate;

/**
 * Where the persistent shared objects of an origin of a cluster are.
 *
 * @param loop of its own, which may wait for the disk
 * @param file with all objects
 * @param mayPersist which applications may have any
 * @param directory the way to other origins
 */
public record Shelf(Loop loop, ShelfFile file, Predicate<String> mayPersist, Directory directory) {
    /** Names of applications do not begin so. */
    private static final String NAME = ".sharedobjects.mv";

    /**
     * That of an origin in a cluster, or of one that was in a cluster before.
     *
     * @param loop for it alone
     */
    public static Optional<Shelf> of(MediaConfig config, Directory directory, Loop loop) {
        Path path = config.general().folder().resolve(NAME);
        return directory.isShared() || Files.exists(path)
                ? Optional.of(
                        new Shelf(
                                loop,
                                new ShelfFile(path),
                                application -> config.rules(application).sharedObjects(),
                                directory))
                : Optional.empty();
    }
}
