package io.cumulonimbus.rtmp.tunnel;

/** Counts what happened to the sessions of one loop. */
final class TunnelCounters {
    long opened;
    long refused;
    long unknown;
    long repeated;
    long skipped;
    long foreign;

    TunnelStatistics snapshot(int sessions, int opening) {
        return new TunnelStatistics(
                sessions, opening, opened, refused, unknown, repeated, skipped, foreign);
    }
}
