package io.cumulonimbus.origin.rendezvous;

import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;

/** The hash that ids and positions are made with. */
final class Sha256 {
    private Sha256() {}

    /** The hash of the parts, one behind the other. */
    static byte[] of(byte[]... parts) {
        try {
            MessageDigest digest = MessageDigest.getInstance("SHA-256");
            for (byte[] part : parts) {
                digest.update(part);
            }
            return digest.digest();
        } catch (NoSuchAlgorithmException impossible) {
            throw new IllegalStateException("every Java platform has SHA-256", impossible);
        }
    }
}
