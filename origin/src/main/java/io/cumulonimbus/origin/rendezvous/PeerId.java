package io.cumulonimbus.origin.rendezvous;

import io.cumulonimbus.client.ClientIdentity;
import java.util.Arrays;
import java.util.HexFormat;

/** The peer id of a client, as a key: 32 bytes that are not written to. */
record PeerId(byte[] bytes) {
    PeerId {
        if (bytes.length != ClientIdentity.PEER_ID_LENGTH) {
            throw new IllegalArgumentException(bytes.length + " bytes of peer id");
        }
    }

    @Override
    public boolean equals(Object other) {
        return other instanceof PeerId p && Arrays.equals(bytes, p.bytes);
    }

    @Override
    public int hashCode() {
        return Arrays.hashCode(bytes);
    }

    @Override
    public String toString() {
        return HexFormat.of().formatHex(bytes);
    }
}
