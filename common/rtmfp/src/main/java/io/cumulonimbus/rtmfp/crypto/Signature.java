package io.cumulonimbus.rtmfp.crypto;

import io.cumulonimbus.rtmfp.packet.MalformedPacketException;
import io.cumulonimbus.rtmfp.packet.Options;

/**
 * The signature field of the keying chunks (RFC 7425 §4.3.5). We require none, so every field is
 * valid.
 */
public final class Signature {
    private static final byte[] EMPTY = {'X'};

    private Signature() {}

    /** What stands for no signature: {@code X}, which every peer takes. */
    public static byte[] empty() {
        return EMPTY.clone();
    }

    /** Whether a field carries no signature: nothing, a lone {@code X}, or nothing readable. */
    public static boolean isEmpty(byte[] field) {
        try {
            return Options.sequence(field).stream().allMatch(option -> option.marker());
        } catch (MalformedPacketException unreadable) {
            return true;
        }
    }
}
