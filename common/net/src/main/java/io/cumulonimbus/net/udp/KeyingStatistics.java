package io.cumulonimbus.net.udp;

/**
 * What the pool for Diffie-Hellman has done since its making.
 *
 * @param done key agreements, those that were refused included
 * @param dropped key agreements that found no room; their initiators ask again
 * @param unprepared agreements that had to make their key pair first, because none was in stock
 */
public record KeyingStatistics(long done, long dropped, long unprepared) {}
