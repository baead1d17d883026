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
 * @param limits what scripts may use up and reach
 * @param data folder of what applications keep over a restart; without one they keep nothing
 */
public record LuaSettings(
        Map<String, String> configs, String publicAddress, Limits limits, Optional<Path> data) {
    public LuaSettings {
        configs = Map.copyOf(configs);
    }

    /** The usual limits. */
    public LuaSettings(Map<String, String> configs, String publicAddress) {
        this(configs, publicAddress, Limits.STRICT, Optional.empty());
    }

    /** The same with other limits. */
    public LuaSettings withLimits(Limits newLimits) {
        return new LuaSettings(configs, publicAddress, newLimits, data);
    }

    /** The same, keeping data in that folder. */
    public LuaSettings withData(Path folder) {
        return new LuaSettings(configs, publicAddress, limits, Optional.of(folder));
    }

    /** No configuration and the usual limits. */
    public static LuaSettings defaults() {
        return new LuaSettings(Map.of(), "");
    }
}
