package io.cumulonimbus.net.udp;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import io.cumulonimbus.net.loop.Loops;
import io.cumulonimbus.net.loop.Transport;
import io.netty.channel.epoll.EpollDatagramChannel;
import io.netty.channel.unix.IntegerUnixChannelOption;
import java.net.DatagramPacket;
import java.net.DatagramSocket;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

class SendBatchTest {
    private static final List<Integer> LENGTHS = List.of(1200, 1200, 1200, 700, 900, 1200, 1200);

    /** Without checksums the kernel refuses segments, as interfaces without offload do. */
    private static final IntegerUnixChannelOption NO_CHECKSUM =
            new IntegerUnixChannelOption("SO_NO_CHECK", 1, 11);

    private final Loops loops = Loops.startDaemons("udp", 1);
    private EpollDatagramChannel channel;
    private SendBatch batch;

    @BeforeEach
    void open() {
        assumeTrue(Transport.best() == Transport.EPOLL);
        assumeTrue(EpollDatagramChannel.isSegmentedDatagramPacketSupported());
        channel = new EpollDatagramChannel();
        loops.loop(0).eventLoop().register(channel).syncUninterruptibly();
        channel.bind(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0))
                .syncUninterruptibly();
        batch = new SendBatch(channel, true);
    }

    @AfterEach
    void close() {
        loops.close();
    }

    private List<Integer> arrived(DatagramSocket receiver) throws Exception {
        InetSocketAddress to = (InetSocketAddress) receiver.getLocalSocketAddress();
        loops.loop(0)
                .execute(
                        () -> {
                            LENGTHS.forEach(length -> batch.add(new byte[length], length, to));
                            batch.end();
                            channel.flush();
                        });
        List<Integer> lengths = new ArrayList<>();
        DatagramPacket packet = new DatagramPacket(new byte[65_536], 65_536);
        while (lengths.size() < LENGTHS.size()) {
            receiver.receive(packet);
            lengths.add(packet.getLength());
            packet.setLength(65_536);
        }
        return lengths;
    }

    private boolean segments(InetAddress to) {
        return loops.loop(0)
                .eventLoop()
                .submit(() -> batch.segments(to))
                .syncUninterruptibly()
                .getNow();
    }

    @Test
    void segmentsArriveAsTheDatagramsTheyWere() throws Exception {
        try (DatagramSocket receiver = new DatagramSocket(0, InetAddress.getLoopbackAddress())) {
            receiver.setSoTimeout(60_000);
            assertThat(arrived(receiver)).isEqualTo(LENGTHS);
            assertThat(segments(InetAddress.getLoopbackAddress())).isTrue();
        }
    }

    @Test
    void whatAnInterfaceRefusesToSegmentLeavesOneByOne() throws Exception {
        channel.config().setOption(NO_CHECKSUM, 1);
        try (DatagramSocket receiver = new DatagramSocket(0, InetAddress.getLoopbackAddress())) {
            receiver.setSoTimeout(60_000);
            assertThat(arrived(receiver)).containsExactlyInAnyOrderElementsOf(LENGTHS);
            assertThat(segments(InetAddress.getLoopbackAddress())).isFalse();
            assertThat(arrived(receiver)).isEqualTo(LENGTHS);
        }
    }
}
