package io.cumulonimbus.cli;

/**
 * Tells whether a server takes what is written to it. Acknowledgements come some messages behind,
 * so where a message is written every few milliseconds there is always one under way.
 */
final class Uptake {
    private long written;
    private long most;

    /**
     * Whether more was taken than ever before.
     *
     * @param length bytes just written
     * @param queued bytes written and not delivered, those included
     */
    boolean grows(int length, long queued) {
        written += length;
        long taken = written - queued;
        if (taken <= most) {
            return false;
        }
        most = taken;
        return true;
    }
}
