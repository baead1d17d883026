package io.cumulonimbus.net.doors;

/**
 * Who is at the doors for RTMP.
 *
 * @param rtmp connections now
 * @param rtmps the same with TLS
 * @param http connections of RTMPT now
 * @param https the same with TLS
 * @param tlsDone expensive steps of TLS handshakes that were computed
 * @param tlsRefused of those, such that found too many waiting; their connections were closed
 */
public record DoorCensus(int rtmp, int rtmps, int http, int https, long tlsDone, long tlsRefused) {}
