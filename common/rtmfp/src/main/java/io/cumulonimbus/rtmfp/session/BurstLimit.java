package io.cumulonimbus.rtmfp.session;

/**
 * Keeps a session from sending its whole window at once (RFC 7016 §3.5.2.3): six packets with user
 * data between acknowledgements.
 *
 * <p>A far end that acknowledges every second packet, as it should, lets us send three packets for
 * each that it received. One that puts many acknowledgements into one gets the same ratio instead
 * of six packets for all of them.
 */
final class BurstLimit {
    /** §3.5.2.3. */
    private static final int PACKETS = 6;

    private static final int PER_ACKNOWLEDGED = 3;

    private int left = PACKETS;

    boolean allows() {
        return left > 0;
    }

    void sent() {
        left--;
    }

    void timedOut() {
        left = PACKETS;
    }

    void acknowledged(long bytes, int packetRoom) {
        long packets = (bytes + packetRoom - 1) / packetRoom;
        int allowed = (int) Math.max(PACKETS, PER_ACKNOWLEDGED * packets);
        // One that acknowledges nothing new takes nothing back of what the one before allowed.
        left = bytes > 0 ? allowed : Math.max(left, allowed);
    }
}
