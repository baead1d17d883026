package io.cumulonimbus.bench;

import io.cumulonimbus.rtmfp.crypto.SessionKeys;
import java.util.SplittableRandom;

/** The keys of two ends that never shook hands. */
record Keys(SessionKeys near, SessionKeys far) {
    private static final int LENGTH = 32;

    /** With so many bytes of HMAC and numbers, or with 0 the checksum and none. */
    static Keys of(int hmacLength) {
        SplittableRandom random = new SplittableRandom(1);
        byte[] there = bytes(random);
        byte[] back = bytes(random);
        byte[] macThere = bytes(random);
        byte[] macBack = bytes(random);
        byte[] nonceThere = bytes(random);
        byte[] nonceBack = bytes(random);
        boolean numbered = hmacLength > 0;
        return new Keys(
                new SessionKeys(
                        there,
                        back,
                        macThere,
                        macBack,
                        hmacLength,
                        hmacLength,
                        numbered,
                        numbered,
                        nonceThere,
                        nonceBack),
                new SessionKeys(
                        back,
                        there,
                        macBack,
                        macThere,
                        hmacLength,
                        hmacLength,
                        numbered,
                        numbered,
                        nonceBack,
                        nonceThere));
    }

    private static byte[] bytes(SplittableRandom random) {
        byte[] bytes = new byte[LENGTH];
        random.nextBytes(bytes);
        return bytes;
    }
}
