package io.cumulonimbus.net.web;

import io.cumulonimbus.net.gateway.Gateway;
import io.cumulonimbus.net.loop.Loops;
import io.cumulonimbus.net.tcp.DoorOptions;
import io.cumulonimbus.net.tcp.TcpDoor;
import java.net.InetSocketAddress;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.CompletableFuture;

/**
 * A door for HTTP requests that are few and small: one for each connection, without a body that
 * anybody reads, and within a time that is short. Larger and slower ones are refused.
 */
public final class WebDoor implements Gateway {
    private final TcpDoor door;

    private WebDoor(TcpDoor door) {
        this.door = door;
    }

    /**
     * Starts to listen; fails with {@link io.cumulonimbus.net.gateway.PortUnavailableException}.
     * Any thread.
     *
     * @param options whose limits bound what waits
     * @param service answers; called on these loops
     */
    public static CompletableFuture<WebDoor> open(
            Loops loops, InetSocketAddress address, DoorOptions options, WebService service) {
        return TcpDoor.open(
                        loops,
                        address,
                        options,
                        (loop, socket, known) -> new WebConnection(loop, socket, service, known))
                .thenApply(WebDoor::new);
    }

    @Override
    public List<InetSocketAddress> addresses() {
        return door.addresses();
    }

    @Override
    public CompletableFuture<Void> stop(Duration grace) {
        return door.stop(grace);
    }
}
