package io.cumulonimbus.stream;

import io.cumulonimbus.client.Histogram;

/**
 * What the viewers of several streams come to, those that have left included.
 *
 * @param streams that are watched now
 * @param viewers of these
 * @param qos what went out to all of them, and did not; not to be written to
 * @param ages how long media waited, as looked at at every eighth frame; not to be written to
 */
public record ViewerFigures(long streams, long viewers, Qos qos, Histogram ages) {
    /** Nobody watched anything. */
    public static final ViewerFigures NONE = new ViewerFigures(0, 0, new Qos(), new Histogram());

    /** The sum of both. */
    public ViewerFigures plus(ViewerFigures more) {
        return new ViewerFigures(
                streams + more.streams,
                viewers + more.viewers,
                qos.copy().plus(more.qos),
                ages.copy().plus(more.ages));
    }
}
