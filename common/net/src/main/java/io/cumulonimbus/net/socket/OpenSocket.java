package io.cumulonimbus.net.socket;

/** A socket as its owner keeps it. */
interface OpenSocket {
    /** Closes it at once; harmless when repeated. */
    void abort();
}
