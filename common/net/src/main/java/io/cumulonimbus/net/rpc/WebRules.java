package io.cumulonimbus.net.rpc;

import io.cumulonimbus.net.watch.WatchHttp;
import java.util.Set;

/**
 * What web pages and programs can do over HTTP besides watching.
 *
 * @param rpc whether functions of applications can be called, over HTTP and WebSocket
 * @param files whether files in the folders {@code public} of applications can be had
 * @param origins web sites, such as {@code https://example.org}, whose pages may do so besides our
 *     own; a star means all
 */
public record WebRules(boolean rpc, boolean files, Set<String> origins) {
    /** Nothing. */
    public static final WebRules NONE = new WebRules(false, false, Set.of());

    private static final String ALL = "*";
    private static final String FETCH_SITE = "sec-fetch-site";
    private static final Set<String> OURS = Set.of("", "same-origin", "none");

    public WebRules {
        origins = Set.copyOf(origins);
    }

    /**
     * Whether whoever asks may. Programs that are no browsers say nothing of web sites; browsers
     * that name none, as for pictures, say at least whether it is another one.
     */
    boolean allows(WatchHttp request) {
        String origin = request.origin();
        if (origins.contains(ALL)) {
            return true;
        }
        return origin.isEmpty()
                ? OURS.contains(request.header(FETCH_SITE))
                : isOurs(origin, request) || origins.contains(origin);
    }

    /** The same for files, which other web sites may show and link to, but not read. */
    boolean allowsPage(WatchHttp request) {
        String origin = request.origin();
        return origin.isEmpty() || isOurs(origin, request) || allows(request);
    }

    private static boolean isOurs(String origin, WatchHttp request) {
        int scheme = origin.indexOf("://");
        return scheme > 0 && origin.substring(scheme + 3).equalsIgnoreCase(request.host());
    }
}
