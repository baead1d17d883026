package io.cumulonimbus.net.tcp;

/** A connection that a door accepted, as the door sees it; owned by the loop it was made for. */
public interface TcpConnection {
    /** The socket is registered with the loop, and nothing was read. On the loop; called once. */
    void start();

    /** Ends it in order: the socket is closed once all was written. On the loop, at any time. */
    void close();
}
