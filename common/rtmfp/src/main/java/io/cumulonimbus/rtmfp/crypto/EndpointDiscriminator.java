package io.cumulonimbus.rtmfp.crypto;

import io.cumulonimbus.rtmfp.packet.MalformedPacketException;
import io.cumulonimbus.rtmfp.packet.Option;
import io.cumulonimbus.rtmfp.packet.Options;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;

/**
 * Who an initiator wants to talk to (RFC 7425 §4.4): a fingerprint, a host name, a URI, or nobody.
 */
public final class EndpointDiscriminator {
    private static final int REQUIRED_HOSTNAME = 0x00;
    private static final int ANCILLARY_DATA = 0x0a;
    private static final int FINGERPRINT = 0x0f;

    private final byte[] bytes;
    private byte[] fingerprint;
    private byte[] hostname;
    private byte[] ancillaryData;

    private EndpointDiscriminator(byte[] bytes) throws MalformedPacketException {
        this.bytes = bytes.clone();
        for (Option option : Options.sequence(bytes)) {
            // RFC 7425 §4.4.2 forbids repetition; where it happens the last one counts.
            if (option.type() == FINGERPRINT) {
                fingerprint = option.value();
            } else if (option.type() == REQUIRED_HOSTNAME) {
                hostname = option.value();
            } else if (option.type() == ANCILLARY_DATA) {
                ancillaryData = option.value();
            }
        }
    }

    /**
     * Reads a discriminator; unknown options and markers are ignored.
     *
     * @throws MalformedPacketException when it is no sequence of options
     */
    public static EndpointDiscriminator parse(byte[] bytes) throws MalformedPacketException {
        return new EndpointDiscriminator(bytes);
    }

    /** Asks for any server that takes this URI, which is passed on as it is. */
    public static EndpointDiscriminator ofUri(String uri) {
        return of(ANCILLARY_DATA, uri.getBytes(StandardCharsets.UTF_8));
    }

    /** Asks for the peer of this id: the canonical discriminator, 34 bytes. */
    // RFC 7425 §4.4.4
    public static EndpointDiscriminator ofFingerprint(byte[] fingerprint) {
        if (fingerprint.length != Certificate.FINGERPRINT_LENGTH) {
            throw new IllegalArgumentException(fingerprint.length + " bytes of fingerprint");
        }
        return of(FINGERPRINT, fingerprint);
    }

    private static EndpointDiscriminator of(int type, byte[] value) {
        try {
            return new EndpointDiscriminator(Options.toBytes(List.of(Option.of(type, value))));
        } catch (MalformedPacketException impossible) {
            throw new IllegalStateException("written by ourselves", impossible);
        }
    }

    /** The discriminator as received. Not to be written to. */
    public byte[] bytes() {
        return bytes;
    }

    /** The wanted fingerprint, of any length; decides alone when there is one. */
    public Optional<byte[]> fingerprint() {
        return Optional.ofNullable(fingerprint);
    }

    /** The bytes of the wanted host name. */
    public Optional<byte[]> hostname() {
        return Optional.ofNullable(hostname);
    }

    /** The URI, or whatever a client put in its place, as text. */
    public Optional<String> ancillaryData() {
        return Optional.ofNullable(ancillaryData)
                .map(text -> new String(text, StandardCharsets.UTF_8));
    }

    boolean hasAncillaryData() {
        return ancillaryData != null;
    }

    @Override
    public boolean equals(Object other) {
        return other instanceof EndpointDiscriminator e && Arrays.equals(bytes, e.bytes);
    }

    @Override
    public int hashCode() {
        return Arrays.hashCode(bytes);
    }

    /** Shows no URI, which may carry a token. */
    @Override
    public String toString() {
        return "EndpointDiscriminator[" + bytes.length + " bytes]";
    }
}
