package io.cumulonimbus.rtmp.tunnel;

/**
 * What a request asks for.
 *
 * @param kind what to do
 * @param id the session's id, or empty
 * @param sequence the request's number, or -1 when it has none
 */
record TunnelPath(Kind kind, String id, long sequence) {
    private static final int LONGEST_NUMBER = 18;

    /** What to do. */
    enum Kind {
        IDENT,
        IDENT2,
        OPEN,
        SEND,
        IDLE,
        CLOSE,
        /** Nothing that we know. */
        UNKNOWN,
        /** One of the above, and wrong. */
        MALFORMED
    }

    /** Takes a request target apart, be it a path or a URL; doubled slashes count as one. */
    static TunnelPath parse(String target) {
        String path = target;
        int authority = path.indexOf("://");
        if (authority > 0) {
            int slash = path.indexOf('/', authority + 3);
            path = slash < 0 ? "/" : path.substring(slash);
        }
        int query = path.indexOf('?');
        if (query >= 0) {
            path = path.substring(0, query);
        }
        String[] parts = path.replaceAll("^/+", "").split("/+");
        return switch (parts[0]) {
            case "fcs" -> of(ident(parts));
            case "open" -> of(Kind.OPEN);
            case "send" -> session(Kind.SEND, parts);
            case "idle" -> session(Kind.IDLE, parts);
            case "close" -> new TunnelPath(Kind.CLOSE, parts.length > 1 ? parts[1] : "", -1);
            default -> of(Kind.UNKNOWN);
        };
    }

    private static TunnelPath of(Kind kind) {
        return new TunnelPath(kind, "", -1);
    }

    private static Kind ident(String[] parts) {
        String name = parts.length == 2 ? parts[1] : "";
        return switch (name) {
            case "ident" -> Kind.IDENT;
            case "ident2" -> Kind.IDENT2;
            default -> Kind.UNKNOWN;
        };
    }

    private static TunnelPath session(Kind kind, String[] parts) {
        if (parts.length == 2) {
            return new TunnelPath(kind, parts[1], -1);
        }
        if (parts.length != 3 || !isNumber(parts[2])) {
            return of(Kind.MALFORMED);
        }
        return new TunnelPath(kind, parts[1], Long.parseLong(parts[2]));
    }

    private static boolean isNumber(String text) {
        return !text.isEmpty()
                && text.length() <= LONGEST_NUMBER
                && text.chars().allMatch(c -> c >= '0' && c <= '9');
    }

    /** Shows no id. */
    @Override
    public String toString() {
        return kind + " " + sequence;
    }
}
