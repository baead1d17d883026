package io.cumulonimbus.rtmfp.chunk;

import java.util.Arrays;

/**
 * Responder Hello, 0x70 (RFC 7016 §2.3.4): the echoed tag, a cookie to bring back, the responder's
 * certificate.
 */
public record RHello(byte[] tagEcho, byte[] cookie, byte[] certificate) implements Chunk {
    @Override
    public boolean equals(Object other) {
        return other instanceof RHello c
                && Arrays.equals(tagEcho, c.tagEcho)
                && Arrays.equals(cookie, c.cookie)
                && Arrays.equals(certificate, c.certificate);
    }

    @Override
    public int hashCode() {
        return Arrays.hashCode(tagEcho);
    }
}
