package io.cumulonimbus.netclient;

import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.NetworkInterface;
import java.net.SocketException;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;

/** The addresses a client reports of itself (RFC 7425 §5.3.3). */
final class OwnAddresses {
    private OwnAddresses() {}

    /** Addresses of this machine's interfaces, neither loopback nor link-local; may block. */
    static List<InetAddress> ofThisMachine() {
        List<InetAddress> found = new ArrayList<>();
        try {
            for (NetworkInterface one : Collections.list(NetworkInterface.getNetworkInterfaces())) {
                for (InetAddress address : Collections.list(one.getInetAddresses())) {
                    if (!address.isLoopbackAddress() && !address.isLinkLocalAddress()) {
                        found.add(address);
                    }
                }
            }
        } catch (SocketException unknown) {
            return List.of(); // RFC 7425 §5.3.3: the list may be empty
        }
        return found;
    }

    /** The same addresses with the port of our socket. */
    static List<InetSocketAddress> withPort(List<InetAddress> addresses, InetSocketAddress own) {
        return addresses.stream().map(one -> new InetSocketAddress(one, own.getPort())).toList();
    }

    /** {@code 192.0.2.1:1935} or {@code [2001:db8::1]:1935}. */
    static String format(InetSocketAddress address) {
        String host = address.getAddress().getHostAddress();
        int zone = host.indexOf('%');
        if (zone >= 0) {
            host = host.substring(0, zone);
        }
        return host.indexOf(':') >= 0
                ? "[" + host + "]:" + address.getPort()
                : host + ":" + address.getPort();
    }
}
