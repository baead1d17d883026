package io.cumulonimbus.netclient;

import io.cumulonimbus.client.ClientAcceptor;
import io.cumulonimbus.net.loop.Loop;
import java.time.Duration;
import java.util.concurrent.CompletableFuture;
import java.util.function.Consumer;

/** What carries a connection to its server. Owned by the loop unless said otherwise. */
interface Carrier {
    /** The loop that everything happens on. Any thread. */
    Loop loop();

    /**
     * Starts; one of the two is called.
     *
     * @param opened given the server as soon as there is a session with it
     * @param failed given the reason, in words, why there is none
     */
    void open(ClientAcceptor opened, Consumer<String> failed);

    /** Gives up what was started, and has not come to a session. */
    void cancel();

    /**
     * The server accepted the connection.
     *
     * @param patience how long anything else may take
     */
    void connected(Connection connection, NetConnectionClient client, Duration patience);

    /** Frees everything, once the session is over or so much time has passed. Any thread. */
    CompletableFuture<?> stop(Duration patience);
}
