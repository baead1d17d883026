package io.cumulonimbus.rtmfp.relay;

import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.util.Arrays;
import java.util.HexFormat;

/**
 * A client with an open session at the server, as far as the relay has to know it.
 *
 * @param session a number that no other session of the server has
 * @param peerId SHA-256 of its certificate
 * @param seenAt where the server sees it, proven by its session; packets for the relay must come
 *     from the same host, from any port
 */
public record RelayParty(long session, byte[] peerId, InetSocketAddress seenAt) {

    boolean isAt(InetAddress host) {
        return seenAt.getAddress().equals(host);
    }

    @Override
    public boolean equals(Object other) {
        return other instanceof RelayParty p
                && session == p.session
                && seenAt.equals(p.seenAt)
                && Arrays.equals(peerId, p.peerId);
    }

    @Override
    public int hashCode() {
        return Long.hashCode(session);
    }

    @Override
    public String toString() {
        return HexFormat.of().formatHex(peerId) + " at " + seenAt;
    }
}
