package io.cumulonimbus.netclient;

import io.cumulonimbus.client.Client;
import io.cumulonimbus.client.ClientHandler;
import io.cumulonimbus.client.CloseReason;
import io.cumulonimbus.net.loop.DeadlineTimer;
import java.util.concurrent.CompletableFuture;

/** From something that carries it to an answered {@code connect}, or not, in time. Of the loop. */
final class ConnectAttempt {
    private final Target target;
    private final ConnectOptions options;
    private final ConnectionListener listener;
    private final Carrier carrier;
    private final CallHop hop;
    private final Peers peers;
    private final DeadlineTimer timer;
    private final CompletableFuture<NetConnectionClient> connected = new CompletableFuture<>();
    private Connection connection;

    ConnectAttempt(
            Target target,
            ConnectOptions options,
            ConnectionListener listener,
            Carrier carrier,
            CallHop hop,
            Peers peers) {
        this.target = target;
        this.options = options;
        this.listener = listener;
        this.carrier = carrier;
        this.hop = hop;
        this.peers = peers;
        this.timer = new DeadlineTimer(carrier.loop(), this::late);
    }

    Carrier carrier() {
        return carrier;
    }

    CallHop hop() {
        return hop;
    }

    CompletableFuture<NetConnectionClient> start() {
        timer.set(carrier.loop().nowNs() + options.timeout().toNanos());
        carrier.open(this::opened, this::failed);
        return connected;
    }

    private ClientHandler opened(Client client) {
        connection = new Connection(client, carrier.loop(), options, listener);
        connection
                .connect(target.commandObject(options))
                .whenComplete(
                        (status, why) -> {
                            timer.cancel();
                            if (why == null) {
                                succeed(status);
                            } else {
                                connection.close();
                                CallHop.settle(connected, null, why);
                            }
                        });
        return connection;
    }

    private void succeed(Status status) {
        NetConnectionClient client =
                new NetConnectionClient(hop, connection, status, peers, target.identity());
        carrier.connected(connection, client, options.timeout());
        connected.complete(client);
    }

    /** Too late once there was a session: then the connection says what happened. */
    private void failed(String why) {
        if (connection == null) {
            timer.cancel();
            connected.completeExceptionally(new NetClientException(why));
        }
    }

    private void late() {
        if (connection == null) {
            carrier.cancel();
            failed("No answer from " + target.server() + " over " + target.carriedBy());
        } else {
            connection.close();
            connected.completeExceptionally(
                    new NetClientException(target.server() + " did not answer connect in time"));
        }
    }

    /** Gives up or closes, whichever it has come to. */
    CompletableFuture<CloseReason> close() {
        if (connection != null) {
            return connection.close();
        }
        carrier.cancel();
        return CompletableFuture.completedFuture(CloseReason.NEAR_CLOSED);
    }

    /** Done when nothing is left of the attempt or the connection that it made. */
    CompletableFuture<?> over() {
        return connected
                .handle((client, why) -> connection)
                .thenCompose(
                        made ->
                                made == null
                                        ? CompletableFuture.completedFuture(null)
                                        : made.closed().thenApply(reason -> null));
    }
}
