package io.cumulonimbus.config;

import java.nio.file.Path;
import java.time.Duration;
import java.util.Optional;

/**
 * The mail relay for scripts that send mail.
 *
 * @param server the relay
 * @param timeout for connecting, reading and writing
 * @param encryption how the connection is encrypted
 * @param user whom to log in as; empty does without
 * @param password of the user
 * @param trust absolute; the certificates of those who vouch for the relay, when Java does not know
 *     them
 */
public record SmtpConfig(
        HostPort server,
        Duration timeout,
        Encryption encryption,
        String user,
        Secret password,
        Optional<Path> trust) {
    /** How a connection to the relay is encrypted. */
    public enum Encryption {
        /** Not at all. */
        NONE,
        /** By the command of that name, which the relay must know. */
        STARTTLS,
        /** From the beginning. */
        TLS
    }

    /** A relay in the neighbourhood that asks for nothing. */
    public SmtpConfig(HostPort server, Duration timeout) {
        this(server, timeout, Encryption.NONE, "", Secret.NONE, Optional.empty());
    }
}
