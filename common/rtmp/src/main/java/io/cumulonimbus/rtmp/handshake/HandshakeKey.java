package io.cumulonimbus.rtmp.handshake;

import java.nio.charset.StandardCharsets;
import java.security.GeneralSecurityException;
import java.util.Arrays;
import java.util.HexFormat;
import javax.crypto.Mac;
import javax.crypto.spec.SecretKeySpec;

/**
 * The published keys that sign handshakes: they name a kind of program and keep no secret. The
 * first packet is signed with the text alone, the second with the text and 32 constant bytes.
 */
enum HandshakeKey {
    CLIENT("Genuine Adobe Flash Player 001"),
    SERVER("Genuine Adobe Flash Media Server 001");

    private static final String ALGORITHM = "HmacSHA256";

    private final byte[] text;
    private final byte[] full;

    HandshakeKey(String text) {
        byte[] constant =
                HexFormat.of()
                        .parseHex(
                                "f0eec24a8068bee82e00d0d1029e7e57"
                                        + "6eec5d2d29806fab93b8e636cfeb31ae");
        this.text = text.getBytes(StandardCharsets.US_ASCII);
        this.full = Arrays.copyOf(this.text, this.text.length + constant.length);
        System.arraycopy(constant, 0, full, this.text.length, constant.length);
    }

    /** The digest of a C1 or S1 but for the slot of the digest itself. */
    byte[] digest(byte[] packet, int slot) {
        Mac mac = mac(text);
        mac.update(packet, 0, slot);
        int behind = slot + DigestScheme.DIGEST_LENGTH;
        mac.update(packet, behind, packet.length - behind);
        return mac.doFinal();
    }

    /** The signature of the first {@code length} bytes of an answer to a packet of this digest. */
    byte[] sign(byte[] peerDigest, byte[] packet, int length) {
        Mac mac = mac(mac(full).doFinal(peerDigest));
        mac.update(packet, 0, length);
        return mac.doFinal();
    }

    private static Mac mac(byte[] key) {
        try {
            Mac mac = Mac.getInstance(ALGORITHM);
            mac.init(new SecretKeySpec(key, ALGORITHM));
            return mac;
        } catch (GeneralSecurityException e) {
            throw new IllegalStateException("every Java has " + ALGORITHM, e);
        }
    }
}
