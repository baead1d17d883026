package io.cumulonimbus.amf;

/**
 * A value that has no encoding, or none within the limits. Carries no stack: peers may cause it.
 */
public final class UnencodableAmfException extends RuntimeException {
    private static final long serialVersionUID = 1;

    /** Says what could not be encoded. */
    public UnencodableAmfException(String message) {
        super(message, null, false, false);
    }
}
