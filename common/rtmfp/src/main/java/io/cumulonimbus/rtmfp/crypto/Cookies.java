package io.cumulonimbus.rtmfp.crypto;

import java.net.InetSocketAddress;
import java.nio.ByteBuffer;
import java.security.MessageDigest;
import java.util.Arrays;
import java.util.random.RandomGenerator;
import javax.crypto.Mac;

/**
 * Cookies that prove an initiator's address without a byte of memory for it (RFC 7016 §3.5.1.1.2):
 * time, MAC of time and address, MAC of both, in 64 bytes. A flood costs two MACs each.
 *
 * <p>The MAC key changes every minute and is derived from a secret that loops may share: a cookie
 * made by one is good for all that have the secret and the clock. Not thread-safe: one per loop.
 */
public final class Cookies {
    /** Bytes of a cookie; librtmfp takes no other length. */
    public static final int LENGTH = 64;

    /** Bytes of the secret. */
    public static final int SECRET_LENGTH = 32;

    /** How long a cookie is good; RFC 7016 §3.5.1.1.2 asks for 95 s at least. */
    public static final long LIFETIME_NS = 120_000_000_000L;

    private static final long MILLI = 1_000_000L;
    private static final long LIFETIME_MS = LIFETIME_NS / MILLI;
    private static final long EPOCH_MS = 60_000;

    /** Loops read the same clock at slightly different times. */
    private static final long EARLY_MS = 1000;

    /** A lifetime touches three epochs, and a clock a little ahead a fourth. */
    private static final int REMEMBERED = 4;

    private static final int ADDRESS_AT = Long.BYTES;
    private static final int ADDRESS_LENGTH = 24;
    private static final int OURS_AT = ADDRESS_AT + ADDRESS_LENGTH;

    private final Mac master;
    private final Mac[] macs = new Mac[REMEMBERED];
    private final long[] epochs = new long[REMEMBERED];

    /** Cookies under a secret of {@link #SECRET_LENGTH} random bytes. */
    public Cookies(byte[] secret) {
        if (secret.length != SECRET_LENGTH) {
            throw new IllegalArgumentException(secret.length + " bytes of secret");
        }
        master = HmacSha256.mac(secret);
    }

    /** Cookies under a secret of their own. */
    public static Cookies of(RandomGenerator random) {
        byte[] secret = new byte[SECRET_LENGTH];
        random.nextBytes(secret);
        return new Cookies(secret);
    }

    /** A cookie for who sent an IHello from this address. */
    public byte[] make(InetSocketAddress address, long nowNs) {
        long time = Math.floorDiv(nowNs, MILLI);
        Mac mac = macOf(time);
        byte[] cookie = new byte[LENGTH];
        ByteBuffer.wrap(cookie).putLong(time);
        System.arraycopy(ofAddress(mac, cookie, address), 0, cookie, ADDRESS_AT, ADDRESS_LENGTH);
        mac.update(cookie, 0, OURS_AT);
        System.arraycopy(mac.doFinal(), 0, cookie, OURS_AT, LENGTH - OURS_AT);
        return cookie;
    }

    /** Judges a cookie that came back from this address. */
    // RFC 7016 §3.5.1.1.2, §3.5.1.2
    public CookieVerdict check(byte[] cookie, InetSocketAddress address, long nowNs) {
        if (cookie.length != LENGTH) {
            return CookieVerdict.INVALID;
        }
        long time = ByteBuffer.wrap(cookie).getLong();
        // The age first: it bounds the keys that a stranger can make us derive.
        long age = Math.floorDiv(nowNs, MILLI) - time;
        if (age < -EARLY_MS || age > LIFETIME_MS) {
            return CookieVerdict.INVALID;
        }
        Mac mac = macOf(time);
        mac.update(cookie, 0, OURS_AT);
        if (!MessageDigest.isEqual(mac.doFinal(), Arrays.copyOfRange(cookie, OURS_AT, LENGTH))) {
            return CookieVerdict.INVALID;
        }
        byte[] expected = Arrays.copyOf(ofAddress(mac, cookie, address), ADDRESS_LENGTH);
        byte[] received = Arrays.copyOfRange(cookie, ADDRESS_AT, OURS_AT);
        return MessageDigest.isEqual(expected, received)
                ? CookieVerdict.VALID
                : CookieVerdict.OTHER_ADDRESS;
    }

    private static byte[] ofAddress(Mac mac, byte[] cookie, InetSocketAddress address) {
        mac.update(cookie, 0, ADDRESS_AT);
        mac.update(address.getAddress().getAddress());
        mac.update((byte) (address.getPort() >>> 8));
        mac.update((byte) address.getPort());
        return mac.doFinal();
    }

    /** The Mac of the epoch that a time in ms lies in. */
    private Mac macOf(long time) {
        long epoch = Math.floorDiv(time, EPOCH_MS);
        int slot = Math.floorMod(epoch, REMEMBERED);
        if (macs[slot] == null || epochs[slot] != epoch) {
            master.update(ByteBuffer.allocate(Long.BYTES).putLong(0, epoch));
            macs[slot] = HmacSha256.mac(master.doFinal());
            epochs[slot] = epoch;
        }
        return macs[slot];
    }

    /** Shows no secret. */
    @Override
    public String toString() {
        return "Cookies";
    }
}
