package io.cumulonimbus.rtmfp.session;

import java.net.InetSocketAddress;
import java.nio.ByteBuffer;
import java.security.GeneralSecurityException;
import java.security.MessageDigest;
import java.util.Arrays;
import java.util.Optional;
import javax.crypto.Mac;
import javax.crypto.spec.SecretKeySpec;

/**
 * Verifies that a far end has moved before anything is sent there (RFC 7016 §3.5.4.2): a ping to
 * the new address, whose reply only someone who receives there can give.
 */
final class Mobility {
    private static final long SECOND = 1_000_000_000L;
    private static final long REPLY_LIFETIME = 120 * SECOND;
    private static final byte MARK = 'M';
    private static final int HASHED = 1 + Long.BYTES;
    private static final int LENGTH = HASHED + 16;
    private static final long NEVER = Long.MIN_VALUE;

    private final Session session;

    /** MOB_TX_TS. */
    private long askedAt = NEVER;

    /** MOB_RX_TS. */
    private long answeredAt = NEVER;

    Mobility(Session session) {
        this.session = session;
    }

    /** The ping to send to where a packet of the session came from, unless there was one lately. */
    Optional<byte[]> question(InetSocketAddress from, long nowNs) {
        if (askedAt != NEVER && nowNs - askedAt < SECOND) {
            return Optional.empty();
        }
        askedAt = nowNs;
        byte[] message = new byte[LENGTH];
        ByteBuffer.wrap(message).put(MARK).putLong(nowNs);
        System.arraycopy(hash(message, from), 0, message, HASHED, LENGTH - HASHED);
        return Optional.of(message);
    }

    /** Whether a ping reply proves that the far end is where it came from. */
    boolean isProof(byte[] message, InetSocketAddress from, long nowNs) {
        if (message.length != LENGTH || message[0] != MARK) {
            return false;
        }
        long at = ByteBuffer.wrap(message).getLong(1);
        boolean fresh = at <= nowNs && nowNs - at <= REPLY_LIFETIME && at > answeredAt;
        byte[] claimed = Arrays.copyOfRange(message, HASHED, LENGTH);
        byte[] expected = Arrays.copyOf(hash(message, from), LENGTH - HASHED);
        if (!MessageDigest.isEqual(claimed, expected) || !fresh) {
            return false;
        }
        answeredAt = at;
        return true;
    }

    private byte[] hash(byte[] message, InetSocketAddress address) {
        try {
            Mac mac = Mac.getInstance("HmacSHA256");
            mac.init(new SecretKeySpec(session.host().secret(), "HmacSHA256"));
            mac.update(message, 0, HASHED);
            mac.update(
                    ByteBuffer.allocate(8)
                            .putInt(session.established().nearId())
                            .putInt(address.getPort())
                            .flip());
            return mac.doFinal(address.getAddress().getAddress());
        } catch (GeneralSecurityException missing) {
            throw new IllegalStateException("every JDK has HMAC-SHA256", missing);
        }
    }
}
