package io.cumulonimbus.origin.lua;

import java.nio.file.Path;
import java.util.Map;
import java.util.Optional;

/**
 * What an operator decides over scripts.
 *
 * @param configs all configuration keys with their values, as {@code cumulus.configs} shows them;
 *     dots in keys make nested tables
 * @param publicAddress {@code cumulus.publicAddress}; may be empty
 * @param eventTimeNs loop time that one event may take, in nanoseconds
 * @param eventBytes memory that one event may allocate, in bytes
 * @param data folder of what applications keep over a restart; without one they keep nothing
 */
public record LuaSettings(
        Map<String, String> configs,
        String publicAddress,
        long eventTimeNs,
        long eventBytes,
        Optional<Path> data) {
    /** One second. */
    public static final long EVENT_TIME_NS = 1_000_000_000;

    /** 64 MiB. */
    public static final long EVENT_BYTES = 64L << 20;

    public LuaSettings {
        configs = Map.copyOf(configs);
    }

    /** The usual limits. */
    public LuaSettings(Map<String, String> configs, String publicAddress) {
        this(configs, publicAddress, EVENT_TIME_NS, EVENT_BYTES);
    }

    /** Nothing is kept over a restart. */
    public LuaSettings(
            Map<String, String> configs, String publicAddress, long eventTimeNs, long eventBytes) {
        this(configs, publicAddress, eventTimeNs, eventBytes, Optional.empty());
    }

    /** The same, keeping data in that folder. */
    public LuaSettings withData(Path folder) {
        return new LuaSettings(
                configs, publicAddress, eventTimeNs, eventBytes, Optional.of(folder));
    }

    /** No configuration and the usual limits. */
    public static LuaSettings defaults() {
        return new LuaSettings(Map.of(), "");
    }
}
