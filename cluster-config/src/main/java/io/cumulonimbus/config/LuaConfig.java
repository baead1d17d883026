package io.cumulonimbus.config;

import java.net.InetAddress;
import java.util.List;

/**
 * What scripts may do.
 *
 * @param sandbox how far they are trusted
 * @param memoryBytes what the scripts of one realm may keep in memory
 * @param sockets whether they may open sockets, and where to
 * @param unreachable addresses that their sockets never send to
 */
public record LuaConfig(
        Sandbox sandbox, long memoryBytes, Sockets sockets, List<AddressRange> unreachable) {
    /** Keeps copies. */
    public LuaConfig {
        unreachable = List.copyOf(unreachable);
    }

    /** How far scripts are trusted. */
    public enum Sandbox {
        /** Every limit holds. */
        STRICT,
        /** They are the operator's own. */
        TRUSTED
    }

    /** Whether scripts may open sockets, and where to. */
    public enum Sockets {
        /** To every address that is not listed as unreachable. */
        ON,
        /** To and from the loopback addresses of this machine alone. */
        LOOPBACK,
        /** Not at all. */
        OFF
    }

    /** Whether sockets of scripts never send to the address. */
    public boolean isUnreachable(InetAddress address) {
        return unreachable.stream().anyMatch(range -> range.contains(address));
    }

    /** The same with {@code sockets} for its part. */
    public LuaConfig withSockets(Sockets sockets) {
        return new LuaConfig(sandbox, memoryBytes, sockets, unreachable);
    }
}
