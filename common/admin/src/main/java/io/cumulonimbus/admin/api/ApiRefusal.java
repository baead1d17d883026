package io.cumulonimbus.admin.api;

/** Says that a call cannot be answered, and why, in words for who called. */
public final class ApiRefusal extends RuntimeException {
    private static final long serialVersionUID = 1L;
    private static final int WRONG = 400;
    private static final int NOT_THERE = 404;
    private static final int NOT_NOW = 409;

    private final int status;

    private ApiRefusal(int status, String message) {
        super(message, null, false, false);
        this.status = status;
    }

    /** The call makes no sense. */
    public static ApiRefusal wrong(String message) {
        return new ApiRefusal(WRONG, message);
    }

    /** What it is about is not there. */
    public static ApiRefusal notThere(String message) {
        return new ApiRefusal(NOT_THERE, message);
    }

    /** It cannot be done as things are. */
    public static ApiRefusal notNow(String message) {
        return new ApiRefusal(NOT_NOW, message);
    }

    /** The status of HTTP. */
    public int status() {
        return status;
    }
}
