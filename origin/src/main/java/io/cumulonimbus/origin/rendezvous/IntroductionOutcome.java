package io.cumulonimbus.origin.rendezvous;

/** What became of a wish to be introduced. Only {@link #DONE} is noticed at once by who asked. */
public enum IntroductionOutcome {
    /** Both were told of each other. */
    DONE("done", false),
    /** It came from an address of which no session is open here. */
    STRANGER("the asker has no session here", false),
    /** There is no such client here. */
    UNKNOWN("there is no such client", true),
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
    OVERLOAD("too many introductions at once", true),
    /** The application of the wanted client does not want it. */
    REFUSED("the application refused it", true),
    /** They met through the relay. */
    RELAYED("they meet through the relay", false),
    /** The asker goes on asking though both were told. */
    NO_ANSWER("nothing gets through between their networks", true),
    /** The same, and the relay could have helped. */
    RELAY_FULL(
            "nothing gets through between their networks, and the relay has no place left", true),
    /** The same, and one is behind a symmetric translator. */
    ONE_SYMMETRIC(
            "nothing gets through: one is behind a symmetric translator, and the other's lets nobody"
                    + " else in",
            true),
    /** The same, and both are behind symmetric translators. */
    BOTH_SYMMETRIC("both are behind symmetric translators: only a relay can help", true);

    private final String reason;
    private final boolean remarkable;

    IntroductionOutcome(String reason, boolean remarkable) {
        this.reason = reason;
        this.remarkable = remarkable;
    }

    /** The reason in words. */
    public String reason() {
        return reason;
    }

    /** Whether it is over when the same is asked again with success. */
    boolean isPassing() {
        return switch (this) {
            case DONE,
                    UNKNOWN,
                    ASKER_TOO_FAST,
                    TARGET_TOO_WANTED,
                    TARGET_DEAF,
                    NO_ADDRESS,
                    OVERLOAD,
                    REFUSED ->
                    true;
            default -> false;
        };
    }

    /** Whether it tells the operator why two clients of his do not find each other. */
    public boolean isRemarkable() {
        return remarkable;
    }
}
