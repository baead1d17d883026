package io.cumulonimbus.rtmfp.packet;

/**
 * Bytes from a peer that do not follow the format; what encloses them is dropped and counted.
 *
 * <p>Carries no stack trace, because whoever floods us decides how often it is made.
 */
public final class MalformedPacketException extends Exception {
    private static final long serialVersionUID = 1L;

    /** Says what is wrong, without a byte of what was received. */
    public MalformedPacketException(String message) {
        super(message, null, false, false);
    }
}
