package io.cumulonimbus.net.udp;

import io.cumulonimbus.client.ClientAcceptor;
import io.cumulonimbus.net.gateway.Gateway;
import io.cumulonimbus.net.loop.Loop;
import io.cumulonimbus.net.loop.Loops;
import io.cumulonimbus.net.loop.NettyLoop;
import io.cumulonimbus.net.loop.Transport;
import io.cumulonimbus.rtmfp.crypto.Identity;
import io.cumulonimbus.rtmfp.endpoint.EndpointConfig;
import io.cumulonimbus.rtmfp.endpoint.EndpointStatistics;
import io.cumulonimbus.rtmfp.endpoint.HelloPolicy;
import java.net.InetSocketAddress;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.function.Function;
import java.util.random.RandomGenerator;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** The door for RTMFP clients: a shard for each address that is listened on. */
public final class UdpGateway implements Gateway {
    private static final Logger LOG = LoggerFactory.getLogger(UdpGateway.class);

    private final List<UdpShard> shards;

    private UdpGateway(List<UdpShard> shards) {
        this.shards = shards;
    }

    /**
     * What a gateway is made of.
     *
     * @param addresses where to listen, at least one; port 0 takes any free one
     * @param socket how sockets are set up
     * @param endpoint how endpoints behave
     * @param identity who we are; the same for all shards
     * @param random unpredictable and thread-safe
     */
    public record Setup(
            List<InetSocketAddress> addresses,
            UdpOptions socket,
            EndpointConfig endpoint,
            Identity identity,
            RandomGenerator random) {
        public Setup {
            if (addresses.isEmpty()) {
                throw new IllegalArgumentException("no address to listen on");
            }
            addresses = List.copyOf(addresses);
        }
    }

    /**
     * Opens all sockets, or none: fails with {@link
     * io.cumulonimbus.net.gateway.PortUnavailableException}. Any thread.
     *
     * @param acceptors answers who takes the clients of a loop
     */
    public static CompletableFuture<UdpGateway> start(
            Loops loops,
            Setup setup,
            KeyingProxy keying,
            Function<Loop, ClientAcceptor> acceptors) {
        return start(loops, setup, keying, acceptors, loop -> setup.endpoint().hello());
    }

    /**
     * The same with a policy for hellos of its own on each loop, instead of the one that is set up
     * for all.
     */
    public static CompletableFuture<UdpGateway> start(
            Loops loops,
            Setup setup,
            KeyingProxy keying,
            Function<Loop, ClientAcceptor> acceptors,
            Function<Loop, HelloPolicy> hellos) {
        logTransport();
        List<CompletableFuture<UdpShard>> opening = new ArrayList<>();
        for (InetSocketAddress address : setup.addresses()) {
            NettyLoop loop = loops.loop(opening.size() % loops.size());
            EndpointFactory endpoints =
                    EndpointFactory.of(
                            setup.endpoint().withHello(hellos.apply(loop)),
                            setup.identity(),
                            acceptors.apply(loop),
                            setup.random());
            opening.add(UdpShard.open(loop, address, setup.socket(), keying, endpoints));
        }
        return allOrNone(opening);
    }

    private static CompletableFuture<UdpGateway> allOrNone(
            List<CompletableFuture<UdpShard>> opening) {
        CompletableFuture<UdpGateway> started = new CompletableFuture<>();
        CompletableFuture.allOf(opening.toArray(CompletableFuture[]::new))
                .whenComplete(
                        (all, failure) -> {
                            if (failure == null) {
                                started.complete(
                                        new UdpGateway(
                                                opening.stream()
                                                        .map(CompletableFuture::join)
                                                        .toList()));
                                return;
                            }
                            for (CompletableFuture<UdpShard> one : opening) {
                                one.thenAccept(shard -> shard.stop(Duration.ZERO));
                            }
                            started.completeExceptionally(
                                    failure.getCause() == null ? failure : failure.getCause());
                        });
        return started;
    }

    private static void logTransport() {
        Transport.whyNotEpoll()
                .ifPresentOrElse(
                        why -> LOG.warn("UDP without epoll, which is slower: {}", why.toString()),
                        () -> LOG.debug("UDP by epoll"));
    }

    @Override
    public List<InetSocketAddress> addresses() {
        return shards.stream().map(UdpShard::address).toList();
    }

    /** What each shard has seen, in the order of the addresses. Any thread. */
    public List<CompletableFuture<EndpointStatistics>> statistics() {
        return shards.stream().map(UdpShard::statistics).toList();
    }

    @Override
    public CompletableFuture<Void> stop(Duration grace) {
        return CompletableFuture.allOf(
                shards.stream().map(shard -> shard.stop(grace)).toArray(CompletableFuture[]::new));
    }
}
