package io.cumulonimbus.origin.lua.object;

import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.UnknownHostException;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** Addresses as scripts read and write them. */
public final class Addresses {
    /** Numbers only: a loop does not wait for names. */
    private static final Pattern ADDRESS =
            Pattern.compile("(?:\\[([0-9a-fA-F:.]+)\\]|(\\d+\\.\\d+\\.\\d+\\.\\d+)):(\\d{1,5})");

    private Addresses() {}

    /** An address in numbers with a port. */
    public static Optional<InetSocketAddress> parse(String text) {
        Matcher matcher = ADDRESS.matcher(text);
        if (!matcher.matches() || Integer.parseInt(matcher.group(3)) > 0xffff) {
            return Optional.empty();
        }
        try {
            String host = matcher.group(1) == null ? matcher.group(2) : matcher.group(1);
            InetAddress literal = InetAddress.getByName(host);
            return Optional.of(new InetSocketAddress(literal, Integer.parseInt(matcher.group(3))));
        } catch (UnknownHostException none) {
            return Optional.empty();
        }
    }

    /** The other way round. */
    public static String text(InetSocketAddress address) {
        String host =
                address.getAddress() == null
                        ? address.getHostString()
                        : address.getAddress().getHostAddress();
        return host.indexOf(':') >= 0
                ? "[" + host + "]:" + address.getPort()
                : host + ":" + address.getPort();
    }
}
