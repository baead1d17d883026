package io.cumulonimbus.rtmfp.chunk;

import java.util.Arrays;

/**
 * Initiator Initial Keying, 0x38 (RFC 7016 §2.3.7). {@code signedParameters} is everything before
 * the signature, as it was on the wire.
 */
public record IIKeying(
        int initiatorSessionId,
        byte[] cookieEcho,
        byte[] certificate,
        byte[] keyingComponent,
        byte[] signature,
        byte[] signedParameters)
        implements Chunk {
    @Override
    public boolean equals(Object other) {
        return other instanceof IIKeying c
                && initiatorSessionId == c.initiatorSessionId
                && Arrays.equals(cookieEcho, c.cookieEcho)
                && Arrays.equals(certificate, c.certificate)
                && Arrays.equals(keyingComponent, c.keyingComponent)
                && Arrays.equals(signature, c.signature)
                && Arrays.equals(signedParameters, c.signedParameters);
    }

    @Override
    public int hashCode() {
        return Arrays.hashCode(cookieEcho);
    }
}
