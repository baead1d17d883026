package io.cumulonimbus.admin.view;

import java.util.Optional;

/**
 * A stream that is published or watched.
 *
 * @param name as it is kept: the path of its application and a colon before it, if each has its own
 * @param published whether it is on the air
 * @param viewers who watch it, those behind edges included
 * @param audioBitsPerSecond of the last seconds
 * @param videoBitsPerSecond of the last seconds
 * @param frames of audio and video that came in so far
 * @param bytes of these
 * @param lost parts that the publisher gave up
 * @param dropped frames that a thread here was too busy to take
 * @param latencyMs from the publisher, where that is known
 */
public record StreamView(
        String name,
        boolean published,
        long viewers,
        long audioBitsPerSecond,
        long videoBitsPerSecond,
        long frames,
        long bytes,
        long lost,
        long dropped,
        Optional<Double> latencyMs) {}
