package io.cumulonimbus.origin.stream;

import io.cumulonimbus.amf.AmfBoolean;
import io.cumulonimbus.amf.AmfValue;
import io.cumulonimbus.rtmp.message.Command;

/**
 * What a client wants to play (RTMP 1.0 §7.2.2.1). Times go over the wire as milliseconds, but -2,
 * -1 and -3 are known as seconds too.
 *
 * @param name of the stream
 * @param start -3 live, without retransmission; -2 live or recorded; -1 live; otherwise the time in
 *     a recording, in milliseconds
 * @param lengthMs how much of a recording; less than 0 is all, 0 a single picture
 * @param reset whether what was asked for before is forgotten
 */
record PlayRequest(StreamName name, double start, double lengthMs, boolean reset) {
    private static final double LIVE_OR_RECORDED = -2;
    private static final double LIVE = -1;
    private static final double UNBUFFERED = -3;

    static PlayRequest of(StreamName name, Command command) {
        double start = command.argument(1).asNumber().orElse(LIVE_OR_RECORDED);
        double length = command.argument(2).asNumber().orElse(-1);
        return new PlayRequest(
                name,
                start <= -1000 ? start / 1000 : start,
                Double.isNaN(length) ? -1 : length,
                isReset(command.argument(3)));
    }

    /** True and false, or 1 to 3 and 0. */
    private static boolean isReset(AmfValue value) {
        return value instanceof AmfBoolean reset ? reset.value() : value.asNumber().orElse(1) != 0;
    }

    boolean unbuffered() {
        return start == UNBUFFERED;
    }

    /** Whether a recording will do. */
    boolean mayBeRecorded() {
        return start == LIVE_OR_RECORDED || start >= 0;
    }

    /** Whether a recording is asked for in the first place. */
    boolean wantsRecording() {
        return start >= 0;
    }

    /** Where a recording begins, in milliseconds. */
    double startMs() {
        return start > 0 ? start : 0;
    }
}
