package io.cumulonimbus.net.socket;

import java.net.BindException;
import java.net.ConnectException;
import java.util.Optional;

/** What was asked of a socket cannot be done; the message says why. */
public final class SocketFailure extends Exception {
    private static final long serialVersionUID = 1;

    public SocketFailure(String message) {
        super(message);
    }

    /** In words that do not depend on the system. */
    static String text(Throwable cause) {
        String all = Optional.ofNullable(cause.getMessage()).orElse(cause.toString());
        if (cause instanceof BindException || all.contains("Address already in use")) {
            return all.contains("in use") ? "address already in use" : "cannot be bound";
        }
        if (cause instanceof ConnectException && all.contains("refused")) {
            return "connection refused";
        }
        return all.replaceAll(": [^:]*/.*$", "");
    }
}
