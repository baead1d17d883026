package io.cumulonimbus.rtmfp.chunk;

/** How an acknowledgement is written. */
public enum AckForm {
    /** Type 0x51, which every peer understands. */
    RANGES,
    /** Type 0x50; rtmfp-cpp ignores the bits. */
    BITMAP,
    /** Whichever of the two is shorter; ranges when they are equal. */
    SHORTER
}
