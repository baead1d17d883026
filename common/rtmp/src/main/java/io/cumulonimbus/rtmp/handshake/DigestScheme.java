package io.cumulonimbus.rtmp.handshake;

import java.security.MessageDigest;
import java.util.Arrays;
import java.util.Optional;

/** Where the digest of a C1 or S1 is: which four bytes say so, and which block it lies in. */
public enum DigestScheme {
    /** In the first block, behind time and version. */
    SCHEME_0(8),
    /** In the second block. */
    SCHEME_1(772);

    static final int DIGEST_LENGTH = 32;

    private static final int OFFSET_BYTES = 4;
    private static final int POSITIONS = 728;

    private final int offsetAt;

    DigestScheme(int offsetAt) {
        this.offsetAt = offsetAt;
    }

    int slot(byte[] packet) {
        int sum = 0;
        for (int i = offsetAt; i < offsetAt + OFFSET_BYTES; i++) {
            sum += packet[i] & 0xff;
        }
        return sum % POSITIONS + offsetAt + OFFSET_BYTES;
    }

    /** The scheme that a packet is signed by, if it is. */
    static Optional<DigestScheme> find(byte[] packet, HandshakeKey signer) {
        return Arrays.stream(values()).filter(scheme -> scheme.signed(packet, signer)).findFirst();
    }

    private boolean signed(byte[] packet, HandshakeKey signer) {
        return MessageDigest.isEqual(signer.digest(packet, slot(packet)), digest(packet));
    }

    /** The digest that a packet carries at this scheme's place. */
    byte[] digest(byte[] packet) {
        int slot = slot(packet);
        return Arrays.copyOfRange(packet, slot, slot + DIGEST_LENGTH);
    }

    void sign(byte[] packet, HandshakeKey signer) {
        int slot = slot(packet);
        System.arraycopy(signer.digest(packet, slot), 0, packet, slot, DIGEST_LENGTH);
    }
}
