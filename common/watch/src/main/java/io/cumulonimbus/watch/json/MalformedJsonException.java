package io.cumulonimbus.watch.json;

/** What somebody sent is not JSON, or more of it than is taken. */
public final class MalformedJsonException extends Exception {
    private static final long serialVersionUID = 1L;

    /** Without a stack, as anybody can cause it. */
    public MalformedJsonException(String message) {
        super(message, null, false, false);
    }
}
