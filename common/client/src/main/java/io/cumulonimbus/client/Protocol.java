package io.cumulonimbus.client;

/** How a client reached us; the constant's name is what scripts see. */
public enum Protocol {
    RTMFP,
    RTMP,
    RTMPT,
    RTMPS,
    RTMPTS
}
