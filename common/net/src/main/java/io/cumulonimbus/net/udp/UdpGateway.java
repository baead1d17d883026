package io.cumulonimbus.net.udp;

import io.cumulonimbus.client.ClientAcceptor;
import io.cumulonimbus.net.gateway.Gateway;
import io.cumulonimbus.net.loop.Loop;
import io.cumulonimbus.net.loop.Loops;
import io.cumulonimbus.net.loop.NettyLoop;
import io.cumulonimbus.net.loop.Transport;
import io.cumulonimbus.rtmfp.crypto.Identity;
import io.cumulonimbus.rtmfp.endpoint.Census;
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

/** The door for RTMFP clients: for each address that is listened on, a shard on each loop. */
public final class UdpGateway implements Gateway {
    private static final Logger LOG = LoggerFactory.getLogger(UdpGateway.class);

    /** For each address its shards; the first is the one whose socket all use, if so. */
    private final List<List<UdpShard>> groups;

    private UdpGateway(List<List<UdpShard>> groups) {
        this.groups = groups;
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
        return start(loops, setup, keying, acceptors, (loop, place) -> setup.endpoint().hello());
    }

    /** Answers who decides over hellos. */
    @FunctionalInterface
    public interface Hellos {
        /** The policy of a loop for hellos to the address in that place of the setup, from 0. */
        HelloPolicy on(Loop loop, int place);
    }

    /**
     * The same with a policy for hellos of its own on each loop and address, instead of the one
     * that is set up for all.
     */
    public static CompletableFuture<UdpGateway> start(
            Loops loops,
            Setup setup,
            KeyingProxy keying,
            Function<Loop, ClientAcceptor> acceptors,
            Hellos hellos) {
        logTransport();
        Census census = new SharedCensus(setup.socket().admitted());
        List<CompletableFuture<List<UdpShard>>> opening = new ArrayList<>();
        for (int i = 0; i < setup.addresses().size(); i++) {
            int place = i;
            Function<Loop, EndpointFactory> endpoints =
                    loop ->
                            EndpointFactory.of(
                                    setup.endpoint().withHello(hellos.on(loop, place)),
                                    setup.identity(),
                                    acceptors.apply(loop),
                                    setup.random());
            opening.add(open(loops, setup.addresses().get(i), setup, keying, endpoints, census));
        }
        return allOrNone(opening);
    }

    /** The first shard finds out whether the port can be had, then the others follow. */
    private static CompletableFuture<List<UdpShard>> open(
            Loops loops,
            InetSocketAddress address,
            Setup setup,
            KeyingProxy keying,
            Function<Loop, EndpointFactory> endpoints,
            Census census) {
        NettyLoop home = loops.loop(0);
        boolean balanced = home.transport() == Transport.EPOLL;
        ShardGroup group = ShardGroup.of(loops.size(), balanced, census, setup.random());
        UdpOptions options = setup.socket();
        return UdpShard.open(home, address, options, keying, endpoints.apply(home), group, 0)
                .thenCompose(
                        first -> {
                            List<CompletableFuture<UdpShard>> opening = new ArrayList<>();
                            opening.add(CompletableFuture.completedFuture(first));
                            for (int i = 1; i < loops.size(); i++) {
                                NettyLoop loop = loops.loop(i);
                                EndpointFactory made = endpoints.apply(loop);
                                opening.add(
                                        balanced
                                                ? UdpShard.open(
                                                        loop,
                                                        first.address(),
                                                        options,
                                                        keying,
                                                        made,
                                                        group,
                                                        i)
                                                : UdpShard.openBehind(first, loop, made, i));
                            }
                            return all(opening);
                        });
    }

    /** All shards, or the failure of one when the others are stopped. */
    private static CompletableFuture<List<UdpShard>> all(
            List<CompletableFuture<UdpShard>> opening) {
        CompletableFuture<List<UdpShard>> opened = new CompletableFuture<>();
        CompletableFuture.allOf(opening.toArray(CompletableFuture[]::new))
                .whenComplete(
                        (all, failure) -> {
                            if (failure == null) {
                                opened.complete(
                                        opening.stream().map(CompletableFuture::join).toList());
                                return;
                            }
                            for (CompletableFuture<UdpShard> one : opening) {
                                one.thenAccept(shard -> shard.stop(Duration.ZERO));
                            }
                            opened.completeExceptionally(failure);
                        });
        return opened;
    }

    private static CompletableFuture<UdpGateway> allOrNone(
            List<CompletableFuture<List<UdpShard>>> opening) {
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
                            for (CompletableFuture<List<UdpShard>> one : opening) {
                                one.thenAccept(group -> stop(group, Duration.ZERO));
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
        return groups.stream().map(group -> group.get(0).address()).toList();
    }

    /**
     * What the endpoint of each shard has seen, in the order of the addresses and then the loops.
     * Any thread.
     */
    public List<CompletableFuture<EndpointStatistics>> statistics() {
        return shardStatistics().stream()
                .map(asked -> asked.thenApply(ShardStatistics::endpoint))
                .toList();
    }

    /** The same, with what concerns the shards themselves. Any thread. */
    public List<CompletableFuture<ShardStatistics>> shardStatistics() {
        return shards().stream().map(UdpShard::statistics).toList();
    }

    List<UdpShard> shards() {
        return groups.stream().flatMap(List::stream).toList();
    }

    @Override
    public CompletableFuture<Void> stop(Duration grace) {
        return CompletableFuture.allOf(
                groups.stream().map(group -> stop(group, grace)).toArray(CompletableFuture[]::new));
    }

    private static CompletableFuture<Void> stop(List<UdpShard> group, Duration grace) {
        UdpShard first = group.get(0);
        if (first.sendsForOthers()) {
            return stopAll(group.subList(1, group.size()), grace)
                    .thenCompose(stopped -> first.stop(grace));
        }
        return stopAll(group, grace);
    }

    private static CompletableFuture<Void> stopAll(List<UdpShard> shards, Duration grace) {
        return CompletableFuture.allOf(
                shards.stream().map(shard -> shard.stop(grace)).toArray(CompletableFuture[]::new));
    }
}
