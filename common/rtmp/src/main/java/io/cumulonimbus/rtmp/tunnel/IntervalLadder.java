package io.cumulonimbus.rtmp.tunnel;

/**
 * How soon a client is told to ask again, in units of 16 ms and one: at once for ten replies
 * without data, then one step longer with each; at once again after data.
 */
final class IntervalLadder {
    /** The session is over. */
    static final byte CLOSING = 0;

    private static final byte[] STEPS = {0x01, 0x03, 0x05, 0x09, 0x11, 0x21};
    private static final int PATIENCE = 10;

    private int empty;

    byte next(boolean data) {
        empty = data ? 0 : Math.min(empty + 1, PATIENCE + STEPS.length);
        return STEPS[Math.clamp(empty - PATIENCE, 0, STEPS.length - 1)];
    }
}
