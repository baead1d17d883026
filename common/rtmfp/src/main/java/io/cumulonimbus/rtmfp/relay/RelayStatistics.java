package io.cumulonimbus.rtmfp.relay;

/**
 * What a relay has seen so far.
 *
 * @param pairs pairs that there are
 * @param meetings pairs whose sessions came about, since the start
 * @param refused wishes for a place that were refused, because there was none left
 * @param datagrams passed on
 * @param bytes passed on
 * @param strangers datagrams dropped because nobody was introduced to come from there
 * @param early datagrams dropped because the other end was not there yet, or it was not yet time
 * @param overLimit datagrams dropped because the pair, or all together, sent too much
 */
public record RelayStatistics(
        int pairs,
        long meetings,
        long refused,
        long datagrams,
        long bytes,
        long strangers,
        long early,
        long overLimit) {}
