package io.cumulonimbus.client;

/** How a client reached us; the constant's name is what scripts see. */
public enum Protocol {
    RTMFP,
    RTMP,
    RTMPT,
    RTMPS,
    RTMPTS,
    /** Watches a stream over HTTP. */
    HTTP,
    /** The same over TLS. */
    HTTPS,
    /** Watches a stream over WebSocket. */
    WS,
    /** The same over TLS. */
    WSS;

    /** Whether its clients do nothing but watch one stream. */
    public boolean isForViewers() {
        return compareTo(HTTP) >= 0;
    }
}
