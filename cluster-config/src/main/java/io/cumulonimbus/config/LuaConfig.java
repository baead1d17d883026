package io.cumulonimbus.config;

/**
 * What scripts may do.
 *
 * @param sandbox how far they are trusted
 * @param memoryBytes what the scripts of one realm may keep in memory
 */
public record LuaConfig(Sandbox sandbox, long memoryBytes) {
    /** How far scripts are trusted. */
    public enum Sandbox {
        /** Every limit holds. */
        STRICT,
        /** They are the operator's own. */
        TRUSTED
    }
}
