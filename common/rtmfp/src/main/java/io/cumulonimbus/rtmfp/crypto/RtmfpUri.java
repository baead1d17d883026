package io.cumulonimbus.rtmfp.crypto;

import java.util.OptionalInt;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * The parts of a URI reference (RFC 3986 appendix B, RFC 7425 §6.1), each as written; absent parts
 * are empty. Any text can be read, because clients send anything.
 *
 * @param text the whole
 * @param scheme without its colon
 * @param authority user, host and port as written
 * @param userinfo what precedes the at sign; may hold a token, so not for logs
 * @param host without brackets, in the case it was written
 * @param port the digits behind the host
 * @param path with its leading slash
 * @param query with its question mark
 * @param fragment without its number sign
 */
public record RtmfpUri(
        String text,
        String scheme,
        String authority,
        String userinfo,
        String host,
        String port,
        String path,
        String query,
        String fragment) {
    /** RFC 7425 §6.1. */
    public static final int DEFAULT_PORT = 1935;

    private static final Pattern PARTS =
            Pattern.compile(
                    "(?:([^:/?#]+):)?(?://([^/?#]*))?([^?#]*)(\\?[^#]*)?(?:#(.*))?",
                    Pattern.DOTALL);

    /** Takes a URI apart. */
    public static RtmfpUri parse(String text) {
        Matcher parts = PARTS.matcher(text);
        if (!parts.matches()) {
            throw new IllegalStateException("the pattern matches everything");
        }
        String authority = orEmpty(parts.group(2));
        int at = authority.lastIndexOf('@');
        String place = authority.substring(at + 1);
        int colon = place.lastIndexOf(':');
        boolean hasPort = colon > place.lastIndexOf(']');
        String host = hasPort ? place.substring(0, colon) : place;
        boolean bracketed = host.startsWith("[") && host.endsWith("]");
        return new RtmfpUri(
                text,
                orEmpty(parts.group(1)),
                authority,
                at < 0 ? "" : authority.substring(0, at),
                bracketed ? host.substring(1, host.length() - 1) : host,
                hasPort ? place.substring(colon + 1) : "",
                parts.group(3),
                orEmpty(parts.group(4)),
                orEmpty(parts.group(5)));
    }

    /**
     * The port to connect to: the one written, or {@link #DEFAULT_PORT} for {@code rtmfp} with a
     * host; empty for no host, no number, or one outside 1 to 65535.
     */
    public OptionalInt effectivePort() {
        if (host.isEmpty()) {
            return OptionalInt.empty();
        }
        if (port.isEmpty()) {
            return scheme.equalsIgnoreCase("rtmfp")
                    ? OptionalInt.of(DEFAULT_PORT)
                    : OptionalInt.empty();
        }
        if (!port.matches("0*[0-9]{1,5}")) {
            return OptionalInt.empty();
        }
        int number = Integer.parseInt(port);
        return number >= 1 && number <= 65535 ? OptionalInt.of(number) : OptionalInt.empty();
    }

    /**
     * The URI as a server may see it, in the endpoint discriminator and as tcUrl: without user
     * information and fragment.
     */
    // RFC 7425 §4.4.2.2
    public String publicUri() {
        int hash = text.indexOf('#');
        String whole = hash < 0 ? text : text.substring(0, hash);
        if (userinfo.isEmpty() && authority.indexOf('@') < 0) {
            return whole;
        }
        int start = whole.indexOf("//") + 2;
        return whole.substring(0, start) + whole.substring(start + userinfo.length() + 1);
    }

    /** Shows no user information. */
    @Override
    public String toString() {
        return publicUri();
    }

    private static String orEmpty(String part) {
        return part == null ? "" : part;
    }
}
