package io.cumulonimbus.rtmp.tunnel;

import java.net.InetSocketAddress;

/**
 * An HTTP request as the tunnel sees it; headers do not matter.
 *
 * @param method as received
 * @param path the request target as received
 * @param body not written to after this; at most {@value #MAX_BODY} bytes, which whoever reads the
 *     request has to see to
 * @param address the client's own
 * @param secure whether it came over TLS
 */
public record TunnelRequest(
        String method, String path, byte[] body, InetSocketAddress address, boolean secure) {
    /** The longest body in bytes: encoders of high rates send megabytes at once. */
    public static final int MAX_BODY = 8 << 20;

    /** Shows no path: whoever knows a session's id can speak for it. */
    @Override
    public String toString() {
        return method + ", " + body.length + " bytes from " + address;
    }
}
