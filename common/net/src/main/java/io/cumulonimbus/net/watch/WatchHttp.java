package io.cumulonimbus.net.watch;

import io.netty.handler.codec.http.HttpHeaderNames;
import io.netty.handler.codec.http.HttpHeaders;
import java.net.InetSocketAddress;

/**
 * A request that is none of RTMPT.
 *
 * @param method such as GET
 * @param target as it was sent
 * @param old whether it is of HTTP/1.0
 * @param headers of it
 * @param from the client's own address
 * @param secure whether it came over TLS
 */
public record WatchHttp(
        String method,
        String target,
        boolean old,
        HttpHeaders headers,
        InetSocketAddress from,
        boolean secure) {
    private static final int MOST_TEXT = 1024;

    /** A header, cut at 1,024 characters; empty when there is none. */
    public String header(CharSequence name) {
        String text = headers.get(name, "");
        return text.length() > MOST_TEXT ? text.substring(0, MOST_TEXT) : text;
    }

    /** Whether only what would be said is wanted. */
    public boolean isHead() {
        return method.equals("HEAD");
    }

    /** Whether the connection is to become one of WebSocket (RFC 6455 §4.2.1). */
    public boolean isUpgrade() {
        return headers.containsValue(HttpHeaderNames.CONNECTION, "upgrade", true)
                && headers.containsValue(HttpHeaderNames.UPGRADE, "websocket", true)
                && header(HttpHeaderNames.SEC_WEBSOCKET_VERSION).equals("13")
                && header(HttpHeaderNames.SEC_WEBSOCKET_KEY).length() == 24;
    }

    /** The page's web site, if the browser names it. */
    public String origin() {
        return header(HttpHeaderNames.ORIGIN);
    }

    /** What the request calls this server. */
    public String host() {
        return header(HttpHeaderNames.HOST);
    }

    /** Targets may hold secrets. */
    @Override
    public String toString() {
        return method + " from " + from;
    }
}
