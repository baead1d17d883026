package io.cumulonimbus.origin.connection;

import io.cumulonimbus.client.Client;
import io.cumulonimbus.rtmp.message.Command;
import java.nio.charset.StandardCharsets;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.Map;

/**
 * The application that a client asked for.
 *
 * @param path decoded, not yet checked
 * @param parameters the query, decoded, in order
 */
record ConnectTarget(String path, Map<String, String> parameters) {
    private static final int MOST_TEXT = 4096;
    private static final int MOST_PARAMETERS = 64;

    /**
     * The first of these that says anything: the endpoint discriminator, {@code tcUrl}, {@code
     * app}. Each may be a full URL, a path or a bare name.
     */
    static ConnectTarget of(String discriminator, String tcUrl, String app) {
        if (!discriminator.isBlank()) {
            return parse(discriminator);
        }
        return parse(tcUrl.isBlank() ? app : tcUrl);
    }

    /** That of a client that connects. */
    static ConnectTarget of(Client client, Command connect) {
        return of(
                client.identity().uri(),
                ConnectedClient.text(connect, "tcUrl"),
                ConnectedClient.text(connect, "app"));
    }

    private static ConnectTarget parse(String text) {
        String rest = text.length() > MOST_TEXT ? text.substring(0, MOST_TEXT) : text;
        int fragment = rest.indexOf('#');
        if (fragment >= 0) {
            rest = rest.substring(0, fragment);
        }
        String query = "";
        int question = rest.indexOf('?');
        if (question >= 0) {
            query = rest.substring(question + 1);
            rest = rest.substring(0, question);
        }
        int authority = rest.indexOf("://");
        if (authority >= 0) {
            int path = rest.indexOf('/', authority + 3);
            rest = path < 0 ? "" : rest.substring(path);
        }
        return new ConnectTarget(decode(trimSlashes(rest), false), parameters(query));
    }

    private static String trimSlashes(String path) {
        int start = 0;
        int end = path.length();
        while (start < end && path.charAt(start) == '/') {
            start++;
        }
        while (end > start && path.charAt(end - 1) == '/') {
            end--;
        }
        return path.substring(start, end);
    }

    private static Map<String, String> parameters(String query) {
        Map<String, String> parameters = new LinkedHashMap<>();
        for (String pair : query.split("&")) {
            if (pair.isEmpty() || parameters.size() >= MOST_PARAMETERS) {
                continue;
            }
            int equals = pair.indexOf('=');
            String name = equals < 0 ? pair : pair.substring(0, equals);
            String value = equals < 0 ? "" : pair.substring(equals + 1);
            parameters.put(decode(name, true), decode(value, true));
        }
        return Collections.unmodifiableMap(parameters);
    }

    /** Decodes percent signs where they are followed by two digits; in queries, + is a blank. */
    private static String decode(String text, boolean plusIsBlank) {
        if (text.indexOf('%') < 0 && text.indexOf('+') < 0) {
            return text;
        }
        byte[] in = text.getBytes(StandardCharsets.UTF_8);
        byte[] out = new byte[in.length];
        int length = 0;
        for (int i = 0; i < in.length; i++) {
            int value =
                    in[i] == '%' && i + 2 < in.length ? hex(in[i + 1]) << 4 | hex(in[i + 2]) : -1;
            if (value >= 0) {
                out[length++] = (byte) value;
                i += 2;
            } else {
                out[length++] = in[i] == '+' && plusIsBlank ? (byte) ' ' : in[i];
            }
        }
        return new String(out, 0, length, StandardCharsets.UTF_8);
    }

    private static int hex(byte digit) {
        return Character.digit(digit, 16);
    }
}
