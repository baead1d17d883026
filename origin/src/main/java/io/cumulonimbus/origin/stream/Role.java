package io.cumulonimbus.origin.stream;

import java.util.Optional;

/** What a stream does at present. */
interface Role {
    /** Nothing. */
    Role IDLE = new Role() {};

    /** The last status of a role. */
    record Farewell(String code, String description) {}

    /** What is published, once it was accepted. */
    default Optional<Publication> publication() {
        return Optional.empty();
    }

    /** Ends it; called once. */
    default void end() {}

    /** What to say to the client when it ended the role itself. */
    default Optional<Farewell> farewell() {
        return Optional.empty();
    }
}
