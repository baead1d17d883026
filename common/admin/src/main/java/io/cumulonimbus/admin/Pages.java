package io.cumulonimbus.admin;

import io.cumulonimbus.net.web.WebAnswer;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.util.Map;
import java.util.Optional;

/**
 * The page for operators, as it came with the program. It shows nothing by itself: what it shows it
 * asks for, as everybody has to, so it is given to whoever wants it.
 */
final class Pages {
    /** Nothing but ours runs, nothing is asked elsewhere, and nobody puts a frame around it. */
    private static final String POLICY =
            "default-src 'none'; script-src 'self'; style-src 'self'; connect-src 'self';"
                    + " img-src data:; base-uri 'none'; form-action 'none'; frame-ancestors 'none'";

    private final Map<String, WebAnswer> pages =
            Map.of(
                    "/", page("index.html", "text/html; charset=utf-8"),
                    "/dashboard.css", page("dashboard.css", "text/css; charset=utf-8"),
                    "/dashboard.js", page("dashboard.js", "text/javascript; charset=utf-8"));

    /** The file of that path, if it is one of them. */
    Optional<WebAnswer> find(String path) {
        return Optional.ofNullable(pages.get(path));
    }

    private static WebAnswer page(String file, String type) {
        try (InputStream in = Pages.class.getResourceAsStream("page/" + file)) {
            if (in == null) {
                throw new IllegalStateException(file + " is missing");
            }
            String text = new String(in.readAllBytes(), StandardCharsets.UTF_8);
            return new WebAnswer(
                    200,
                    type,
                    text,
                    Map.of(
                            "Content-Security-Policy", POLICY,
                            "Referrer-Policy", "no-referrer",
                            "Cross-Origin-Opener-Policy", "same-origin",
                            "Cross-Origin-Resource-Policy", "same-origin"));
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
