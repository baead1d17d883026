package io.cumulonimbus.client;

/**
 * What went out to a client, and how well; counters since it came, except {@code queuedBytes}.
 *
 * @param flows opened to it
 * @param messages written to it
 * @param bytes of these
 * @param queuedBytes bytes that wait or are not acknowledged, now
 * @param fragments packets' worth of it, repeated ones included; 0 where nothing is repeated
 * @param retransmitted of these, those that were sent again
 * @param lost of these, those that were found missing, or timed out
 */
public record ClientFigures(
        long flows,
        long messages,
        long bytes,
        long queuedBytes,
        long fragments,
        long retransmitted,
        long lost) {
    /** Nothing is known. */
    public static final ClientFigures NONE = new ClientFigures(0, 0, 0, 0, 0, 0, 0);
}
