package io.cumulonimbus.origin.app;

/**
 * How a realm fares at one moment.
 *
 * @param root the path of its topmost application; empty when all of {@code www} is one realm
 * @param open questions to it without an answer
 * @param refused questions refused so far because too many were open
 * @param times how long each event took its loop; not to be written to
 */
public record RealmSheet(String root, int open, long refused, EventTimes times) {}
