package io.cumulonimbus.rtmp.tunnel;

import io.cumulonimbus.client.Protocol;
import io.cumulonimbus.rtmp.connection.RtmpConnection;
import java.net.InetSocketAddress;

/** Makes the connections that tunnel sessions carry. */
@FunctionalInterface
public interface TunnelTarget {
    /** Whether there is anybody to connect to at this moment; otherwise newcomers get 503. */
    default boolean isServing() {
        return true;
    }

    /**
     * A new connection.
     *
     * @param protocol RTMPT or RTMPTS
     * @param outputPending to be given to the connection
     */
    RtmpConnection connect(
            Protocol protocol, InetSocketAddress address, Runnable outputPending, long nowNs);
}
