package io.cumulonimbus.client;

import java.util.Set;

/**
 * What became of a client's calls at a handler that is lost.
 *
 * @param open taken, and never answered
 * @param answered answered, though the call itself may come once more
 */
public record Calls(Set<Long> open, Set<Long> answered) {
    /** There were none. */
    public static final Calls NONE = new Calls(Set.of(), Set.of());
}
