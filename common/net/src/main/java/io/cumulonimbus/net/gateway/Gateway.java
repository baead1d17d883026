package io.cumulonimbus.net.gateway;

import java.net.InetSocketAddress;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.CompletableFuture;

/** An open door: a set of listening sockets and the clients that came through them. */
public interface Gateway {
    /** Where it listens, with the real port numbers. */
    List<InetSocketAddress> addresses();

    /**
     * Takes no newcomers, closes all clients in order, and then the sockets; done when the sockets
     * are closed. Any thread; stopping twice answers the same future.
     *
     * @param grace how long clients get to take what was written and to confirm the close
     */
    CompletableFuture<Void> stop(Duration grace);
}
