package io.cumulonimbus.netclient;

import io.cumulonimbus.client.Client;
import io.cumulonimbus.client.ClientHandler;
import io.cumulonimbus.client.CloseReason;
import io.cumulonimbus.net.loop.DeadlineTimer;
import io.cumulonimbus.net.loop.Loop;
import io.cumulonimbus.net.udp.UdpShard;
import io.cumulonimbus.rtmfp.crypto.EndpointDiscriminator;
import io.cumulonimbus.rtmfp.endpoint.OpenFailure;
import io.cumulonimbus.rtmfp.endpoint.Opening;
import io.cumulonimbus.rtmfp.endpoint.OpeningListener;
import java.util.concurrent.CompletableFuture;

/** From an open socket to an answered {@code connect}, or not, in time. Owned by the loop. */
final class ConnectAttempt implements OpeningListener {
    private final Target target;
    private final ConnectOptions options;
    private final ConnectionListener listener;
    private final UdpShard shard;
    private final CallHop hop;
    private final Peers peers;
    private final DeadlineTimer timer;
    private final CompletableFuture<NetConnectionClient> connected = new CompletableFuture<>();
    private Opening opening;
    private Connection connection;

    ConnectAttempt(
            Target target,
            ConnectOptions options,
            ConnectionListener listener,
            UdpShard shard,
            CallHop hop,
            Peers peers) {
        this.target = target;
        this.options = options;
        this.listener = listener;
        this.shard = shard;
        this.hop = hop;
        this.peers = peers;
        this.timer = new DeadlineTimer(shard.loop(), this::late);
    }

    UdpShard shard() {
        return shard;
    }

    CallHop hop() {
        return hop;
    }

    CompletableFuture<NetConnectionClient> start() {
        Loop loop = shard.loop();
        timer.set(loop.nowNs() + options.timeout().toNanos());
        opening =
                shard.endpoint()
                        .connect(
                                EndpointDiscriminator.ofUri(target.uri()),
                                target.candidates(),
                                this,
                                loop.nowNs());
        return connected;
    }

    @Override
    public ClientHandler onOpened(Client client) {
        connection = new Connection(client, shard.loop(), options, listener);
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
        peers.behind(shard, options.timeout());
        connection.closed().thenRun(peers::close);
        NetConnectionClient client = new NetConnectionClient(hop, connection, status, peers);
        // RFC 7425 §5.3.3: an RTMFP client MUST send it after success
        client.setPeerInfo(OwnAddresses.withPort(target.ownAddresses(), shard.address()));
        connected.complete(client);
    }

    @Override
    public void onFailed(OpenFailure reason) {
        timer.cancel();
        String why =
                switch (reason) {
                    case TIMED_OUT, CANCELLED -> "No answer from " + target.server() + " over UDP";
                    case NO_COMMON_KEYING ->
                            target.server() + " and we have no cryptography in common";
                    case ALREADY_OPEN, GLARE -> "There is a session with " + target.server();
                    case STOPPING -> "The client was stopped";
                };
        connected.completeExceptionally(new NetClientException(why));
    }

    private void late() {
        if (connection == null) {
            opening.cancel();
            onFailed(OpenFailure.TIMED_OUT);
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
        opening.cancel();
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
