package io.cumulonimbus.config;

import java.nio.file.InvalidPathException;
import java.nio.file.Path;
import java.util.HashMap;
import java.util.Map;

/** The keys of {@code [media]}, and of {@code [media:/path]} for single applications. */
final class MediaKeys {
    private static final String PREFIX = "media:";
    private static final long MEGABYTE = 1 << 20;

    static final ConfigKey<Path> FOLDER =
            ConfigKey.of(
                    "media.folder",
                    "media",
                    ValueType.PATH,
                    "Folder of what applications record, keep and play: that of the application"
                            + " /path is <folder>/path, with recordings (FLV) in streams and shared"
                            + " objects in sharedobjects. The keys of this section but reserve can be"
                            + " given for a single application in a section [media:/path]; folder is"
                            + " then the application's own.");
    static final ConfigKey<Boolean> RECORD =
            ConfigKey.of(
                    "media.record",
                    "false",
                    ValueType.BOOLEAN,
                    "Whether clients may record what they publish (publish types record and append)."
                            + " Playing what is there is always allowed.");
    static final ConfigKey<Boolean> SHARED_OBJECTS =
            ConfigKey.of(
                    "media.sharedObjects",
                    "true",
                    ValueType.BOOLEAN,
                    "Whether clients may have shared objects that persist.");
    static final ConfigKey<Integer> QUOTA =
            ConfigKey.of(
                    "media.quota",
                    "0",
                    ValueType.COUNT,
                    "Megabytes that the recordings of an application may take in all; recording stops"
                            + " there. 0 is no bound.");
    static final ConfigKey<Integer> RESERVE =
            ConfigKey.of(
                    "media.reserve",
                    "256",
                    ValueType.COUNT,
                    "Megabytes of the disk that recordings leave free; 0 is none.");

    static final ConfigKey<StreamScope> SCOPE =
            ConfigKey.of(
                    "streams.scope",
                    "global",
                    ValueType.oneOf(StreamScope.class),
                    "How far the name of a live stream reaches: global is that all applications share"
                            + " their names, app that each has its own.");

    private MediaKeys() {}

    static MediaConfig read(Settings settings) throws ConfigException {
        MediaConfig.Rules general =
                new MediaConfig.Rules(
                        settings.path(FOLDER),
                        settings.get(RECORD),
                        settings.get(SHARED_OBJECTS),
                        settings.get(QUOTA) * MEGABYTE);
        Map<String, MediaConfig.Rules> applications = new HashMap<>();
        for (String section : settings.sections(PREFIX)) {
            String path = path(section);
            applications.put(path, rules(settings, section, path, general));
        }
        return new MediaConfig(
                general, applications, settings.get(RESERVE) * MEGABYTE, settings.get(SCOPE));
    }

    private static MediaConfig.Rules rules(
            Settings settings, String section, String path, MediaConfig.Rules general)
            throws ConfigException {
        Path own;
        try {
            own = general.folder().resolve(path);
        } catch (InvalidPathException e) {
            throw new ConfigException(section + ": expected " + PREFIX + "/path");
        }
        Path folder = settings.get(FOLDER, section + ".folder").orElse(own);
        long quota =
                settings.get(QUOTA, section + ".quota")
                        .map(megabytes -> megabytes * MEGABYTE)
                        .orElse(general.quotaBytes());
        return new MediaConfig.Rules(
                settings.home().resolve(folder).normalize(),
                settings.get(RECORD, section + ".record").orElse(general.record()),
                settings.get(SHARED_OBJECTS, section + ".sharedObjects")
                        .orElse(general.sharedObjects()),
                quota);
    }

    private static String path(String section) {
        String path = section.substring(PREFIX.length());
        int start = path.startsWith("/") ? 1 : 0;
        int end = path.endsWith("/") && path.length() > start ? path.length() - 1 : path.length();
        return path.substring(start, end);
    }
}
