package io.cumulonimbus.rtmfp.crypto;

import io.cumulonimbus.rtmfp.packet.Vlu;
import java.nio.charset.StandardCharsets;
import java.security.GeneralSecurityException;
import java.security.MessageDigest;
import java.util.Arrays;
import javax.crypto.Cipher;
import javax.crypto.spec.IvParameterSpec;
import javax.crypto.spec.SecretKeySpec;

/**
 * Encrypts and decrypts the packets of one session (RFC 7425 §4.7): AES-128-CBC from a zero vector,
 * verified by checksum or HMAC, duplicates dropped where packets are numbered.
 *
 * <p>Not thread-safe: one loop owns it, because ciphers, sequence number and replay window change
 * with every packet. Ciphers are set up once; after each packet the JDK puts them back to the zero
 * vector by itself, which a second {@code init} would do at several times the price.
 */
public final class SessionKey {
    /** What {@link #open} answers when a packet is to be dropped. */
    public static final int REJECTED = -1;

    private static final int BLOCK = 16;
    private static final byte[] NOTHING = {};
    private static final byte[] DEFAULT_KEY =
            "Adobe Systems 02".getBytes(StandardCharsets.US_ASCII);

    private final Cipher encrypt;
    private final Cipher decrypt;
    private final HmacSha256 sendMac;
    private final HmacSha256 receiveMac;
    private final int sendHmacLength;
    private final boolean sendsNumbers;
    private final boolean receivesNumbers;
    private final ReplayWindow window = new ReplayWindow();
    private final byte[] computed = new byte[HmacSha256.LENGTH];
    private final byte[] expectedHmac;
    private final byte[] receivedHmac;
    private byte[] scratch = NOTHING;
    private long sealed;

    private SessionKey(SessionKeys keys) {
        encrypt = cipher(Cipher.ENCRYPT_MODE, keys.encryptKey());
        decrypt = cipher(Cipher.DECRYPT_MODE, keys.decryptKey());
        sendHmacLength = keys.hmacSendLength();
        sendMac = sendHmacLength == 0 ? null : new HmacSha256(keys.hmacSendKey());
        expectedHmac = new byte[keys.hmacReceiveLength()];
        receivedHmac = new byte[keys.hmacReceiveLength()];
        receiveMac = expectedHmac.length == 0 ? null : new HmacSha256(keys.hmacReceiveKey());
        sendsNumbers = keys.sendsSequenceNumbers();
        receivesNumbers = keys.receivesSequenceNumbers();
    }

    /**
     * The key of startup packets, known to everybody: it keeps no secret and proves nothing (RFC
     * 7425 §4.1).
     */
    public static SessionKey defaultKey() {
        return new SessionKey(
                new SessionKeys(
                        DEFAULT_KEY,
                        DEFAULT_KEY,
                        NOTHING,
                        NOTHING,
                        0,
                        0,
                        false,
                        false,
                        NOTHING,
                        NOTHING));
    }

    /** The key of a session. */
    public static SessionKey of(SessionKeys keys) {
        return new SessionKey(keys);
    }

    /** Bytes at most that {@link #seal} adds to a plain packet. */
    public int maxOverhead() {
        int verification = sendHmacLength == 0 ? 2 : sendHmacLength;
        return (sendsNumbers ? Vlu.MAX_LENGTH : 0) + verification + BLOCK - 1;
    }

    /** Packets sealed so far, which is the sequence number of the next one. */
    public long sealed() {
        return sealed;
    }

