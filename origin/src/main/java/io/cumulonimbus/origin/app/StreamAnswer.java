package io.cumulonimbus.origin.app;

import java.util.Optional;

/** Whether a client may publish or play. */
public sealed interface StreamAnswer {
    /** It may. */
    StreamAnswer ALLOWED = new Allowed(Optional.empty());

    /**
     * It may.
     *
     * @param account to which the client turned out to belong, if it did
     */
    record Allowed(Optional<String> account) implements StreamAnswer {}

    /**
     * It may not.
     *
     * @param description shown to the client as it is; empty for the usual words
     */
    record Refused(String description) implements StreamAnswer {}
}
