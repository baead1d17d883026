package io.cumulonimbus.rtmfp.packet;

import java.util.Arrays;
import java.util.HexFormat;

/**
 * A type and a value, or the marker that ends a list (RFC 7016 §2.1.3).
 *
 * @param type unsigned; -1 (2^64-1) stands for the marker's absent type only together with {@code
 *     marker}
 * @param value the bytes; not to be written to
 * @param marker whether this is the marker: length 0 on the wire
 */
public record Option(long type, byte[] value, boolean marker) {
    private static final byte[] NOTHING = {};

    /** The marker: one zero byte on the wire. */
    public static final Option MARKER = new Option(-1, NOTHING, true);

    /** An ordinary option. */
    public static Option of(long type, byte[] value) {
        return new Option(type, value, false);
    }

    @Override
    public boolean equals(Object other) {
        return other instanceof Option o
                && type == o.type
                && marker == o.marker
                && Arrays.equals(value, o.value);
    }

    @Override
    public int hashCode() {
        return Long.hashCode(type) * 31 + Arrays.hashCode(value);
    }

    @Override
    public String toString() {
        return marker ? "marker" : type + ":" + HexFormat.of().formatHex(value);
    }
}
