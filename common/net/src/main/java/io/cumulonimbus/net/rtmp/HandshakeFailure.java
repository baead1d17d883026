package io.cumulonimbus.net.rtmp;

/** Why a connection did not become one of a client of RTMP. */
public enum HandshakeFailure {
    /** What came was something else. */
    NO_RTMP,
    /** It wanted RTMPE, for which TLS is the remedy. */
    RTMPE,
    /** TLS came to no agreement. */
    TLS,
    /** It was closed before, by the far end or by us. */
    LEFT,
    /** It took too long. */
    TIMED_OUT
}
