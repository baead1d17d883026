package io.cumulonimbus.netclient;

import io.cumulonimbus.client.Client;
import io.cumulonimbus.client.ClientAcceptor;
import io.cumulonimbus.client.ClientHandler;
import io.cumulonimbus.net.loop.Loop;
import io.cumulonimbus.net.udp.UdpShard;
import io.cumulonimbus.rtmfp.crypto.EndpointDiscriminator;
import io.cumulonimbus.rtmfp.endpoint.OpenFailure;
import io.cumulonimbus.rtmfp.endpoint.Opening;
import io.cumulonimbus.rtmfp.endpoint.OpeningListener;
import java.time.Duration;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.function.Consumer;

/** A session over a UDP socket of its own, which peers share. */
record RtmfpCarrier(Target target, UdpShard shard, Peers peers, Session session)
        implements Carrier {
    RtmfpCarrier(Target target, UdpShard shard, Peers peers) {
        this(target, shard, peers, new Session());
    }

    /** What is being opened. */
    private static final class Session {
        private Optional<Opening> opening = Optional.empty();
    }

    @Override
    public Loop loop() {
        return shard.loop();
    }

    @Override
    public void open(ClientAcceptor opened, Consumer<String> failed) {
        OpeningListener listener =
                new OpeningListener() {
                    @Override
                    public ClientHandler onOpened(Client client) {
                        return opened.accept(client);
                    }

                    @Override
                    public void onFailed(OpenFailure reason) {
                        failed.accept(words(reason));
                    }
                };
        session.opening =
                Optional.of(
                        shard.endpoint()
                                .connect(
                                        EndpointDiscriminator.ofUri(target.uri()),
                                        target.candidates(),
                                        listener,
                                        shard.loop().nowNs()));
    }

    private String words(OpenFailure reason) {
        return switch (reason) {
            case TIMED_OUT, CANCELLED -> "No answer from " + target.server() + " over UDP";
            case NO_COMMON_KEYING -> target.server() + " and we have no cryptography in common";
            case ALREADY_OPEN, GLARE -> "There is a session with " + target.server();
            case STOPPING -> "The client was stopped";
        };
    }

    @Override
    public void cancel() {
        session.opening.ifPresent(Opening::cancel);
    }

    @Override
    public void connected(Connection connection, NetConnectionClient client, Duration patience) {
        peers.behind(shard, patience);
        connection.closed().thenRun(peers::close);
        // RFC 7425 §5.3.3: an RTMFP client MUST send it after success
        client.setPeerInfo(OwnAddresses.withPort(target.ownAddresses(), shard.address()));
    }

    @Override
    public CompletableFuture<?> stop(Duration patience) {
        return shard.stopWhenEmpty(patience);
    }
}
