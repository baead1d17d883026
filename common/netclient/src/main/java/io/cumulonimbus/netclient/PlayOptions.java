package io.cumulonimbus.netclient;

import io.cumulonimbus.amf.AmfValue;
import java.util.List;

/**
 * How to play.
 *
 * @param start in seconds: -2 live or recorded, -1 live only, -3 live without retransmission,
 *     otherwise where to begin in a recording
 * @param length in seconds, of a recording; -1 all of it, 0 a single picture
 * @param reset whether what plays on the same stream is ended
 */
public record PlayOptions(double start, double length, boolean reset) {
    /** Live or recorded, all of it. */
    public static final PlayOptions DEFAULT = new PlayOptions(-2, -1, true);

    /** A recording from its beginning. */
    public static final PlayOptions RECORDED = DEFAULT.from(0);

    /** The same from another place. */
    public PlayOptions from(double seconds) {
        return new PlayOptions(seconds, length, reset);
    }

    /** The same for so many seconds. */
    public PlayOptions lasting(double seconds) {
        return new PlayOptions(start, seconds, reset);
    }

    /** The same, behind what plays already. */
    public PlayOptions queued() {
        return new PlayOptions(start, length, false);
    }

    /** Only as many as say something. */
    List<AmfValue> arguments(String name) {
        AmfValue at = AmfValue.of(start * 1000);
        if (!reset) {
            return List.of(AmfValue.of(name), at, AmfValue.of(length * 1000), AmfValue.of(false));
        }
        if (length != DEFAULT.length) {
            return List.of(AmfValue.of(name), at, AmfValue.of(length * 1000));
        }
        return start == DEFAULT.start ? List.of(AmfValue.of(name)) : List.of(AmfValue.of(name), at);
    }
}
