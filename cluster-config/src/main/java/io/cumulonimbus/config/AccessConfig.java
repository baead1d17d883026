package io.cumulonimbus.config;

import java.net.URI;
import java.time.Duration;
import java.util.Optional;
import java.util.Set;

/**
 * Who may connect, publish and play, apart from what scripts say.
 *
 * @param tokens what needs a token in the name of the stream
 * @param secret what those who make tokens know; several while one is changed; present if any are
 *     needed
 * @param callback who else is asked, by HTTP
 * @param timeout how long the answer may take; without one the answer is no
 * @param asks what is asked there: connect, publish, play, join
 * @param signing what questions are signed with, by the first of its texts; they are not when there
 *     is none
 */
public record AccessConfig(
        Tokens tokens,
        Secret secret,
        Optional<URI> callback,
        Duration timeout,
        Set<String> asks,
        Secret signing) {
    /** Whoever wants may. */
    public static final AccessConfig OPEN =
            new AccessConfig(
                    Tokens.OFF, Secret.NONE, Optional.empty(), Duration.ofSeconds(3), Set.of());

    /** Questions are not signed. */
    public AccessConfig(
            Tokens tokens,
            Secret secret,
            Optional<URI> callback,
            Duration timeout,
            Set<String> asks) {
        this(tokens, secret, callback, timeout, asks, Secret.NONE);
    }

    /** Keeps a copy. */
    public AccessConfig {
        asks = Set.copyOf(asks);
        if (tokens != Tokens.OFF && secret.isEmpty()) {
            throw new IllegalArgumentException("tokens without a secret");
        }
    }

    /** What needs a token. */
    public enum Tokens {
        /** Nothing. */
        OFF,
        /** To publish. */
        PUBLISH,
        /** To play. */
        PLAY,
        /** Both. */
        BOTH
    }

    /** Whether nobody is asked, and nothing checked. */
    public boolean isOpen() {
        return tokens == Tokens.OFF && callback.isEmpty();
    }
}
