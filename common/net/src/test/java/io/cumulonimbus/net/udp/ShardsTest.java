package io.cumulonimbus.net.udp;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.awaitility.Awaitility.await;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import io.cumulonimbus.client.Client;
import io.cumulonimbus.client.ClientHandler;
import io.cumulonimbus.client.CloseReason;
import io.cumulonimbus.client.Deadline;
import io.cumulonimbus.client.FlowHandler;
import io.cumulonimbus.client.FlowSpec;
import io.cumulonimbus.client.IncomingFlow;
import io.cumulonimbus.client.Message;
import io.cumulonimbus.client.MessageSink;
import io.cumulonimbus.client.Priority;
import io.cumulonimbus.client.SinkListener;
import io.cumulonimbus.net.gateway.PortUnavailableException;
import io.cumulonimbus.net.loop.Loops;
import io.cumulonimbus.net.loop.ManualLoop;
import io.cumulonimbus.net.loop.Transport;
import io.cumulonimbus.rtmfp.crypto.EndpointDiscriminator;
import io.cumulonimbus.rtmfp.crypto.Identity;
import io.cumulonimbus.rtmfp.endpoint.EndpointConfig;
import io.cumulonimbus.rtmfp.endpoint.OpenFailure;
import io.cumulonimbus.rtmfp.endpoint.OpeningListener;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.security.SecureRandom;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** Several loops behind one port. */
class ShardsTest {
    private static final int SHARDS = 4;
    private static final InetSocketAddress ANY =
            new InetSocketAddress(InetAddress.getLoopbackAddress(), 0);
    private static final Duration PATIENCE = Duration.ofSeconds(60);

    private final SecureRandom random = new SecureRandom();
    private final KeyingProxy keying = new KeyingProxy(1, 512);
    private final AtomicInteger clients = new AtomicInteger();
    private final AtomicInteger lost = new AtomicInteger();
    private Loops clientLoops = Loops.startDaemons("client", 1);
    private final List<Remote> remotes = new ArrayList<>();
    private Loops serverLoops = Loops.startDaemons("server", SHARDS);
    private EndpointConfig endpoint = EndpointConfig.SERVER;
    private UdpGateway gateway;

    static Stream<Transport> transports() {
        return UdpShardTest.transports();
    }

    @AfterEach
    void end() {
        clientLoops.close();
        serverLoops.close();
        keying.close();
    }

    /** A client of the server: sends one message at a time, and counts what came back. */
    private final class Remote implements ClientHandler, OpeningListener {
        private final UdpShard shard;
        private final Identity identity;
        private MessageSink sink;
        private volatile int sent;
        private volatile int echoed;
        private volatile boolean open;
        private volatile InetSocketAddress served;

        Remote(InetSocketAddress at, Identity identity) {
            this(at, identity, gateway.addresses());
        }

        Remote(InetSocketAddress at, Identity identity, List<InetSocketAddress> candidates) {
            this.identity = identity;
            shard =
                    UdpShard.open(
                                    clientLoops.loop(0),
                                    at,
                                    UdpOptions.DEFAULT,
                                    keying,
                                    EndpointFactory.of(
                                            EndpointConfig.CLIENT,
                                            identity,
                                            client -> this,
                                            random))
                            .join();
            onLoop(
                    () ->
                            shard.endpoint()
                                    .connect(
                                            EndpointDiscriminator.ofUri("rtmfp://x/app"),
                                            candidates,
                                            this,
                                            shard.loop().nowNs()));
        }

        private void onLoop(Runnable task) {
            clientLoops.loop(0).execute(task);
        }

        void send() {
            sent++;
            onLoop(() -> sink.write(Message.of(new byte[400]), Deadline.NONE));
        }

        boolean hasAll() {
            return open && echoed == sent;
        }

        @Override
        public ClientHandler onOpened(Client client) {
            FlowSpec spec = new FlowSpec(new byte[] {7}, Optional.empty(), Priority.DATA);
            sink = client.openFlow(spec, SinkListener.NONE);
            served = client.address();
            open = true;
            return this;
        }

