package io.cumulonimbus.net.http;

import io.netty.util.NetUtil;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.UnknownHostException;
import java.util.Optional;
import java.util.function.Predicate;

/** What proxies say of the client that a request comes from: X-Forwarded-For. */
final class Forwarded {
    private Forwarded() {}

    /**
     * The client as the outermost trusted proxy saw it. Each proxy adds whom it heard at the end,
     * and what a client puts there itself stands in front.
     *
     * @param list of addresses, with commas between them; may be empty or anything
     * @param from who sent it, a trusted proxy
     */
    static InetSocketAddress client(
            String list, InetSocketAddress from, Predicate<InetAddress> trusted) {
        String[] heard = list.split(",");
        InetSocketAddress client = from;
        for (int i = heard.length - 1; i >= 0 && trusted.test(client.getAddress()); i--) {
            Optional<InetSocketAddress> before = address(heard[i].strip());
            if (before.isEmpty()) {
                return client;
            }
            client = before.get();
        }
        return client;
    }

    /** A literal, with or without a port; names are not looked up. */
    private static Optional<InetSocketAddress> address(String text) {
        String host = text;
        int port = 0;
        int colon = text.lastIndexOf(':');
        boolean bracketed = text.startsWith("[");
        if (colon > 0 && (bracketed ? text.charAt(colon - 1) == ']' : text.indexOf(':') == colon)) {
            host = text.substring(0, colon);
            port = port(text.substring(colon + 1));
        }
        byte[] bytes = NetUtil.createByteArrayFromIpAddressString(host);
        if (bytes == null || port < 0) {
            return Optional.empty();
        }
        try {
            return Optional.of(new InetSocketAddress(InetAddress.getByAddress(bytes), port));
        } catch (UnknownHostException wrongLength) {
            throw new AssertionError(wrongLength);
        }
    }

    private static int port(String digits) {
        return digits.matches("[0-9]{1,5}") && Integer.parseInt(digits) < 1 << Character.SIZE
                ? Integer.parseInt(digits)
                : -1;
    }
}
