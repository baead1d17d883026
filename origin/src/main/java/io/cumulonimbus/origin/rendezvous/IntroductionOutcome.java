package io.cumulonimbus.origin.rendezvous;

/** What became of a wish to be introduced. Only {@link #DONE} is noticed by who asked. */
public enum IntroductionOutcome {
    /** Both were told of each other. */
    DONE("done", false),
    /** It came from an address of which no session is open here. */
    STRANGER("the asker has no session here", false),
    /** There is no such client here. */
    UNKNOWN("there is no such client", false),
    /** It asked for itself. */
    ITSELF("it asked for itself", false),
    /** It asks too often. */
    ASKER_TOO_FAST("the asker asks too often", true),
    /** Too many ask for the same client. */
    TARGET_TOO_WANTED("too many ask for that client", true),
    /** The client that is wanted does not speak RTMFP, or is leaving. */
    TARGET_DEAF("the client cannot be told", true),
    /** Neither knows an address where it could find the other. */
    NO_ADDRESS("no address of the one is of use to the other", true),
    /** Too much is under way between our own threads. */
    OVERLOAD("too many introductions at once", true);

    private final String reason;
    private final boolean remarkable;

    IntroductionOutcome(String reason, boolean remarkable) {
        this.reason = reason;
        this.remarkable = remarkable;
    }

    /** The reason in words. */
    String reason() {
        return reason;
    }

    /** Whether it tells the operator why two clients of his do not find each other. */
    boolean isRemarkable() {
        return remarkable;
    }
}
