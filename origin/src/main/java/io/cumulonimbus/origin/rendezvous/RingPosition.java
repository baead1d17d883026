package io.cumulonimbus.origin.rendezvous;

import java.util.Arrays;

/** Where a member stands on the ring of its group: a number of 256 bits. */
record RingPosition(byte[] bytes) implements Comparable<RingPosition> {
    private static final byte[] FINGERPRINT = {0x21, 0x0f};

    /** Where the peer with this id stands, in every group. */
    // Not standardised: checklist 234
    static RingPosition of(PeerId id) {
        return new RingPosition(Sha256.of(FINGERPRINT, id.bytes()));
    }

    @Override
    public int compareTo(RingPosition other) {
        return Arrays.compareUnsigned(bytes, other.bytes);
    }

    @Override
    public boolean equals(Object other) {
        return other instanceof RingPosition p && Arrays.equals(bytes, p.bytes);
    }

    @Override
    public int hashCode() {
        return Arrays.hashCode(bytes);
    }
}
