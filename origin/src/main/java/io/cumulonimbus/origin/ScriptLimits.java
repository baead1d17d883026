package io.cumulonimbus.origin;

import io.cumulonimbus.config.LuaConfig;
import io.cumulonimbus.origin.lua.Limits;

/** What scripts may use as it is configured. */
final class ScriptLimits {
    private ScriptLimits() {}

    static Limits of(LuaConfig lua) {
        return switch (lua.sandbox()) {
            case STRICT -> Limits.STRICT.withRetainedBytes(lua.memoryBytes());
            case TRUSTED -> Limits.TRUSTED;
        };
    }
}
