package io.cumulonimbus.net.limits;

/**
 * What those have together, at one server, that are of one address or account.
 *
 * @param connections at this moment
 * @param streams at this moment
 * @param handshakes since it was told last
 * @param bytes since it was told last
 * @param calls since it was told last
 */
record Having(int connections, int streams, int handshakes, long bytes, int calls) {
    /** How many parts of what all may have together each server may have untold. */
    private static final int PARTS = 4;

    private static final long BYTES_IN_KILOBIT = 125;

    /** Whether others should know, when there are so many servers. */
    boolean matters(Quota quota, int servers) {
        long parts = (long) PARTS * servers;
        return much(connections, quota.connections(), parts)
                || much(streams, quota.streams(), parts)
                || much(handshakes, quota.handshakes(), parts)
                || much(bytes, quota.bitrate() * BYTES_IN_KILOBIT, parts)
                || much(calls, quota.calls(), parts);
    }

    private static boolean much(long had, long most, long parts) {
        return most > 0 && had > 0 && had * parts >= most;
    }
}
