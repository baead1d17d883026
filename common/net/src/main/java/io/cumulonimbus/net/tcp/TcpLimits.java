package io.cumulonimbus.net.tcp;

/**
 * How many connections a door takes.
 *
 * @param connections most at once
 * @param newcomers most of those that have not yet shown what they are
 * @param newcomersPerAddress most newcomers from one address
 */
public record TcpLimits(int connections, int newcomers, int newcomersPerAddress) {
    /** 10,000 connections, 1,024 newcomers, 256 of them from one address. */
    public static final TcpLimits DEFAULT = new TcpLimits(10_000, 1_024, 256);

    public TcpLimits {
        if (connections < 1 || newcomers < 1 || newcomersPerAddress < 1) {
            throw new IllegalArgumentException("limits are positive");
        }
    }
}
