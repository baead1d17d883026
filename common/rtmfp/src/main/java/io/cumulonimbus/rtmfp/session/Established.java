package io.cumulonimbus.rtmfp.session;

import io.cumulonimbus.client.ClientIdentity;
import io.cumulonimbus.rtmfp.crypto.Certificate;
import io.cumulonimbus.rtmfp.crypto.SessionKeys;
import java.net.InetSocketAddress;

/**
 * What the handshake settled about a session.
 *
 * @param farCertificate the far end's
 * @param initiator whether we opened it
 * @param nearId what the far end writes on packets to us
 * @param farId what we write on packets to it
 * @param address where it is
 */
public record Established(
        ClientIdentity identity,
        Certificate farCertificate,
        boolean initiator,
        int nearId,
        int farId,
        SessionKeys keys,
        InetSocketAddress address) {}