        @Override
        public void onFailed(OpenFailure reason) {
            lost.incrementAndGet();
        }

        @Override
        public Optional<FlowHandler> onFlow(IncomingFlow flow) {
            return Optional.of(
                    new FlowHandler() {
                        @Override
                        public void onMessage(Message message, long lostBefore) {
                            echoed++;
                        }

                        @Override
                        public void onClosed() {}
                    });
        }

        @Override
        public void onClosed(CloseReason reason) {
            open = false;
            lost.incrementAndGet();
        }
    }

    private ClientHandler echo(Client client) {
        clients.incrementAndGet();
        return new ClientHandler() {
            @Override
            public Optional<FlowHandler> onFlow(IncomingFlow flow) {
                FlowSpec spec = new FlowSpec(flow.metadata(), Optional.of(flow), Priority.DATA);
                MessageSink back = client.openFlow(spec, SinkListener.NONE);
                return Optional.of(
                        new FlowHandler() {
                            @Override
                            public void onMessage(Message message, long lostBefore) {
                                back.write(message, Deadline.NONE);
                            }

                            @Override
                            public void onClosed() {
                                back.close();
                            }
                        });
            }

            @Override
            public void onClosed(CloseReason reason) {
                lost.incrementAndGet();
            }
        };
    }

    private CompletableFuture<UdpGateway> start(Loops loops, InetSocketAddress... at) {
        UdpGateway.Setup setup =
                new UdpGateway.Setup(
                        List.of(at),
                        new UdpOptions(1 << 20, false),
                        endpoint,
                        Identity.server(random),
                        random);
        return UdpGateway.start(loops, setup, keying, loop -> this::echo);
    }

    private void serve(int count) {
        gateway = start(serverLoops, ANY).join();
        IntStream.range(0, count)
                .forEach(i -> remotes.add(new Remote(ANY, Identity.client(random))));
        await().atMost(PATIENCE).until(() -> remotes.stream().allMatch(remote -> remote.open));
    }

    private void exchange() {
        remotes.forEach(Remote::send);
        await().atMost(PATIENCE).until(() -> remotes.stream().allMatch(Remote::hasAll));
    }

    private List<Integer> sessions() {
        return gateway.statistics().stream().map(one -> one.join().sessions()).toList();
    }

    private long handedOver() {
        return gateway.shardStatistics().stream().mapToLong(one -> one.join().handedOver()).sum();
    }

    @ParameterizedTest
    @MethodSource("transports")
    void clientsAreSpreadOverAllShards(Transport transport) {
        serverLoops.close();
        serverLoops = Loops.start("server", SHARDS, true, transport);
        serve(60);
        exchange();

        assertThat(sessions()).hasSize(SHARDS).doesNotContain(0);
        assertThat(sessions().stream().mapToInt(Integer::intValue).sum()).isEqualTo(60);
        assertThat(clients).hasValue(60);
        assertThat(lost).hasValue(0);
        // Where the system balances, a handshake and its session stay where they arrive.
        assertThat(handedOver() == 0).isEqualTo(transport == Transport.EPOLL);
    }

    @Test
    void noSessionIsLostWhenASocketIsOpenedAnew() {
        assumeTrue(Transport.best() == Transport.EPOLL);
        serve(200);
        exchange();
        // Who is moved depends on the order that the system has its sockets in: with all, some are.
        for (UdpShard shard : gateway.shards()) {
            shard.reopen().join();
            exchange();
        }

        assertThat(handedOver()).isPositive();
        assertThat(sessions().stream().mapToInt(Integer::intValue).sum()).isEqualTo(200);
        assertThat(clients).hasValue(200);
        assertThat(lost).hasValue(0);
    }

