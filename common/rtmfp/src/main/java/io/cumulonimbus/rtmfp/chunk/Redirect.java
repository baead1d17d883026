package io.cumulonimbus.rtmfp.chunk;

import io.cumulonimbus.rtmfp.packet.Address;
import java.util.Arrays;
import java.util.List;

/**
 * Responder Redirect, 0x71 (RFC 7016 §2.3.5): try these addresses instead; none means where this
 * came from.
 */
public record Redirect(byte[] tagEcho, List<Address> addresses) implements Chunk {
    @Override
    public boolean equals(Object other) {
        return other instanceof Redirect c
                && Arrays.equals(tagEcho, c.tagEcho)
                && addresses.equals(c.addresses);
    }

    @Override
    public int hashCode() {
        return Arrays.hashCode(tagEcho);
    }
}
