package io.cumulonimbus.client;

import java.util.Arrays;
import java.util.HexFormat;

/**
 * What is known of a client when it is handed over, and never changes.
 *
 * @param protocol how it reached us
 * @param peerId RTMFP: SHA-256 of its certificate (RFC 7425 §4.3.2); otherwise 32 random bytes
 * @param peerIdProven whether only the owner of the peer id can have spoken on this session: it has
 *     the private keys to its certificate; otherwise anybody may have copied the id
 * @param uri what the client asked for: RTMFP the ancillary data of its endpoint discriminator
 *     ({@code rtmfp://host/app?x=1}, {@code /app} or {@code app}); RTMP the empty text (see tcUrl)
 * @param nearNonce our session nonce (RFC 7425 §4.6.5), or empty
 * @param farNonce the client's session nonce, or empty
 */
public record ClientIdentity(
        Protocol protocol,
        byte[] peerId,
        boolean peerIdProven,
        String uri,
        byte[] nearNonce,
        byte[] farNonce) {

    /** The length of a peer id in bytes. */
    public static final int PEER_ID_LENGTH = 32;

    public ClientIdentity {
        if (peerId.length != PEER_ID_LENGTH) {
            throw new IllegalArgumentException(peerId.length + " bytes of peer id");
        }
    }

    /** The same of a client whose peer id proves nothing. */
    public ClientIdentity(
            Protocol protocol, byte[] peerId, String uri, byte[] nearNonce, byte[] farNonce) {
        this(protocol, peerId, false, uri, nearNonce, farNonce);
    }

    /** The peer id as 64 lower-case hexadecimal digits. */
    public String peerIdHex() {
        return HexFormat.of().formatHex(peerId);
    }

    @Override
    public boolean equals(Object other) {
        return other instanceof ClientIdentity c
                && protocol == c.protocol
                && peerIdProven == c.peerIdProven
                && uri.equals(c.uri)
                && Arrays.equals(peerId, c.peerId)
                && Arrays.equals(nearNonce, c.nearNonce)
                && Arrays.equals(farNonce, c.farNonce);
    }

    @Override
    public int hashCode() {
        return Arrays.hashCode(peerId);
    }

    /** Shows no nonce: nonces prove identity to applications. */
    @Override
    public String toString() {
        return protocol + " " + peerIdHex();
    }
}
