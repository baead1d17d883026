package io.cumulonimbus.rtmfp.crypto;

/**
 * How the packets of our sessions are to be protected.
 *
 * @param hmac a cryptographic hash in place of the checksum
 * @param sequenceNumbers numbers by which duplicates are found
 * @param hmacLength bytes of HMAC that we send, 4 to 32
 */
public record KeyingPolicy(Protection hmac, Protection sequenceNumbers, int hmacLength) {
    /** Bytes of HMAC unless something else is wished: as rtmfp-cpp. */
    public static final int DEFAULT_HMAC_LENGTH = 16;

    /** A server's default: answer every client in kind. */
    public static final KeyingPolicy SERVER =
            new KeyingPolicy(Protection.IN_KIND, Protection.IN_KIND, DEFAULT_HMAC_LENGTH);

    /** A client's default: both wanted, neither required. */
    public static final KeyingPolicy CLIENT =
            new KeyingPolicy(Protection.WANTED, Protection.WANTED, DEFAULT_HMAC_LENGTH);

    /** Both required: locks out Flash Player and librtmfp. */
    public static final KeyingPolicy STRICT =
            new KeyingPolicy(Protection.REQUIRED, Protection.REQUIRED, DEFAULT_HMAC_LENGTH);

    public KeyingPolicy {
        if (hmacLength < Offer.MIN_HMAC_LENGTH || hmacLength > HmacSha256.LENGTH) {
            throw new IllegalArgumentException(hmacLength + " bytes of HMAC");
        }
    }

    /** What we put in an initiator's component. */
    Offer offer() {
        return Offer.of(hmac.flags(), hmacLength, sequenceNumbers.flags());
    }

    /** What we put in a responder's component. */
    Offer answer(Offer initiator) {
        return Offer.of(
                hmac.answer(initiator.hmacFlags()),
                hmacLength,
                sequenceNumbers.answer(initiator.numberFlags()));
    }

    // RFC 7425 §4.6.4, §4.6.6
    void check(Offer far) throws KeyingException {
        if (hmac.refuses(far.hmacFlags())) {
            throw new KeyingException("no HMAC offered");
        }
        if (sequenceNumbers.refuses(far.numberFlags())) {
            throw new KeyingException("no session sequence numbers offered");
        }
    }
}
