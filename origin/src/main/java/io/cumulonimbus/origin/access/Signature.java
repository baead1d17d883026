package io.cumulonimbus.origin.access;

import java.util.function.LongSupplier;

/**
 * Signs what is sent to others, who know by it that it is ours, and when it was said: {@code
 * t=SECONDS,v1=MAC}, where the MAC is the HMAC-SHA256, in hexadecimal digits, of the seconds since
 * 1970, a full stop, and the body.
 *
 * @param key what both know
 * @param clockS seconds since 1970
 */
record Signature(String key, LongSupplier clockS) {
    /** The header that it is sent in. */
    static final String HEADER = "Cumulonimbus-Signature";

    String of(String body) {
        long timeS = clockS.getAsLong();
        return "t=" + timeS + ",v1=" + StreamTokens.mac(key, timeS + "." + body);
    }

    /** Shows no key. */
    @Override
    public String toString() {
        return HEADER;
    }
}
