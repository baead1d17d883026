package io.cumulonimbus.rtmfp.relay;

/**
 * What a relay carries at most.
 *
 * @param pairs pairs of peers at the same time; 0 is none at all
 * @param pairBytesPerSecond of one pair, both ways together
 * @param bytesPerSecond of all pairs together
 * @param headStartNs how long after the introduction the direct ways are left to themselves
 * @param idleNs a pair without packets for so long is given up
 * @param lifetimeNs a pair is given up after this in any case
 */
public record RelayLimits(
        int pairs,
        long pairBytesPerSecond,
        long bytesPerSecond,
        long headStartNs,
        long idleNs,
        long lifetimeNs) {}
