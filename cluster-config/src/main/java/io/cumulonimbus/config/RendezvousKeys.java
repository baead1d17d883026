package io.cumulonimbus.config;

import java.util.List;

/** The keys of the service for whoever wants to meet, and how they become a record. */
final class RendezvousKeys {
    private static final ConfigKey<Boolean> ENABLED =
            ConfigKey.of(
                    "rendezvous.enabled",
                    "false",
                    ValueType.BOOLEAN,
                    "Whether clients may connect to any path, to meet each other and to join"
                            + " NetGroups, and for nothing else; applications that are there are"
                            + " served as ever. As Adobe's Cirrus: rtmfp://host/<key>/.");
    private static final ConfigKey<List<String>> KEYS =
            ConfigKey.of(
                    "rendezvous.keys",
                    "",
                    ValueType.NAMES,
                    "What such a path may begin with (Cirrus' developer keys); anything when there is"
                            + " none.");

    static final List<ConfigKey<?>> ALL = List.of(ENABLED, KEYS);

    private RendezvousKeys() {}

    static RendezvousConfig read(Settings settings) throws ConfigException {
        return new RendezvousConfig(settings.get(ENABLED), settings.get(KEYS));
    }
}