    @Test
    void clientsThatComeAgainFromTheirAddressesReplaceThemselves() {
        assumeTrue(Transport.best() == Transport.EPOLL);
        serve(12);
        exchange();
        clientLoops.close(); // nobody hears of it
        clientLoops = Loops.startDaemons("client", 1);
        gateway.shards().get(1).reopen().join();
        remotes.replaceAll(old -> new Remote(old.shard.address(), old.identity));
        await().atMost(PATIENCE).until(() -> remotes.stream().allMatch(remote -> remote.open));
        exchange();

        assertThat(clients).hasValue(24);
        assertThat(sessions().stream().mapToInt(Integer::intValue).sum()).isEqualTo(12);
    }

    @ParameterizedTest
    @MethodSource("transports")
    void aPortOfSeveralShardsIsNotShared(Transport transport) {
        serverLoops.close();
        serverLoops = Loops.start("server", SHARDS, true, transport);
        serve(0);
        InetSocketAddress taken = gateway.addresses().get(0);

        assertThatThrownBy(() -> start(serverLoops, taken).join())
                .cause()
                .isInstanceOf(PortUnavailableException.class)
                .hasMessageContaining("is in use");
        gateway.stop(Duration.ofSeconds(5)).join();
    }

    private long overLimit() {
        return gateway.statistics().stream().mapToLong(one -> one.join().overLimit()).sum();
    }

    @Test
    void theLimitOfSessionsIsOneForAllShards() {
        endpoint = EndpointConfig.SERVER.withLimits(5, 1000, 64);
        serve(5);
        Remote late = new Remote(ANY, Identity.client(random));
        await().atMost(PATIENCE).until(() -> overLimit() > 0);
        assertThat(late.open).isFalse();
        assertThat(sessions().stream().mapToInt(Integer::intValue).sum()).isEqualTo(5);

        remotes.get(0).shard.stop(Duration.ofSeconds(5));
        await().atMost(PATIENCE).until(() -> late.open);
    }

    @Test
    void theCensusComesBackToNothing() {
        SharedCensus census = new SharedCensus(from -> true);
        InetAddress address = ANY.getAddress();
        census.began(address);
        census.began(address);
        assertThat(census.unproven(address)).isEqualTo(2);
        census.settled(address);
        census.settled(address);
        assertThat(census.unproven(address)).isZero();
        assertThat(census.unprovenAddresses()).isZero();
    }

    @ParameterizedTest
    @MethodSource("transports")
    void eachAddressAnswersForItselfOnEveryShard(Transport transport) {
        serverLoops.close();
        serverLoops = Loops.start("server", SHARDS, true, transport);
        gateway =
                start(
                                serverLoops,
                                new InetSocketAddress("127.0.0.2", 0),
                                new InetSocketAddress("::1", 0))
                        .join();
        for (int i = 0; i < 24; i++) {
            InetSocketAddress to = gateway.addresses().get(i % 2);
            InetSocketAddress from = new InetSocketAddress(i % 2 == 0 ? "127.0.0.1" : "::1", 0);
            remotes.add(new Remote(from, Identity.client(random), List.of(to)));
        }
        await().atMost(PATIENCE).until(() -> remotes.stream().allMatch(remote -> remote.open));
        exchange();

        for (int i = 0; i < 24; i++) {
            assertThat(remotes.get(i).served).isEqualTo(gateway.addresses().get(i % 2));
        }
        assertThat(sessions()).hasSize(2 * SHARDS);
        assertThat(lost).hasValue(0);
    }

    @Test
    void handOversThatDoNotFitAreDroppedAndCounted() {
        ManualLoop stuck = new ManualLoop();
        AtomicInteger arrived = new AtomicInteger();
        HandOverProxy door =
                new HandOverProxy(stuck, (datagram, length, from) -> arrived.incrementAndGet());
        for (int i = 0; i < 1100; i++) {
            door.offer(new byte[20], 20, ANY);
        }
        stuck.run();
        assertThat(arrived.get() + door.dropped()).isEqualTo(1100);
        assertThat(door.dropped()).isPositive();
    }
}
