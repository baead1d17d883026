package io.cumulonimbus.rtmfp.chunk;

import java.util.Arrays;

/**
 * RHello Cookie Change, 0x79 (RFC 7016 §2.3.6): the cookie belongs to another address, use this
 * one.
 */
public record CookieChange(byte[] oldCookie, byte[] newCookie) implements Chunk {
    @Override
    public boolean equals(Object other) {
        return other instanceof CookieChange c
                && Arrays.equals(oldCookie, c.oldCookie)
                && Arrays.equals(newCookie, c.newCookie);
    }

    @Override
    public int hashCode() {
        return Arrays.hashCode(oldCookie);
    }
}
