package io.cumulonimbus.stream;

/**
 * What a viewer's sink for video also is when the viewer may begin in the past: with what came
 * since the last key frame, all at once, rather than with the next one. It is then as late as that
 * is long, until its player catches up.
 */
public interface EarlyStart {
    /** Whether it wants to. */
    boolean startsEarly();
}
