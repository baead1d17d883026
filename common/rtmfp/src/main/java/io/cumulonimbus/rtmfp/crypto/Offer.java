package io.cumulonimbus.rtmfp.crypto;

import io.cumulonimbus.rtmfp.packet.MalformedPacketException;
import io.cumulonimbus.rtmfp.packet.Option;
import io.cumulonimbus.rtmfp.packet.PacketReader;

/**
 * What one end's component says about HMAC and session sequence numbers (RFC 7425 §4.5.2.4,
 * §4.5.2.5). An absent option is all flags clear.
 *
 * @param hmacFlags flags as in {@link Protection}
 * @param hmacLength bytes of HMAC that this end would send, or 0
 * @param numberFlags flags for session sequence numbers
 */
record Offer(int hmacFlags, int hmacLength, int numberFlags) {
    static final int MIN_HMAC_LENGTH = 4;
    static final int HMAC_NEGOTIATION = 0x1a;
    static final int NUMBER_NEGOTIATION = 0x1e;

    private static final int SENDS = Protection.SEND_ALWAYS | Protection.SEND_ON_REQUEST;
    private static final int KNOWN_FLAGS = SENDS | Protection.REQUEST;

    static final Offer NONE = new Offer(0, 0, 0);

    /** An offer of ours: the length is 0 when we will not send. */
    static Offer of(int hmacFlags, int hmacLength, int numberFlags) {
        return new Offer(hmacFlags, (hmacFlags & SENDS) == 0 ? 0 : hmacLength, numberFlags);
    }

    /** This offer with what an HMAC option says. */
    // RFC 7425 §4.5.2.4
    Offer withHmac(byte[] value) throws MalformedPacketException {
        PacketReader in = new PacketReader(value);
        int flags = in.u8() & KNOWN_FLAGS;
        long length = in.vlu();
        boolean none = length == 0 && (flags & SENDS) == 0;
        boolean inRange =
                Long.compareUnsigned(length, MIN_HMAC_LENGTH) >= 0
                        && Long.compareUnsigned(length, HmacSha256.LENGTH) <= 0;
        if (!none && !inRange) {
            throw new MalformedPacketException("an HMAC length out of range");
        }
        return new Offer(flags, (int) length, numberFlags);
    }

    /** This offer with what a sequence number option says. */
    // RFC 7425 §4.5.2.5
    Offer withNumbers(byte[] value) throws MalformedPacketException {
        return new Offer(hmacFlags, hmacLength, new PacketReader(value).u8() & KNOWN_FLAGS);
    }

    Option hmacOption() {
        return Option.of(HMAC_NEGOTIATION, new byte[] {(byte) hmacFlags, (byte) hmacLength});
    }

    Option numberOption() {
        return Option.of(NUMBER_NEGOTIATION, new byte[] {(byte) numberFlags});
    }

    boolean sendsHmacTo(Offer far) {
        return sends(hmacFlags, far.hmacFlags);
    }

    boolean sendsNumbersTo(Offer far) {
        return sends(numberFlags, far.numberFlags);
    }

    // RFC 7425 §4.6.4, §4.6.6
    private static boolean sends(int near, int far) {
        return (near & Protection.SEND_ALWAYS) != 0
                || (near & Protection.SEND_ON_REQUEST) != 0 && (far & Protection.REQUEST) != 0;
    }
}
