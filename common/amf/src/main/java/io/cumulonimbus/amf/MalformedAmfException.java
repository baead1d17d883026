package io.cumulonimbus.amf;

/** Bytes that are not AMF, or break a limit. Carries no stack: peers cause it at will. */
public final class MalformedAmfException extends Exception {
    private static final long serialVersionUID = 1;

    /** Says what was wrong. */
    public MalformedAmfException(String message) {
        super(message, null, false, false);
    }
}
