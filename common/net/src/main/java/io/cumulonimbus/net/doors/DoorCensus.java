package io.cumulonimbus.net.doors;

import io.cumulonimbus.net.rtmp.HandshakeFailure;
import java.util.Map;

/**
 * Who is at the doors for RTMP.
 *
 * @param rtmp connections now
 * @param rtmps the same with TLS
 * @param http connections of RTMPT now
 * @param https the same with TLS
 * @param tlsDone expensive steps of TLS handshakes that were computed
 * @param tlsRefused of those, such that found too many waiting; their connections were closed
 * @param failed connections for RTMP and RTMPS that came to nothing, by why
 */
public record DoorCensus(
        int rtmp,
        int rtmps,
        int http,
        int https,
        long tlsDone,
        long tlsRefused,
        Map<HandshakeFailure, Long> failed) {
    /** Keeps a copy. */
    public DoorCensus {
        failed = Map.copyOf(failed);
    }
}
