package io.cumulonimbus.rtmfp.chunk;

import java.util.Arrays;

/** Ping Reply, 0x41 (RFC 7016 §2.3.10). */
public record PingReply(byte[] messageEcho) implements Chunk {
    @Override
    public boolean equals(Object other) {
        return other instanceof PingReply c && Arrays.equals(messageEcho, c.messageEcho);
    }

    @Override
    public int hashCode() {
        return Arrays.hashCode(messageEcho);
    }
}
