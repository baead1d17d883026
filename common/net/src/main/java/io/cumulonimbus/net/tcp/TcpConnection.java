package io.cumulonimbus.net.tcp;

import java.net.InetSocketAddress;

/** A connection that a door accepted, as the door sees it; owned by the loop it was made for. */
public interface TcpConnection {
    /**
     * The socket is registered with the loop, and nothing of the connection was read. On the loop;
     * called at most once.
     *
     * @param from the client's own address, also when it is behind a proxy
     */
    void start(InetSocketAddress from);

    /** Ends it in order: the socket is closed once all was written. On the loop, at any time. */
    void close();
}
