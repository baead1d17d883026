package io.cumulonimbus.config;

import java.net.URLDecoder;
import java.nio.charset.StandardCharsets;
import java.util.LinkedHashMap;
import java.util.Map;

/** What an origin tells the scripts of others of itself, as texts of its configuration say it. */
final class ServerProperties {
    private static final int MOST = 16;
    private static final int LONGEST_NAME = 64;
    private static final int LONGEST_VALUE = 255;

    static final ValueType<Map<String, String>> TYPE =
            new ValueType<>(
                    "name=value, or up to " + MOST + " of them with & between them",
                    ServerProperties::read);

    private ServerProperties() {}

    private static Map<String, String> read(String text) {
        Map<String, String> all = new LinkedHashMap<>();
        for (String one : text.split("&")) {
            if (!one.isBlank()) {
                int equals = one.indexOf('=');
                String name = decoded(equals < 0 ? one : one.substring(0, equals));
                String value = equals < 0 ? "" : decoded(one.substring(equals + 1));
                if (name.isEmpty()
                        || name.length() > LONGEST_NAME
                        || value.length() > LONGEST_VALUE) {
                    throw new IllegalArgumentException(one);
                }
                all.put(name, value);
            }
        }
        if (all.size() > MOST) {
            throw new IllegalArgumentException(text);
        }
        return all;
    }

    private static String decoded(String text) {
        return URLDecoder.decode(text.strip(), StandardCharsets.UTF_8);
    }
}
