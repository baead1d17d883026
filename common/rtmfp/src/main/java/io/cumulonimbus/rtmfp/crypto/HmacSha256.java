package io.cumulonimbus.rtmfp.crypto;

import java.security.DigestException;
import java.security.GeneralSecurityException;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import javax.crypto.Mac;
import javax.crypto.spec.SecretKeySpec;

/**
 * HMAC-SHA256 under one key (RFC 2104), for one packet after the other. The JDK's Mac makes a new
 * array for each.
 *
 * <p>Not thread-safe. What else the profile hashes is here too.
 */
final class HmacSha256 {
    /** Bytes of an HMAC. */
    static final int LENGTH = 32;

    private static final int BLOCK = 64;
    private static final byte INNER = 0x36;
    private static final byte OUTER = 0x5c;

    private final MessageDigest digest = digest();
    private final byte[] inner = new byte[BLOCK];
    private final byte[] outer = new byte[BLOCK];

    /** Under {@code key}. */
    HmacSha256(byte[] key) {
        byte[] used = key.length > BLOCK ? sha256(key, key.length) : key;
        for (int i = 0; i < BLOCK; i++) {
            byte octet = i < used.length ? used[i] : 0;
            inner[i] = (byte) (octet ^ INNER);
            outer[i] = (byte) (octet ^ OUTER);
        }
    }

    /** Writes the HMAC of {@code length} bytes to the first 32 of {@code out}. */
    void compute(byte[] data, int offset, int length, byte[] out) {
        try {
            digest.update(inner);
            digest.update(data, offset, length);
            digest.digest(out, 0, LENGTH);
            digest.update(outer);
            digest.update(out, 0, LENGTH);
            digest.digest(out, 0, LENGTH);
        } catch (DigestException impossible) {
            throw new IllegalStateException("32 bytes into enough room", impossible);
        }
    }

    /** The JDK's, under {@code key}, which must not be empty: for what comes in several pieces. */
    static Mac mac(byte[] key) {
        try {
            Mac mac = Mac.getInstance("HmacSHA256");
            mac.init(new SecretKeySpec(key, "HmacSHA256"));
            return mac;
        } catch (GeneralSecurityException missing) {
            throw new IllegalStateException("every JDK has HmacSHA256", missing);
        }
    }

    /** HMAC-SHA256(key, data), 32 bytes. */
    static byte[] hmac(byte[] key, byte[] data) {
        byte[] hmac = new byte[LENGTH];
        new HmacSha256(key).compute(data, 0, data.length, hmac);
        return hmac;
    }

    /** SHA-256 of the first {@code length} bytes. */
    static byte[] sha256(byte[] data, int length) {
        MessageDigest digest = digest();
        digest.update(data, 0, length);
        return digest.digest();
    }

    private static MessageDigest digest() {
        try {
            return MessageDigest.getInstance("SHA-256");
        } catch (NoSuchAlgorithmException missing) {
            throw new IllegalStateException("every JDK has SHA-256", missing);
        }
    }

    /** Shows no key. */
    @Override
    public String toString() {
        return "HmacSha256";
    }
}
