package io.cumulonimbus.client;

/** How a client reached us; the constant's name is what scripts see. */
public enum Protocol {
    RTMFP,
    RTMP,
    RTMPT,
    RTMPS,
    RTMPTS,
    /** Watches a stream, or calls a function, over HTTP. */
    HTTP,
    /** The same over TLS. */
    HTTPS,
    /** Watches a stream over WebSocket. */
    WS,
    /** The same over TLS. */
    WSS;

    /** Whether its clients come over HTTP: they watch a stream, or call functions. */
    public boolean isForViewers() {
        return compareTo(HTTP) >= 0;
    }
}
