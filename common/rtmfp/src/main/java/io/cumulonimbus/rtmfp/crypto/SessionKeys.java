package io.cumulonimbus.rtmfp.crypto;

/**
 * What two ends agreed on (RFC 7425 §4.6): secrets, so nothing of it is ever shown.
 *
 * @param encryptKey 32 bytes, of which AES-128 uses the first 16
 * @param decryptKey 32 bytes, likewise
 * @param hmacSendKey 32 bytes
 * @param hmacReceiveKey 32 bytes
 * @param hmacSendLength bytes of HMAC on packets we send, 4 to 32, or 0 for the checksum
 * @param hmacReceiveLength bytes of HMAC on packets we receive, or 0 for the checksum
 * @param sendsSequenceNumbers whether packets we send are numbered
 * @param receivesSequenceNumbers whether packets we receive are numbered
 * @param nearNonce 32 bytes that identify this session to applications, ours
 * @param farNonce likewise, the far end's
 */
public record SessionKeys(
        byte[] encryptKey,
        byte[] decryptKey,
        byte[] hmacSendKey,
        byte[] hmacReceiveKey,
        int hmacSendLength,
        int hmacReceiveLength,
        boolean sendsSequenceNumbers,
        boolean receivesSequenceNumbers,
        byte[] nearNonce,
        byte[] farNonce) {

    // RFC 7425 §4.6.3, §4.6.4, §4.6.5
    static SessionKeys derive(
            byte[] secret, byte[] nearComponent, byte[] farComponent, Offer near, Offer far) {
        byte[] encrypt = HmacSha256.hmac(secret, HmacSha256.hmac(farComponent, nearComponent));
        byte[] decrypt = HmacSha256.hmac(secret, HmacSha256.hmac(nearComponent, farComponent));
        return new SessionKeys(
                encrypt,
                decrypt,
                HmacSha256.hmac(secret, encrypt),
                HmacSha256.hmac(secret, decrypt),
                near.sendsHmacTo(far) ? near.hmacLength() : 0,
                far.sendsHmacTo(near) ? far.hmacLength() : 0,
                near.sendsNumbersTo(far),
                far.sendsNumbersTo(near),
                HmacSha256.hmac(secret, nearComponent),
                HmacSha256.hmac(secret, farComponent));
    }

    /** Shows how packets are protected, and no secret. */
    @Override
    public String toString() {
        return "SessionKeys[hmac "
                + hmacSendLength
                + "/"
                + hmacReceiveLength
                + ", numbered "
                + sendsSequenceNumbers
                + "/"
                + receivesSequenceNumbers
                + "]";
    }
}
