package io.cumulonimbus.rtmfp.chunk;

import io.cumulonimbus.rtmfp.packet.Address;
import java.util.Arrays;

/**
 * Forwarded Initiator Hello, 0x0f (RFC 7016 §2.3.3): an IHello that an introducer passes on, with
 * where it came from.
 */
public record FIHello(byte[] endpointDiscriminator, Address replyAddress, byte[] tag)
        implements Chunk {
    @Override
    public boolean equals(Object other) {
        return other instanceof FIHello c
                && Arrays.equals(endpointDiscriminator, c.endpointDiscriminator)
                && replyAddress.equals(c.replyAddress)
                && Arrays.equals(tag, c.tag);
    }

    @Override
    public int hashCode() {
        return Arrays.hashCode(endpointDiscriminator);
    }
}
