package io.cumulonimbus.net.http;

import io.cumulonimbus.rtmp.tunnel.TunnelExchange;
import io.cumulonimbus.rtmp.tunnel.TunnelRequest;

/** Whoever has the session of a request, or knows the way there. */
@FunctionalInterface
interface RequestTaker {
    /**
     * Takes a request. On the loop of its connection.
     *
     * @param exchange is answered once, by any thread
     * @param taken run when the bytes of the request are needed no more
     */
    void request(TunnelRequest request, TunnelExchange exchange, Runnable taken);
}
