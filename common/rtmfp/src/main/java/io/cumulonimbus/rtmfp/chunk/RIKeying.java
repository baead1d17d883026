package io.cumulonimbus.rtmfp.chunk;

import java.util.Arrays;

/**
 * Responder Initial Keying, 0x78 (RFC 7016 §2.3.8). {@code signedParameters} is everything before
 * the signature, as it was on the wire.
 */
public record RIKeying(
        int responderSessionId, byte[] keyingComponent, byte[] signature, byte[] signedParameters)
        implements Chunk {
    @Override
    public boolean equals(Object other) {
        return other instanceof RIKeying c
                && responderSessionId == c.responderSessionId
                && Arrays.equals(keyingComponent, c.keyingComponent)
                && Arrays.equals(signature, c.signature)
                && Arrays.equals(signedParameters, c.signedParameters);
    }

    @Override
    public int hashCode() {
        return Arrays.hashCode(keyingComponent);
    }
}
