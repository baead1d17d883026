package io.cumulonimbus.config;

import java.nio.file.Path;
import java.util.HashMap;
import java.util.Map;
import java.util.Optional;

/**
 * What applications record, keep and play.
 *
 * @param general the rules of all applications that have none of their own; its folder is where
 *     each application has a folder of its path
 * @param applications rules of single applications, by path without slashes at its ends
 * @param reserveBytes bytes of a disk that recordings leave free; 0 = none
 * @param scope how far names of live streams reach
 */
public record MediaConfig(
        Rules general, Map<String, Rules> applications, long reserveBytes, StreamScope scope) {
    /** Keeps a copy. */
    public MediaConfig {
        applications = Map.copyOf(applications);
    }

    /** With names of live streams that all applications share. */
    public MediaConfig(Rules general, Map<String, Rules> applications, long reserveBytes) {
        this(general, applications, reserveBytes, StreamScope.GLOBAL);
    }

    /** The same with names of live streams that reach so far. */
    public MediaConfig withScope(StreamScope other) {
        return new MediaConfig(general, applications, reserveBytes, other);
    }

    /**
     * The rules of one application.
     *
     * @param folder absolute; recordings are in {@code streams} and persistent shared objects in
     *     {@code sharedobjects} below it
     * @param record whether clients may record
     * @param sharedObjects whether clients may have shared objects that persist
     * @param quotaBytes bytes that the recordings may take in all; 0 = no bound
     */
    public record Rules(Path folder, boolean record, boolean sharedObjects, long quotaBytes) {}

    /** The rules of the application of this path. */
    public Rules rules(String application) {
        return Optional.ofNullable(applications.get(application))
                .orElseGet(
                        () ->
                                new Rules(
                                        general.folder.resolve(application),
                                        general.record,
                                        general.sharedObjects,
                                        general.quotaBytes));
    }

    /** The same with recording allowed for one application, up to so many bytes. */
    public MediaConfig recording(String application, long quotaBytes) {
        Rules old = rules(application);
        Map<String, Rules> all = new HashMap<>(applications);
        all.put(application, new Rules(old.folder, true, old.sharedObjects, quotaBytes));
        return new MediaConfig(general, all, reserveBytes, scope);
    }
}
