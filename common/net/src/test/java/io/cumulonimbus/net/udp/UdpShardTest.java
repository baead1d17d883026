package io.cumulonimbus.net.udp;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.awaitility.Awaitility.await;

import io.cumulonimbus.client.Client;
import io.cumulonimbus.client.ClientAcceptor;
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
import io.cumulonimbus.net.loop.Transport;
import io.cumulonimbus.rtmfp.crypto.EndpointDiscriminator;
import io.cumulonimbus.rtmfp.crypto.Identity;
import io.cumulonimbus.rtmfp.endpoint.EndpointConfig;
import io.cumulonimbus.rtmfp.endpoint.OpenFailure;
import io.cumulonimbus.rtmfp.endpoint.OpeningListener;
import io.cumulonimbus.testkit.UdpRelay;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.security.SecureRandom;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionException;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.TimeUnit;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;
import org.junit.jupiter.params.provider.ValueSource;

class UdpShardTest {
    private static final InetSocketAddress ANY =
            new InetSocketAddress(InetAddress.getLoopbackAddress(), 0);
    private static final Duration GRACE = Duration.ofSeconds(5);

    private final SecureRandom random = new SecureRandom();
    private final KeyingProxy keying = new KeyingProxy(1, 256);
    private final List<CloseReason> serverClosed = new CopyOnWriteArrayList<>();
    private Loops serverLoops = Loops.startDaemons("server", 1);
    private Loops clientLoops = Loops.startDaemons("client", 1);
    private UdpGateway gateway;
    private UdpShard shard;

    static Stream<Transport> transports() {
        return Stream.of(Transport.values())
                .filter(t -> t != Transport.EPOLL || Transport.whyNotEpoll().isEmpty());
    }

    @AfterEach
    void end() {
        clientLoops.close();
        serverLoops.close();
        keying.close();
    }

    /** Answers each flow with a return flow that repeats it. */
    private final class Echo implements ClientAcceptor {
        @Override
        public ClientHandler accept(Client client) {
            return new ClientHandler() {
                @Override
                public Optional<FlowHandler> onFlow(IncomingFlow flow) {
                    FlowSpec spec = new FlowSpec(flow.metadata(), Optional.of(flow), Priority.DATA);
                    MessageSink back = client.openFlow(spec, SinkListener.NONE);
                    return Optional.of(new Repeating(back));
                }

                @Override
                public void onClosed(CloseReason reason) {
                    serverClosed.add(reason);
                }
            };
        }
    }

    private record Repeating(MessageSink back) implements FlowHandler {
        @Override
        public void onMessage(Message message, long lostBefore) {
            back.write(message, Deadline.NONE);
        }

        @Override
        public void onClosed() {
            back.close();
        }
    }

    /** The client's end: remembers what comes back. */
    private static final class Remote implements ClientHandler, OpeningListener {
        final CompletableFuture<Client> opened = new CompletableFuture<>();
        final CompletableFuture<CloseReason> closed = new CompletableFuture<>();
        final List<Message> messages = new CopyOnWriteArrayList<>();
        volatile long bytes;

        @Override
        public ClientHandler onOpened(Client client) {
            opened.complete(client);
            return this;
        }

        @Override
        public void onFailed(OpenFailure reason) {
            opened.completeExceptionally(new IllegalStateException(reason.name()));
        }

        @Override
        public Optional<FlowHandler> onFlow(IncomingFlow flow) {
            return Optional.of(
                    new FlowHandler() {
                        @Override
                        public void onMessage(Message message, long lostBefore) {
                            messages.add(message);
                            bytes += message.length();
                        }

                        @Override
                        public void onClosed() {}
                    });
        }

        @Override
        public void onClosed(CloseReason reason) {
            closed.complete(reason);
        }
    }

    private UdpGateway.Setup setup(InetSocketAddress... at) {
        return new UdpGateway.Setup(
                List.of(at),
                new UdpOptions(1 << 20, false),
                EndpointConfig.SERVER,
                Identity.server(random),
                random);
    }

    private void serve(InetSocketAddress... at) {
        gateway = UdpGateway.start(serverLoops, setup(at), keying, loop -> new Echo()).join();
    }

    private Remote connect(InetSocketAddress to) {
        EndpointFactory endpoints =
                EndpointFactory.of(
                        EndpointConfig.CLIENT, Identity.client(random), new Echo(), random);
        shard =
                UdpShard.open(
                                clientLoops.loop(0),
                                new InetSocketAddress(0),
                                new UdpOptions(1 << 20, false),
                                keying,
                                endpoints)
                        .join();
        Remote remote = new Remote();
        clientLoops
                .loop(0)
                .execute(
                        () ->
                                shard.endpoint()
                                        .connect(
                                                EndpointDiscriminator.ofUri("rtmfp://x/app"),
                                                List.of(to),
                                                remote,
                                                clientLoops.loop(0).nowNs()));
        return remote;
    }

    private Remote connected() {
        Remote remote = connect(gateway.addresses().get(0));
        remote.opened.orTimeout(60, TimeUnit.SECONDS).join();
        return remote;
    }

    private List<Message> write(Remote remote, Priority priority, int... lengths) {
        List<Message> written = new ArrayList<>();
        for (int length : lengths) {
            byte[] bytes = new byte[length];
            Arrays.fill(bytes, (byte) (length + written.size()));
            written.add(Message.of(bytes));
        }
        clientLoops
                .loop(0)
                .execute(
                        () -> {
                            FlowSpec spec =
                                    new FlowSpec(new byte[] {7}, Optional.empty(), priority);
                            MessageSink sink =
                                    remote.opened.join().openFlow(spec, SinkListener.NONE);
                            written.forEach(message -> sink.write(message, Deadline.NONE));
                        });
        return written;
    }

