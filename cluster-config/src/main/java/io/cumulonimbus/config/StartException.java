package io.cumulonimbus.config;

/**
 * A start that failed for a reason the operator can mend, such as a port in use. The message says
 * all that is needed (a port in use: protocol, address and port); programs print it and exit
 * non-zero.
 */
public final class StartException extends Exception {
    private static final long serialVersionUID = 1L;

    /** With the whole text for the operator. */
    public StartException(String message) {
        super(message);
    }

    /** With the whole text for the operator, and what caused it for the log. */
    public StartException(String message, Throwable cause) {
        super(message, cause);
    }
}
