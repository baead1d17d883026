package io.cumulonimbus.rtmp.connection;

import io.cumulonimbus.rtmp.chunkstream.ChunkLimits;

/**
 * How an RTMP connection behaves; times in nanoseconds, sizes in bytes.
 *
 * @param limits what the far end may make us keep
 * @param chunkSize what we send in, 128 to 2^24 - 1
 * @param window how much we want acknowledged, and let the far end have on its way
 * @param heldBytes messages held back by who takes them, before we read no more
 * @param handshakeNs how long the handshake may take
 * @param pingNs how often we ask whether the far end is there, and measure the round trip
 * @param idleNs how long the far end may be silent
 * @param lingerNs how long a closed connection may take to send what was written before
 */
public record RtmpConfig(
        ChunkLimits limits,
        int chunkSize,
        int window,
        int heldBytes,
        long handshakeNs,
        long pingNs,
        long idleNs,
        long lingerNs) {
    /** Every message of protocol control fits into one chunk of this size. */
    public static final int MIN_CHUNK_SIZE = 128;

    private static final long SECOND_NS = 1_000_000_000L;

    /** Chunks of 16 KiB, 5 s to shake hands, a ping every 10 s, 60 s of silence. */
    public static final RtmpConfig DEFAULT =
            new RtmpConfig(
                    ChunkLimits.DEFAULT,
                    16 << 10,
                    2_500_000,
                    256 << 10,
                    5 * SECOND_NS,
                    10 * SECOND_NS,
                    60 * SECOND_NS,
                    5 * SECOND_NS);

    /** The same for a far end that may be silent for another time. */
    public RtmpConfig withIdle(long otherNs) {
        return new RtmpConfig(
                limits, chunkSize, window, heldBytes, handshakeNs, pingNs, otherNs, lingerNs);
    }

    public RtmpConfig {
        if (chunkSize < MIN_CHUNK_SIZE || chunkSize > ChunkLimits.MAX_MESSAGE) {
            throw new IllegalArgumentException("a chunk size of " + chunkSize);
        }
        if (window < 1 || heldBytes < 1) {
            throw new IllegalArgumentException("windows are positive");
        }
        if (handshakeNs < 1 || pingNs < 1 || idleNs < 1 || lingerNs < 1) {
            throw new IllegalArgumentException("spans of time are positive");
        }
    }
}
