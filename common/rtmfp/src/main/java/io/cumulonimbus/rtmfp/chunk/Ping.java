package io.cumulonimbus.rtmfp.chunk;

import java.util.Arrays;

/** Ping, 0x01 (RFC 7016 §2.3.9): to be answered at once with the same message. */
public record Ping(byte[] message) implements Chunk {
    @Override
    public boolean equals(Object other) {
        return other instanceof Ping c && Arrays.equals(message, c.message);
    }

    @Override
    public int hashCode() {
        return Arrays.hashCode(message);
    }
}
