package io.cumulonimbus.net.udp;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assumptions.assumeThat;
import static org.awaitility.Awaitility.await;

import io.cumulonimbus.net.gateway.PortUnavailableException;
import io.cumulonimbus.net.loop.Loops;
import io.cumulonimbus.net.loop.Transport;
import java.io.IOException;
import java.net.DatagramPacket;
import java.net.DatagramSocket;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionException;
import java.util.concurrent.ExecutionException;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

class UdpSocketTest {
    private static final InetSocketAddress ANY =
            new InetSocketAddress(InetAddress.getLoopbackAddress(), 0);

    private Loops loops;

    static Stream<Transport> transports() {
        return Stream.of(Transport.values())
                .filter(t -> t != Transport.EPOLL || Transport.whyNotEpoll().isEmpty());
    }

    @AfterEach
    void end() {
        loops.close();
    }

    /** Counts what arrives, on one loop; read by the test in the end. */
    private static final class Counting implements DatagramReceiver {
        final List<Integer> lengths = new ArrayList<>();
        volatile int count;
        int batches;

        @Override
        public void onDatagram(byte[] datagram, int length, InetSocketAddress from) {
            lengths.add(length + datagram[0]);
            count++;
        }

        @Override
        public void onBatchEnd() {
            batches++;
        }
    }

    private UdpSocket open(DatagramReceiver receiver, InetSocketAddress at, UdpOptions options) {
        return UdpSocket.open(loops.loop(0), at, options, PortUse.ALONE, receiver).join();
    }

    private void passes(Transport transport, UdpOptions options) {
        loops = Loops.start("udp", 1, true, transport);
        Counting counting = new Counting();
        UdpSocket to = open(counting, ANY, options);
        UdpSocket from = open(new Counting(), ANY, options);
        List<Integer> sent = new ArrayList<>();
        CompletableFuture<Void> done = new CompletableFuture<>();
        loops.loop(0)
                .execute(
                        () -> {
                            byte[] reused = new byte[UdpSocket.MAX_DATAGRAM];
                            for (int i = 0; i < 100; i++) {
                                reused[0] = (byte) i;
                                int length = i % 10 == 9 ? 30 : 1000 + i / 50;
                                from.send(reused, length, to.localAddress());
                                sent.add(length + i);
                            }
                            from.flush();
                            done.complete(null);
                        });
        done.join();
        await().until(() -> counting.count == 100);

        assertThat(counting.lengths).isEqualTo(sent);
        assertThat(counting.batches).isLessThan(100);
        assertThat(from.dropped()).isZero();
    }

    @ParameterizedTest
    @MethodSource("transports")
    void datagramsPassInBatches(Transport transport) {
        passes(transport, new UdpOptions(1 << 20, false));
    }

    @ParameterizedTest
    @MethodSource("transports")
    void datagramsKeepTheirLimitsWhenSegmented(Transport transport) {
        passes(transport, new UdpOptions(1 << 20, true));
    }

    /** With what Linux gives unasked, all but some 300 would be lost. */
    @ParameterizedTest
    @MethodSource("transports")
    void whatComesWhileTheLoopIsHeldUpIsKept(Transport transport) throws Exception {
        loops = Loops.start("udp", 1, true, transport);
        assumeThat(systemAllows()).isGreaterThanOrEqualTo(UdpOptions.AMPLE);
        Counting counting = new Counting();
        UdpSocket to = open(counting, ANY, UdpOptions.DEFAULT);
        CompletableFuture<Void> held = new CompletableFuture<>();
        loops.loop(0).eventLoop().execute(held::join);
        try (DatagramSocket from = new DatagramSocket(0, ANY.getAddress())) {
            for (int i = 0; i < 3000; i++) {
                from.send(new DatagramPacket(new byte[60], 60, to.localAddress()));
            }
        }
        held.complete(null);
        await().until(() -> counting.count == 3000);
    }

    private static int systemAllows() throws IOException {
        try (DatagramSocket socket = new DatagramSocket()) {
            socket.setReceiveBufferSize(UdpOptions.AMPLE);
            return socket.getReceiveBufferSize();
        }
    }

    @ParameterizedTest
    @MethodSource("transports")
    void aPortInUseIsNamed(Transport transport) {
        loops = Loops.start("udp", 1, true, transport);
        UdpSocket first = open(new Counting(), ANY, UdpOptions.DEFAULT);
        CompletableFuture<UdpSocket> second =
                UdpSocket.open(
                        loops.loop(0),
                        first.localAddress(),
                        UdpOptions.DEFAULT,
                        PortUse.ALONE,
                        new Counting());

        PortUnavailableException why = failure(second);
        assertThat(why.inUse()).isTrue();
        assertThat(why.address()).isEqualTo(first.localAddress());
        assertThat(why)
                .hasMessage("UDP port %d is in use (on 127.0.0.1)", first.localAddress().getPort());
    }

    @ParameterizedTest
    @MethodSource("transports")
    void anAddressOfAnotherMachineIsNamed(Transport transport) {
        loops = Loops.start("udp", 1, true, transport);
        InetSocketAddress foreign = new InetSocketAddress("192.0.2.1", 4000);
        CompletableFuture<UdpSocket> socket =
                UdpSocket.open(
                        loops.loop(0), foreign, UdpOptions.DEFAULT, PortUse.ALONE, new Counting());

        PortUnavailableException why = failure(socket);
        assertThat(why.inUse()).isFalse();
        assertThat(why).hasMessageContaining("UDP port 4000").hasMessageContaining("192.0.2.1");
    }

    @ParameterizedTest
    @MethodSource("transports")
    void aClosedSocketGivesItsPortBack(Transport transport) {
        loops = Loops.start("udp", 1, true, transport);
        UdpSocket first = open(new Counting(), ANY, UdpOptions.DEFAULT);
        InetSocketAddress address = first.localAddress();
        first.close().join();

        // Java's own selectors let go of a port at their next turn only
        await().ignoreException(CompletionException.class)
                .until(
                        () -> open(new Counting(), address, UdpOptions.DEFAULT).localAddress(),
                        address::equals);
    }

    private static PortUnavailableException failure(CompletableFuture<?> future) {
        try {
            future.get();
        } catch (ExecutionException failed) {
            return (PortUnavailableException) failed.getCause();
        } catch (InterruptedException never) {
            throw new IllegalStateException(never);
        }
        throw new AssertionError("did not fail");
    }
}
