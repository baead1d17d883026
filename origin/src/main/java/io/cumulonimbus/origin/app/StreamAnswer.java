package io.cumulonimbus.origin.app;

/** Whether a client may publish or play. */
public sealed interface StreamAnswer {
    /** It may. */
    StreamAnswer ALLOWED = new Allowed();

    /** It may. */
    record Allowed() implements StreamAnswer {}

    /**
     * It may not.
     *
     * @param description shown to the client as it is; empty for the usual words
     */
    record Refused(String description) implements StreamAnswer {}
}
