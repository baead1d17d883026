package io.cumulonimbus.rtmfp.endpoint;

import java.net.InetAddress;
import java.util.Arrays;
import java.util.random.RandomGenerator;

/**
 * How many hellos of one network are answered: an answer is longer than the hello, which may come
 * from somebody else than it says.
 *
 * <p>Networks are those that one owner has: 256 addresses of IPv4, 2^72 of IPv6. A table of fixed
 * size, made with the first hello, in which some networks share a place.
 */
final class HelloRate {
    /** Answers to one network in a second, on and on. */
    static final int PER_SECOND = 2000;

    /** Seconds' worth of answers that may leave at once. */
    private static final int BURST = 2;

    private static final long SECOND = 1_000_000_000L;
    private static final long EACH = SECOND / PER_SECOND;
    private static final int SLOTS_LOG2 = 12;
    private static final int IPV4 = 4;
    private static final int IPV4_PREFIX = 3;
    private static final int IPV6_PREFIX = 7;

    private final int salt;

    /** When the answers so far would all have left at the rate. */
    private long[] paidUntil = {};

    HelloRate(RandomGenerator random) {
        salt = random.nextInt();
    }

    /** Whether one more hello of that network is answered. */
    boolean allows(InetAddress from, long nowNs) {
        if (paidUntil.length == 0) {
            paidUntil = new long[1 << SLOTS_LOG2];
            Arrays.fill(paidUntil, nowNs);
        }
        int slot = slot(from.getAddress());
        long paid = Math.max(paidUntil[slot], nowNs);
        if (paid - nowNs > BURST * SECOND) {
            return false;
        }
        paidUntil[slot] = paid + EACH;
        return true;
    }

    private int slot(byte[] address) {
        int mixed = salt;
        int prefix = address.length == IPV4 ? IPV4_PREFIX : IPV6_PREFIX;
        for (int i = 0; i < prefix; i++) {
            mixed = (mixed ^ address[i]) * 0x01000193;
        }
        return mixed * 0x9e3779b9 >>> Integer.SIZE - SLOTS_LOG2;
    }
}
