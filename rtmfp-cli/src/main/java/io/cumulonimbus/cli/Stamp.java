package io.cumulonimbus.cli;

import io.cumulonimbus.client.Message;
import java.nio.ByteBuffer;
import java.util.Arrays;
import java.util.Optional;

/**
 * What a load's publisher puts behind the payload of its pictures and sounds: by it any player on
 * the same machine knows what is missing and how long the message took.
 *
 * @param sequence number of the message among those of its kind, from 0
 * @param sentNs when it was written, on the machine's monotonic clock in nanoseconds
 */
record Stamp(long sequence, long sentNs) {
    /** Bytes that a stamp takes. */
    static final int LENGTH = 24;

    private static final long MAGIC = 0x436d_4c6f_6164_3031L;
    private static final int TIME = 16;

    /** A copy of the payload with this stamp behind it. */
    byte[] behind(byte[] payload) {
        byte[] stamped = Arrays.copyOf(payload, payload.length + LENGTH);
        ByteBuffer.wrap(stamped, payload.length, LENGTH)
                .putLong(MAGIC)
                .putLong(sequence)
                .putLong(sentNs);
        return stamped;
    }

    /** The stamp at the end of a message, if there is one. */
    static Optional<Stamp> of(Message message) {
        int at = message.length() - LENGTH;
        if (at < 0 || number(message, at) != MAGIC) {
            return Optional.empty();
        }
        return Optional.of(new Stamp(number(message, at + Long.BYTES), number(message, at + TIME)));
    }

    private static long number(Message message, int at) {
        long number = 0;
        for (int i = 0; i < Long.BYTES; i++) {
            number = number << 8 | message.byteAt(at + i);
        }
        return number;
    }
}
