package io.cumulonimbus.origin.lua;

import java.util.Map;

/**
 * What an operator decides over scripts.
 *
 * @param configs all configuration keys with their values, as {@code cumulus.configs} shows them;
 *     dots in keys make nested tables
 * @param publicAddress {@code cumulus.publicAddress}; may be empty
 * @param eventTimeNs loop time that one event may take, in nanoseconds
 * @param eventBytes memory that one event may allocate, in bytes
 */
public record LuaSettings(
        Map<String, String> configs, String publicAddress, long eventTimeNs, long eventBytes) {
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

    /** No configuration and the usual limits. */
    public static LuaSettings defaults() {
        return new LuaSettings(Map.of(), "");
    }
}
