package io.cumulonimbus.net.tls;

/**
 * What became of the expensive steps of TLS handshakes, of which each has one or a few.
 *
 * @param done computed
 * @param refused because too many waited; their connections were closed
 */
public record HandshakeStatistics(long done, long refused) {}
