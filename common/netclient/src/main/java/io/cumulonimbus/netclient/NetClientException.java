package io.cumulonimbus.netclient;

import java.util.Optional;

/** Why a connect, call, publish or play came to nothing; the message is meant for people. */
public final class NetClientException extends Exception {
    private static final long serialVersionUID = 1;

    private final transient Status status;

    NetClientException(String message) {
        super(message);
        this.status = null;
    }

    NetClientException(String message, Status status) {
        super(message);
        this.status = status;
    }

    /** What the server said, when it was the server that refused. */
    public Optional<Status> status() {
        return Optional.ofNullable(status);
    }
}
