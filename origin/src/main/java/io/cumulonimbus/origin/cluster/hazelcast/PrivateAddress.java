package io.cumulonimbus.origin.cluster.hazelcast;

import io.cumulonimbus.config.ClusterConfig;
import io.cumulonimbus.config.StartException;
import java.net.InetAddress;
import java.net.NetworkInterface;
import java.net.SocketException;
import java.net.UnknownHostException;
import java.util.Optional;

/** The local address on which members talk, which must not be one that the whole world reaches. */
public final class PrivateAddress {
    private PrivateAddress() {}

    /**
     * The address that the setting means: an address of this machine, or the first one of an
     * interface.
     *
     * @throws StartException when it is none, or public and may not be
     */
    public static InetAddress of(ClusterConfig cluster) throws StartException {
        InetAddress address =
                find(cluster.address())
                        .orElseThrow(
                                () ->
                                        new StartException(
                                                "cluster.address: expected an address or a network"
                                                        + " interface of this machine, found '"
                                                        + cluster.address()
                                                        + "'"));
        if (!isPrivate(address) && !cluster.allowPublic()) {
            throw new StartException(
                    "cluster.address: "
                            + address.getHostAddress()
                            + " is a public address, and what origins say to each other is neither"
                            + " encrypted nor authenticated; give a private one, or set"
                            + " cluster.allowPublic = true behind a firewall");
        }
        return address;
    }

    private static Optional<InetAddress> find(String text) throws StartException {
        try {
            NetworkInterface named = NetworkInterface.getByName(text);
            if (named != null) {
                return named.inetAddresses()
                        .filter(one -> !one.isLinkLocalAddress())
                        .sorted((a, b) -> a.getAddress().length - b.getAddress().length)
                        .findFirst();
            }
            boolean literal = text.indexOf(':') >= 0 || text.matches("[0-9.]+");
            return literal ? Optional.of(InetAddress.getByName(text)) : Optional.empty();
        } catch (SocketException | UnknownHostException e) {
            throw new StartException("cluster.address: " + e.getMessage(), e);
        }
    }

    /** Loopback, RFC 1918, RFC 6598, RFC 3927 and 4291 (link), RFC 4193. */
    static boolean isPrivate(InetAddress address) {
        byte[] bytes = address.getAddress();
        boolean shared = bytes.length == 4 && bytes[0] == 100 && (bytes[1] & 0xc0) == 64;
        boolean uniqueLocal = bytes.length == 16 && (bytes[0] & 0xfe) == 0xfc;
        return address.isLoopbackAddress()
                || address.isSiteLocalAddress()
                || address.isLinkLocalAddress()
                || shared
                || uniqueLocal;
    }
}
