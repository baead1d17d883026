package io.cumulonimbus.config;

import java.time.Duration;

/**
 * The mail relay for scripts that send mail.
 *
 * @param server the relay
 * @param timeout for connecting, reading and writing, and the idle time after which the connection
 *     is closed
 */
public record SmtpConfig(HostPort server, Duration timeout) {}
