package io.cumulonimbus.origin.stream;

import java.net.URLDecoder;
import java.nio.charset.StandardCharsets;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.Map;

/**
 * What a client calls a stream: a name, and parameters behind a question mark.
 *
 * @param text the name alone
 * @param parameters decoded, in order
 */
record StreamName(String text, Map<String, String> parameters) {
    private static final int MOST_PARAMETERS = 64;

    static StreamName parse(String all) {
        int query = all.indexOf('?');
        if (query < 0) {
            return new StreamName(all, Map.of());
        }
        Map<String, String> parameters = new LinkedHashMap<>();
        for (String pair : all.substring(query + 1).split("&", MOST_PARAMETERS)) {
            int equals = pair.indexOf('=');
            String name = equals < 0 ? pair : pair.substring(0, equals);
            if (!name.isEmpty()) {
                parameters.put(decode(name), equals < 0 ? "" : decode(pair.substring(equals + 1)));
            }
        }
        return new StreamName(all.substring(0, query), Collections.unmodifiableMap(parameters));
    }

    private static String decode(String text) {
        try {
            return URLDecoder.decode(text, StandardCharsets.UTF_8);
        } catch (IllegalArgumentException notEncoded) {
            return text;
        }
    }
}
