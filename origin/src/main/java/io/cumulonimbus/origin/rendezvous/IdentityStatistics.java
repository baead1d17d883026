package io.cumulonimbus.origin.rendezvous;

/**
 * What became of peer ids that more than one connection wanted.
 *
 * @param held peer ids that a connection has, now
 * @param overridden connections that were closed because their owner came again
 * @param refused connections that were refused because another one with the peer id lives
 */
public record IdentityStatistics(int held, long overridden, long refused) {}
