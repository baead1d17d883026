package io.cumulonimbus.origin.cluster.realm;

/** A script asked for more than it may; the text says of what. */
public final class ShareLimitException extends RuntimeException {
    private static final long serialVersionUID = 1L;

    ShareLimitException(String what) {
        super(what, null, false, false);
    }
}
