package io.cumulonimbus.watch;

import java.util.Optional;
import java.util.Set;

/**
 * What a URL says that names no stream: {@code /<folders>/<last>?<parameters>}.
 *
 * @param folders the path before its last slash as it was sent, without slashes at its ends
 * @param last what is behind that slash, decoded; may be empty
 * @param query what is behind the question mark, as it was sent; may be empty
 */
public record WebPath(String folders, String last, String query) {
    /** First folders that are those of RTMPT, whatever applications there are. */
    private static final Set<String> OF_TUNNELS = Set.of("fcs", "open", "idle", "send", "close");

    private static final String PUBLIC = "/public/";

    /** Takes a request target apart, be it a path or a URL; empty when it is none of ours. */
    public static Optional<WebPath> parse(String target) {
        if (target.length() > WatchPath.LONGEST) {
            return Optional.empty();
        }
        String path = WatchPath.withoutAuthority(target);
        int question = path.indexOf('?');
        String query = question < 0 ? "" : path.substring(question + 1);
        path = question < 0 ? path : path.substring(0, question);
        int slash = path.lastIndexOf('/');
        if (slash < 0 || path.charAt(0) != '/') {
            return Optional.empty();
        }
        WebPath found =
                new WebPath(
                        WatchPath.trim(path.substring(0, slash)),
                        WatchPath.decode(path.substring(slash + 1)),
                        query);
        String all = WatchPath.trim(path);
        int end = all.indexOf('/');
        return Optional.of(found)
                .filter(is -> !OF_TUNNELS.contains(end < 0 ? all : all.substring(0, end)));
    }

    /** The application, where the whole path is one, for {@link WatchRequest}. */
    public static Optional<WatchPath> application(String target) {
        String path = WatchPath.withoutAuthority(target);
        int question = path.indexOf('?');
        String whole = question < 0 ? path : path.substring(0, question);
        return parse(target)
                .map(found -> new WatchPath(WatchPath.trim(whole), "", "", found.query()));
    }

    /** A file: what is behind the first folder that is called public, decoded, is its name. */
    public static Optional<WebPath> publicFile(String target) {
        if (target.length() > WatchPath.LONGEST) {
            return Optional.empty();
        }
        String path = WatchPath.withoutAuthority(target);
        int question = path.indexOf('?');
        String query = question < 0 ? "" : path.substring(question + 1);
        path = question < 0 ? path : path.substring(0, question);
        int at = path.indexOf(PUBLIC);
        return at < 0
                ? Optional.empty()
                : Optional.of(
                        new WebPath(
                                WatchPath.trim(path.substring(0, at)),
                                WatchPath.decode(path.substring(at + PUBLIC.length())),
                                query));
    }

    /** The application, where the last part is something of its own. */
    public WatchPath application() {
        return new WatchPath(folders, "", "", query);
    }

    /** Whether the last part is a name that functions can have. */
    public boolean isCall() {
        return !last.isEmpty() && last.indexOf('.') < 0;
    }
}
