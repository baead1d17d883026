package io.cumulonimbus.rtmfp.crypto;

import io.cumulonimbus.rtmfp.packet.MalformedPacketException;
import io.cumulonimbus.rtmfp.packet.Option;
import io.cumulonimbus.rtmfp.packet.Options;
import io.cumulonimbus.rtmfp.packet.PacketReader;
import io.cumulonimbus.rtmfp.packet.PacketWriter;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.random.RandomGenerator;

/**
 * A far end's session keying component, read but not judged (RFC 7425 §4.5).
 *
 * @param selectedGroup the group select option's id
 * @param keyGroup the id in front of the ephemeral public key
 * @param publicKey the ephemeral public key, as sent
 * @param offer what is said about HMAC and sequence numbers
 */
record KeyingComponent(
        OptionalLong selectedGroup,
        OptionalLong keyGroup,
        Optional<byte[]> publicKey,
        Offer offer) {
    static final int EPHEMERAL_PUBLIC_KEY = 0x0d;
    static final int EXTRA_RANDOMNESS = 0x0e;
    static final int GROUP_SELECT = 0x1d;

    /** Longer ones are refused unread: the longest that is of any use has 600 bytes. */
    private static final int MAX_LENGTH = 4096;

    private static final int RANDOMNESS_LENGTH = 64;

    static KeyingComponent parse(byte[] component) throws KeyingException {
        // An empty one could not be the key of the HMACs that follow.
        if (component.length == 0 || component.length > MAX_LENGTH) {
            throw new KeyingException("a component of " + component.length + " bytes");
        }
        try {
            return read(component);
        } catch (MalformedPacketException bad) {
            throw new KeyingException(bad.getMessage());
        }
    }

    private static KeyingComponent read(byte[] component)
            throws MalformedPacketException, KeyingException {
        OptionalLong selected = OptionalLong.empty();
        OptionalLong keyGroup = OptionalLong.empty();
        Optional<byte[]> key = Optional.empty();
        Offer offer = Offer.NONE;
        for (Option option : Options.sequence(component)) {
            long type = option.type();
            if (type == GROUP_SELECT) {
                once(selected.isEmpty());
                selected = OptionalLong.of(new PacketReader(option.value()).vlu());
            } else if (type == EPHEMERAL_PUBLIC_KEY) {
                once(key.isEmpty());
                PacketReader in = new PacketReader(option.value());
                keyGroup = OptionalLong.of(in.vlu());
                key = Optional.of(in.rest());
            } else if (type == Offer.HMAC_NEGOTIATION) {
                offer = offer.withHmac(option.value());
            } else if (type == Offer.NUMBER_NEGOTIATION) {
                offer = offer.withNumbers(option.value());
            }
        }
        return new KeyingComponent(selected, keyGroup, key, offer);
    }

    // RFC 7425 §4.5.2.1, §4.5.2.3
    private static void once(boolean first) throws KeyingException {
        if (!first) {
            throw new KeyingException("a key option twice");
        }
    }

    /**
     * The public key of whoever sent this component, in {@code group}: the one here when its
     * certificate is ephemeral, the certificate's when it is static.
     */
    // RFC 7425 §4.6.1
    byte[] publicKeyOf(Certificate sender, DhGroup group) throws KeyingException {
        if (sender.isStatic()) {
            if (publicKey.isPresent()) {
                throw new KeyingException("an ephemeral key beside a static one");
            }
            return sender.publicKey(group)
                    .orElseThrow(() -> new KeyingException("no static key in the group"));
        }
        if (keyGroup.isEmpty() || keyGroup.getAsLong() != group.id()) {
            throw new KeyingException("no ephemeral key in the group");
        }
        return publicKey.get();
    }

    /** A group id followed by a public key. */
    static Option publicKey(int type, DhKeyPair key) {
        PacketWriter out = new PacketWriter(1 + key.publicKey().length);
        out.vlu(key.group().id()).bytes(key.publicKey());
        return Option.of(type, out.toBytes());
    }

    static Option groupSelect(DhGroup group) {
        return Option.of(GROUP_SELECT, new byte[] {(byte) group.id()});
    }

    static Option randomness(RandomGenerator random) {
        byte[] bytes = new byte[RANDOMNESS_LENGTH];
        random.nextBytes(bytes);
        return Option.of(EXTRA_RANDOMNESS, bytes);
    }
}
