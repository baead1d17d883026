package io.cumulonimbus.rtmfp.chunk;

import java.util.Arrays;

/** Packet Fragment, 0x7f (RFC 7016 §2.3.1): a piece of a plain packet, header included. */
public record PacketFragment(boolean more, long packetId, long fragmentNumber, byte[] data)
        implements Chunk {
    @Override
    public boolean equals(Object other) {
        return other instanceof PacketFragment c
                && more == c.more
                && packetId == c.packetId
                && fragmentNumber == c.fragmentNumber
                && Arrays.equals(data, c.data);
    }

    @Override
    public int hashCode() {
        return Arrays.hashCode(data);
    }
}
