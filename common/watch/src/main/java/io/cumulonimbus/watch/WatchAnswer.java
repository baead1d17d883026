package io.cumulonimbus.watch;

/** What becomes of a wish to watch; the statuses are those of HTTP. */
public enum WatchAnswer {
    /** Media follows. */
    WATCHING(200, "OK"),
    /** The application, or what guards it, says no. */
    FORBIDDEN(403, "Forbidden"),
    /** There is no such application, or nobody publishes such a stream. */
    NOT_FOUND(404, "Not Found"),
    /** The server cannot do it now. */
    UNAVAILABLE(503, "Service Unavailable");

    private final int status;
    private final String reason;

    WatchAnswer(int status, String reason) {
        this.status = status;
        this.reason = reason;
    }

    /** The status code. */
    public int status() {
        return status;
    }

    /** The words behind it. */
    public String reason() {
        return reason;
    }
}
