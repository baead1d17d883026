package io.cumulonimbus.flv;

/** Bytes that are no FLV file at all. Carries no stack. */
public final class MalformedFlvException extends Exception {
    private static final long serialVersionUID = 1;

    /** Says what was wrong. */
    public MalformedFlvException(String message) {
        super(message, null, false, false);
    }
}
