package io.cumulonimbus.net.web;

import java.util.Locale;
import java.util.Map;
import java.util.Optional;

/**
 * A whole request without its body.
 *
 * @param method as it was sent, such as GET
 * @param path decoded, without the query; begins with a slash
 * @param query the parameters behind the path, decoded; of several with a name the first
 * @param headers by name in lower case; of several with a name the first
 */
public record WebRequest(
        String method, String path, Map<String, String> query, Map<String, String> headers) {
    /** Keeps copies. */
    public WebRequest {
        query = Map.copyOf(query);
        headers = Map.copyOf(headers);
    }

    /** The header of that name, in any case. */
    public Optional<String> header(String name) {
        return Optional.ofNullable(headers.get(name.toLowerCase(Locale.ROOT)));
    }

    /** Headers may hold secrets. */
    @Override
    public String toString() {
        return method + " " + path;
    }
}
