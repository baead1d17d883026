package io.cumulonimbus.config;

import java.net.InetAddress;
import java.net.UnknownHostException;
import java.util.Optional;
import java.util.regex.Pattern;

/** Reads addresses in numbers; nothing is ever looked up. */
public final class LiteralAddress {
    private static final Pattern NUMBERS =
            Pattern.compile("[0-9]{1,3}(\\.[0-9]{1,3}){3}|[0-9A-Fa-f:.]*:[0-9A-Fa-f:.]*");

    private LiteralAddress() {}

    /** The address of IPv4 or IPv6 that is written so, if it is one. */
    public static Optional<InetAddress> parse(String text) {
        if (!NUMBERS.matcher(text).matches()) {
            return Optional.empty();
        }
        try {
            return Optional.of(InetAddress.getByName(text));
        } catch (UnknownHostException e) {
            return Optional.empty();
        }
    }
}
