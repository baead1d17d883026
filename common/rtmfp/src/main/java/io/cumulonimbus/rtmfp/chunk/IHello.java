package io.cumulonimbus.rtmfp.chunk;

import java.util.Arrays;

/**
 * Initiator Hello, 0x30 (RFC 7016 §2.3.2): who is wanted, and the tag by which the answer is
 * recognised.
 */
public record IHello(byte[] endpointDiscriminator, byte[] tag) implements Chunk {
    @Override
    public boolean equals(Object other) {
        return other instanceof IHello c
                && Arrays.equals(endpointDiscriminator, c.endpointDiscriminator)
                && Arrays.equals(tag, c.tag);
    }

    @Override
    public int hashCode() {
        return Arrays.hashCode(endpointDiscriminator);
    }
}
