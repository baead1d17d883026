package io.cumulonimbus.netclient;

import io.cumulonimbus.client.ClientAcceptor;
import io.cumulonimbus.client.Protocol;
import io.cumulonimbus.net.http.TunnelDialer;
import io.cumulonimbus.net.loop.Loop;
import io.cumulonimbus.net.loop.NettyLoop;
import io.cumulonimbus.net.rtmp.RtmpDialer;
import io.cumulonimbus.net.tcp.TcpDialer;
import io.cumulonimbus.net.tls.ClientTls;
import io.cumulonimbus.rtmp.connection.RtmpClientConnection;
import io.cumulonimbus.rtmp.connection.RtmpConfig;
import io.cumulonimbus.rtmp.handshake.DigestScheme;
import java.net.InetSocketAddress;
import java.time.Duration;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import java.util.function.Consumer;
import java.util.random.RandomGenerator;

/** RTMP, or RTMP tunnelled through HTTP, either with TLS or without. */
final class TcpCarrier implements Carrier {
    private final Target target;
    private final NettyLoop loop;
    private final Optional<ClientTls> tls;
    private final RandomGenerator random;
    private final CompletableFuture<Void> gone = new CompletableFuture<>();
    private Runnable close = () -> {};

    /**
     * @param tls present when the target wants it
     */
    TcpCarrier(Target target, NettyLoop loop, Optional<ClientTls> tls, RandomGenerator random) {
        this.target = target;
        this.loop = loop;
        this.tls = tls;
        this.random = random;
    }

    @Override
    public Loop loop() {
        return loop;
    }

    @Override
    public void open(ClientAcceptor opened, Consumer<String> failed) {
        InetSocketAddress address = target.candidates().get(0);
        TcpDialer.Destination to = new TcpDialer.Destination(target.host(), address, tls);
        Consumer<Optional<Throwable>> ended =
                why -> {
                    failed.accept(words(why));
                    gone.complete(null);
                };
        boolean tunnel =
                target.protocol() == Protocol.RTMPT || target.protocol() == Protocol.RTMPTS;
        close =
                tunnel
                        ? TunnelDialer.dial(loop, to, pending -> peer(opened, pending), ended)
                        : RtmpDialer.dial(
                                loop,
                                to,
                                pending -> peer(opened, pending),
                                RtmpConfig.DEFAULT.lingerNs(),
                                ended);
    }

    private RtmpClientConnection peer(ClientAcceptor opened, Runnable outputPending) {
        return new RtmpClientConnection(
                RtmpConfig.DEFAULT,
                target.protocol(),
                target.candidates().get(0),
                Optional.of(DigestScheme.SCHEME_1),
                opened,
                outputPending,
                random,
                loop.nowNs());
    }

    private String words(Optional<Throwable> why) {
        String server = target.server() + " over " + target.protocol();
        return why.map(
                        cause -> {
                            Throwable root = cause.getCause() == null ? cause : cause.getCause();
                            return "No connection to " + server + ": " + root.getMessage();
                        })
                .orElse("No session with " + server + ": it closed the connection");
    }

    @Override
    public void cancel() {
        close.run();
    }

    @Override
    public void connected(Connection connection, NetConnectionClient client, Duration patience) {}

    /** The socket closes itself once all is written. */
    @Override
    public CompletableFuture<?> stop(Duration patience) {
        return gone.copy()
                .completeOnTimeout(null, patience.toMillis(), TimeUnit.MILLISECONDS)
                .thenRun(() -> close.run());
    }
}
