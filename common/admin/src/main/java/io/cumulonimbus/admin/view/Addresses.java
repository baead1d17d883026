package io.cumulonimbus.admin.view;

import java.net.InetSocketAddress;

/** Writes addresses as they are read: numbers, a colon, the port. */
public final class Addresses {
    private Addresses() {}

    /** An address without its name. */
    public static String text(InetSocketAddress address) {
        if (address.isUnresolved()) {
            return address.getHostString() + ":" + address.getPort();
        }
        String host = address.getAddress().getHostAddress();
        return (host.contains(":") ? "[" + host + "]" : host) + ":" + address.getPort();
    }
}
