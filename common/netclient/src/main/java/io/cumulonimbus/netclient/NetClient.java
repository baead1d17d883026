package io.cumulonimbus.netclient;

import java.net.URI;
import java.util.concurrent.CompletableFuture;

/**
 * A source of connections to RTMFP servers, all on its own few loops.
 *
 * <p>Each connection has its own identity and its own UDP socket, as a client's peer id must not be
 * used for more than one server connection (RFC 7425 §5.3).
 */
public final class NetClient implements AutoCloseable {
    private NetClient() {}

    /** A client with one loop, whose thread does not keep the process alive. */
    public static NetClient start() {
        return start(1);
    }

    /** A client with so many loops. */
    public static NetClient start(int loops) {
        throw new UnsupportedOperationException();
    }

    /**
     * Connects to {@code rtmfp://host[:port]/app[?query]}; the port is 1935 unless given. Done when
     * the server accepted; fails with {@link NetClientException} otherwise.
     */
    public CompletableFuture<NetConnectionClient> connect(
            URI uri, ConnectOptions options, ConnectionListener listener) {
        throw new UnsupportedOperationException();
    }

    /** Connects with default options and nobody listening. */
    public CompletableFuture<NetConnectionClient> connect(URI uri) {
        return connect(uri, ConnectOptions.DEFAULT, ConnectionListener.NONE);
    }

    /** Closes all connections, waits up to three seconds for that, and ends the loops. */
    @Override
    public void close() {
        throw new UnsupportedOperationException();
    }
}