    private void echoes(Transport transport) {
        serverLoops.close();
        clientLoops.close();
        serverLoops = Loops.start("server", 1, true, transport);
        clientLoops = Loops.start("client", 1, true, transport);
        serve(ANY);
        Remote remote = connected();
        List<Message> written = write(remote, Priority.DATA, 1, 100, 5000, 0, 1 << 20, 3);
        await().atMost(Duration.ofSeconds(60)).until(() -> remote.messages.size() == 6);

        assertThat(remote.messages).isEqualTo(written);
        assertThat(shard.statistics().join().endpoint().sessions()).isEqualTo(1);
        assertThat(gateway.statistics().get(0).join().accepted()).isEqualTo(1);
    }

    @ParameterizedTest
    @MethodSource("transports")
    void flowsAreEchoedOverRealUdp(Transport transport) {
        echoes(transport);
    }

    @Test
    void fiftyMegabytesPassThereAndBack() {
        serve(ANY);
        Remote remote = connected();
        int[] lengths = new int[50];
        Arrays.fill(lengths, 1 << 20);
        write(remote, Priority.BULK, lengths);

        await().atMost(Duration.ofSeconds(60)).until(() -> remote.bytes == 50L << 20);
    }

    @Test
    void aLossyNetworkOnlyDelays() {
        serve(ANY);
        try (UdpRelay relay = new UdpRelay(gateway.addresses().get(0), 0.1, 42)) {
            Remote remote = connect(relay.address());
            remote.opened.orTimeout(60, TimeUnit.SECONDS).join();
            List<Message> written = write(remote, Priority.VIDEO, 200_000, 10, 20, 300_000);
            await().atMost(Duration.ofSeconds(60)).until(() -> remote.messages.size() == 4);

            assertThat(remote.messages).isEqualTo(written);
        }
    }

    @Test
    void stoppingTheGatewayTellsTheClients() {
        serve(ANY);
        Remote remote = connected();
        write(remote, Priority.DATA, 10);
        await().until(() -> remote.messages.size() == 1); // before, the server knows of no client
        gateway.stop(GRACE).orTimeout(60, TimeUnit.SECONDS).join();

        assertThat(remote.closed.orTimeout(60, TimeUnit.SECONDS).join())
                .isEqualTo(CloseReason.FAR_CLOSED);
        assertThat(serverClosed).hasSize(1);
        gateway.stop(GRACE).orTimeout(60, TimeUnit.SECONDS).join();
    }

    @Test
    void aShardThatWaitsForItsSessionsLetsThemSayGoodbye() {
        serve(ANY);
        Remote remote = connected();
        write(remote, Priority.DATA, 200_000);
        clientLoops.loop(0).execute(() -> remote.opened.join().close(CloseReason.NEAR_CLOSED));
        shard.stopWhenEmpty(GRACE).orTimeout(60, TimeUnit.SECONDS).join();

        await().until(() -> serverClosed.equals(List.of(CloseReason.FAR_CLOSED)));
    }

    @Test
    void nobodyAnswersAtADeadAddress() {
        serve(ANY);
        InetSocketAddress dead = gateway.addresses().get(0);
        gateway.stop(GRACE).join();
        Remote remote = connect(dead);
        shard.stop(Duration.ZERO).orTimeout(60, TimeUnit.SECONDS).join();

        assertThatThrownBy(() -> remote.opened.orTimeout(60, TimeUnit.SECONDS).join())
                .hasMessageContaining("STOPPING");
    }

    @ParameterizedTest
    @ValueSource(strings = {"127.0.0.2", "::1"})
    void answersLeaveFromTheAddressThatWasSpokenTo(String address) {
        serve(ANY, new InetSocketAddress(address, 0));
        InetSocketAddress second = gateway.addresses().get(1);
        Remote remote = connect(second);

        Client client = remote.opened.orTimeout(60, TimeUnit.SECONDS).join();
        assertThat(client.address()).isEqualTo(second);
    }

    @ParameterizedTest
    @ValueSource(strings = {"127.0.0.1", "::1"})
    void everyAddressIsThatOfBothFamilies(String spokenTo) {
        serve(new InetSocketAddress("0.0.0.0", 0));
        int port = gateway.addresses().get(0).getPort();
        Remote remote = connect(new InetSocketAddress(spokenTo, port));

        assertThat(remote.opened.orTimeout(60, TimeUnit.SECONDS).join().address().getPort())
                .isEqualTo(port);
    }

    @Test
    void severalAddressesAreServedOrNone() {
        serve(ANY, ANY);
        InetSocketAddress first = gateway.addresses().get(0);
        InetSocketAddress second = gateway.addresses().get(1);
        assertThat(first).isNotEqualTo(second);
        connected();
        gateway.stop(GRACE).join();
        serve(first);

        assertThatThrownBy(() -> serve(second, first))
                .isInstanceOf(CompletionException.class)
                .cause()
                .isInstanceOf(PortUnavailableException.class)
                .hasMessageContaining("UDP port " + first.getPort() + " is in use");
        await().ignoreException(CompletionException.class)
                .until(
                        () -> {
                            serve(second);
                            return true;
                        });
    }
}
