package io.cumulonimbus.rtmp.tunnel;

import java.util.ArrayList;
import java.util.List;

/**
 * What a request asks for.
 *
 * @param kind what to do
 * @param id the session's id, or empty
 * @param sequence the request's number, or -1 when it has none
 */
record TunnelPath(Kind kind, String id, long sequence) {
    private static final int LONGEST_NUMBER = 18;
    private static final int MOST_PARTS = 4;

    /** What nearly all requests begin with. */
    private static final String SEND = "/send/";

    private static final String IDLE = "/idle/";
    private static final int ID_AT = SEND.length();

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
        boolean idle = target.startsWith(IDLE);
        int slash = idle || target.startsWith(SEND) ? target.indexOf('/', ID_AT) : -1;
        if (slash <= ID_AT || !isNumber(target, slash + 1)) {
            return parseAny(target);
        }
        return new TunnelPath(
                idle ? Kind.IDLE : Kind.SEND,
                target.substring(ID_AT, slash),
                Long.parseLong(target, slash + 1, target.length(), 10));
    }

    /** The node in the id of a session, before {@code end}; empty when there is none. */
    static String node(String target, char end) {
        if (target.startsWith(IDLE) || target.startsWith(SEND)) {
            int slash = target.indexOf('/', ID_AT);
            int at = target.indexOf(end, ID_AT);
            if (at > 0 && slash > at) {
                return target.substring(ID_AT, at);
            }
        }
        String id = parse(target).id();
        int at = id.indexOf(end);
        return at < 0 ? "" : id.substring(0, at);
    }

    private static TunnelPath parseAny(String target) {
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
        List<String> parts = parts(path);
        return switch (parts.isEmpty() ? "" : parts.get(0)) {
            case "fcs" -> of(ident(parts));
            case "open" -> of(Kind.OPEN);
            case "send" -> session(Kind.SEND, parts);
            case "idle" -> session(Kind.IDLE, parts);
            case "close" -> new TunnelPath(Kind.CLOSE, parts.size() > 1 ? parts.get(1) : "", -1);
            default -> of(Kind.UNKNOWN);
        };
    }

    /** What stands between slashes, as far as it matters; one part too many is enough to see. */
    private static List<String> parts(String path) {
        List<String> parts = new ArrayList<>(MOST_PARTS);
        int begin = 0;
        while (begin < path.length() && parts.size() < MOST_PARTS) {
            int end = path.indexOf('/', begin);
            end = end < 0 ? path.length() : end;
            if (end > begin) {
                parts.add(path.substring(begin, end));
            }
            begin = end + 1;
        }
        return parts;
    }

    private static TunnelPath of(Kind kind) {
        return new TunnelPath(kind, "", -1);
    }

    private static Kind ident(List<String> parts) {
        String name = parts.size() == 2 ? parts.get(1) : "";
        return switch (name) {
            case "ident" -> Kind.IDENT;
            case "ident2" -> Kind.IDENT2;
            default -> Kind.UNKNOWN;
        };
    }

    private static TunnelPath session(Kind kind, List<String> parts) {
        if (parts.size() == 2) {
            return new TunnelPath(kind, parts.get(1), -1);
        }
        if (parts.size() != 3 || !isNumber(parts.get(2), 0)) {
            return of(Kind.MALFORMED);
        }
        return new TunnelPath(kind, parts.get(1), Long.parseLong(parts.get(2)));
    }

    private static boolean isNumber(String text, int from) {
        for (int i = from; i < text.length(); i++) {
            if (text.charAt(i) < '0' || text.charAt(i) > '9') {
                return false;
            }
        }
        return text.length() > from && text.length() - from <= LONGEST_NUMBER;
    }

    /** Shows no id. */
    @Override
    public String toString() {
        return kind + " " + sequence;
    }
}
