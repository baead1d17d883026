package io.cumulonimbus.net.web;

import java.util.HashMap;
import java.util.Map;

/**
 * What is answered to a request.
 *
 * @param status of HTTP
 * @param type of the text
 * @param text the body, sent in UTF-8
 * @param headers further ones
 */
public record WebAnswer(int status, String type, String text, Map<String, String> headers) {
    private static final String PLAIN = "text/plain; charset=utf-8";

    /** Keeps a copy. */
    public WebAnswer {
        headers = Map.copyOf(headers);
    }

    /** A line of plain text. */
    public static WebAnswer line(int status, String line) {
        return new WebAnswer(status, PLAIN, line + "\n", Map.of());
    }

    /** The same with a further header. */
    public WebAnswer with(String name, String value) {
        Map<String, String> all = new HashMap<>(headers);
        all.put(name, value);
        return new WebAnswer(status, type, text, all);
    }
}