    /**
     * Encrypts {@code length} bytes of plain packet into {@code out} at {@code at}, where {@code
     * length + maxOverhead()} bytes are free; the session id is not part of it.
     *
     * @return the length of the encrypted packet
     */
    // RFC 7425 §4.7.2
    public int seal(byte[] plain, int offset, int length, byte[] out, int at) {
        int body = (sendsNumbers ? Vlu.length(sealed) : 0) + (sendMac == null ? 2 : 0);
        int padded = body + length + BLOCK - 1 & -BLOCK;
        if (scratch.length < padded) {
            scratch = new byte[padded];
        }
        if (sendsNumbers) {
            Vlu.write(scratch, 0, sealed);
        }
        sealed++;
        System.arraycopy(plain, offset, scratch, body, length);
        Arrays.fill(scratch, body + length, padded, (byte) 0xff);
        if (sendMac == null) {
            int checksum = Checksum.of(scratch, body, padded - body);
            scratch[body - 2] = (byte) (checksum >>> 8);
            scratch[body - 1] = (byte) checksum;
        }
        try {
            encrypt.doFinal(scratch, 0, padded, out, at);
            if (sendMac == null) {
                return padded;
            }
            sendMac.compute(out, at, padded, computed);
        } catch (GeneralSecurityException impossible) {
            throw new IllegalStateException("whole blocks into enough room", impossible);
        }
        System.arraycopy(computed, 0, out, at + padded, sendHmacLength);
        return padded + sendHmacLength;
    }

    /**
     * Verifies and decrypts an encrypted packet, without its session id, to the start of {@code
     * out}, which is at least as long and another array.
     *
     * @return the length of the plain packet, its padding included, or {@link #REJECTED} when it is
     *     damaged, forged or a duplicate: then nothing has changed but the contents of {@code out}
     */
    // RFC 7425 §4.7.3
    public int open(byte[] in, int offset, int length, byte[] out) {
        int blocks = length - expectedHmac.length;
        if (blocks < BLOCK || blocks % BLOCK != 0) {
            return REJECTED;
        }
        try {
            if (receiveMac != null && !hmacMatches(in, offset, blocks)) {
                return REJECTED;
            }
            decrypt.doFinal(in, offset, blocks, out, 0);
        } catch (GeneralSecurityException impossible) {
            throw new IllegalStateException("whole blocks into enough room", impossible);
        }
        return verified(out, blocks);
    }

    private boolean hmacMatches(byte[] in, int offset, int blocks) {
        receiveMac.compute(in, offset, blocks, computed);
        System.arraycopy(computed, 0, expectedHmac, 0, expectedHmac.length);
        System.arraycopy(in, offset + blocks, receivedHmac, 0, receivedHmac.length);
        return MessageDigest.isEqual(expectedHmac, receivedHmac);
    }

    /** Strips number and checksum off the decrypted bytes; answers what is left, or REJECTED. */
    private int verified(byte[] out, int length) {
        int at = 0;
        long number = 0;
        if (receivesNumbers) {
            // The same numbers as PacketReader.vlu(), without a reader and its exceptions.
            boolean more = true;
            while (more) {
                if (at == length || number >>> 57 != 0) {
                    return REJECTED;
                }
                number = number << 7 | out[at] & 0x7f;
                more = out[at++] < 0;
            }
        }
        if (receiveMac == null) {
            if (length - at < 2) {
                return REJECTED;
            }
            int received = (out[at] & 0xff) << 8 | out[at + 1] & 0xff;
            at += 2;
            if (Checksum.of(out, at, length - at) != received) {
                return REJECTED;
            }
        }
        // Only now: an unverified number must not move the window.
        if (receivesNumbers) {
            if (!window.isNew(number)) {
                return REJECTED;
            }
            window.see(number);
        }
        System.arraycopy(out, at, out, 0, length - at);
        return length - at;
    }

    private static Cipher cipher(int mode, byte[] key) {
        try {
            Cipher cipher = Cipher.getInstance("AES/CBC/NoPadding");
            cipher.init(
                    mode,
                    new SecretKeySpec(key, 0, BLOCK, "AES"),
                    new IvParameterSpec(new byte[BLOCK]));
            return cipher;
        } catch (GeneralSecurityException missing) {
            throw new IllegalStateException("every JDK has AES", missing);
        }
    }

    /** Shows no key. */
    @Override
    public String toString() {
        return "SessionKey";
    }
}
