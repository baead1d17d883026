package io.cumulonimbus.rtmfp.crypto;

import io.cumulonimbus.rtmfp.packet.MalformedPacketException;
import io.cumulonimbus.rtmfp.packet.Option;
import io.cumulonimbus.rtmfp.packet.Options;
import io.cumulonimbus.rtmfp.packet.PacketReader;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.EnumMap;
import java.util.HexFormat;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * What an endpoint shows of itself (RFC 7425 §4.3). Whoever shows it need not own it: only packets
 * under a session key made with its static key prove that.
 */
public final class Certificate {
    /** Bytes of a fingerprint, which is the peer id. */
    public static final int FINGERPRINT_LENGTH = 32;

    static final int HOSTNAME = 0x00;
    static final int ACCEPTS_ANCILLARY_DATA = 0x0a;
    static final int EXTRA_RANDOMNESS = 0x0e;
    static final int EPHEMERAL_GROUP = 0x15;
    static final int STATIC_PUBLIC_KEY = 0x1d;

    private final byte[] bytes;
    private final byte[] fingerprint;
    private final int canonicalLength;
    private final List<DhGroup> ephemeralGroups = new ArrayList<>();
    private final Map<DhGroup, byte[]> staticKeys = new EnumMap<>(DhGroup.class);
    private final List<DhGroup> staticGroups = new ArrayList<>();
    private boolean namesEphemeral;
    private boolean namesStatic;
    private boolean acceptsAncillaryData;
    private byte[] hostname;
    private boolean contradicts;

    private Certificate(byte[] bytes) throws MalformedPacketException {
        this.bytes = bytes.clone();
        int canonical = 0;
        // RFC 7425 §4.3.1: what follows the first marker is of no account to us.
        boolean markerSeen = false;
        for (Option option : Options.sequence(bytes)) {
            markerSeen |= option.marker();
            if (!markerSeen) {
                canonical += lengthAsReceived(bytes, canonical);
                take(option);
            }
        }
        canonicalLength = canonical;
        fingerprint = HmacSha256.sha256(bytes, canonical);
    }

    /**
     * Reads a certificate; {@link #isAcceptable()} says whether a session can be made with it.
     *
     * @throws MalformedPacketException when it is no sequence of options
     */
    public static Certificate parse(byte[] bytes) throws MalformedPacketException {
        return new Certificate(bytes);
    }

    /** The certificate as received. Not to be written to. */
    public byte[] bytes() {
        return bytes;
    }

    /** SHA-256 of the canonical section: the peer id, 32 bytes. Not to be written to. */
    // RFC 7425 §4.3.2
    public byte[] fingerprint() {
        return fingerprint;
    }

    /** Bytes before the first marker. */
    public int canonicalLength() {
        return canonicalLength;
    }

    /**
     * Whether it offers keys in one way: static or ephemeral, not both and not neither, and names
     * at most one host.
     */
    // RFC 7425 §4.3.3.1, §4.3.3.4, §4.3.3.5
    public boolean isAcceptable() {
        return !contradicts && namesStatic != namesEphemeral;
    }

    /** Whether it carries its public keys, so that successful sessions prove its identity. */
    public boolean isStatic() {
        return namesStatic;
    }

    /** Whether it announces that public keys are made for each session. */
    public boolean isEphemeral() {
        return namesEphemeral;
    }

    /** Whether it takes any URI. */
    public boolean acceptsAncillaryData() {
        return acceptsAncillaryData;
    }

    /** The bytes of the host name, when it names one. */
    public Optional<byte[]> hostname() {
        return Optional.ofNullable(hostname);
    }

    /** The groups that it offers and that we know, in its own order. */
    public List<DhGroup> groups() {
        return namesStatic ? List.copyOf(staticGroups) : List.copyOf(ephemeralGroups);
    }

    /** Its static public key in this group, as received. */
    public Optional<byte[]> publicKey(DhGroup group) {
        return Optional.ofNullable(staticKeys.get(group));
    }

    /** Whether an endpoint with this certificate is one that {@code wanted} asks for. */
    // RFC 7425 §4.4.3
    public boolean selectedBy(EndpointDiscriminator wanted) {
        Optional<byte[]> wantedFingerprint = wanted.fingerprint();
        if (wantedFingerprint.isPresent()) {
            return Arrays.equals(wantedFingerprint.get(), fingerprint);
        }
        Optional<byte[]> wantedHost = wanted.hostname();
        if (wantedHost.isPresent() && !Arrays.equals(wantedHost.get(), hostname)) {
            return false;
        }
        if (wanted.hasAncillaryData()) {
            return acceptsAncillaryData;
        }
        return wantedHost.isPresent();
    }

    /** Whether the owner of this certificate stays initiator when both ends open at once. */
    // RFC 7425 §4.3.6
    public boolean prevailsOver(Certificate far) {
        return Arrays.compareUnsigned(bytes, far.bytes) <= 0;
    }

    /** Whether a new session with this certificate replaces one with the other. */
    // RFC 7425 §4.3.7
    public boolean overrides(Certificate other) {
        return equals(other);
    }

    private void take(Option option) throws MalformedPacketException {
        // Types are compared as a whole: unknown ones, however large, are ignored.
        long type = option.type();
        if (type == HOSTNAME) {
            contradicts |= hostname != null;
            hostname = hostname == null ? option.value() : hostname;
        } else if (type == ACCEPTS_ANCILLARY_DATA) {
            acceptsAncillaryData = true;
        } else if (type == EPHEMERAL_GROUP) {
            namesEphemeral = true;
            DhGroup.of(new PacketReader(option.value()).vlu())
                    .filter(group -> !ephemeralGroups.contains(group))
                    .ifPresent(ephemeralGroups::add);
        } else if (type == STATIC_PUBLIC_KEY) {
            namesStatic = true;
            PacketReader in = new PacketReader(option.value());
            DhGroup group = DhGroup.of(in.vlu()).orElse(null);
            if (group != null && !staticKeys.containsKey(group)) {
                staticGroups.add(group);
                staticKeys.put(group, in.rest());
            }
        }
    }

    /** Bytes of the option at {@code at}, whose length and type need not be written shortest. */
    private static int lengthAsReceived(byte[] bytes, int at) throws MalformedPacketException {
        PacketReader in = new PacketReader(bytes, at, bytes.length - at);
        in.skip(in.vluLength());
        return in.position() - at;
    }

    @Override
    public boolean equals(Object other) {
        return other instanceof Certificate c && Arrays.equals(bytes, c.bytes);
    }

    @Override
    public int hashCode() {
        return Arrays.hashCode(fingerprint);
    }

    /** Shows the fingerprint. */
    @Override
    public String toString() {
        return "Certificate[" + HexFormat.of().formatHex(fingerprint) + "]";
    }
}
