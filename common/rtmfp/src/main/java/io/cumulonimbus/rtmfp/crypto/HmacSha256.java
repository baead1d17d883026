package io.cumulonimbus.rtmfp.crypto;

import java.security.GeneralSecurityException;
import java.security.MessageDigest;
import javax.crypto.Mac;
import javax.crypto.spec.SecretKeySpec;

/** The hash functions that the profile uses, as the JDK has them. */
final class HmacSha256 {
    static final int LENGTH = 32;

    private HmacSha256() {}

    /** A fresh Mac under {@code key}, which must not be empty. */
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
        return mac(key).doFinal(data);
    }

    /** SHA-256 of the first {@code length} bytes. */
    static byte[] sha256(byte[] data, int length) {
        try {
            MessageDigest digest = MessageDigest.getInstance("SHA-256");
            digest.update(data, 0, length);
            return digest.digest();
        } catch (GeneralSecurityException missing) {
            throw new IllegalStateException("every JDK has SHA-256", missing);
        }
    }
}
