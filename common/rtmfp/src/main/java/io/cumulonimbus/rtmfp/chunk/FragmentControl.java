package io.cumulonimbus.rtmfp.chunk;

/**
 * Which part of a message a fragment is; the constant's position is its code (RFC 7016 §2.3.11).
 */
public enum FragmentControl {
    WHOLE,
    BEGIN,
    END,
    MIDDLE
}
