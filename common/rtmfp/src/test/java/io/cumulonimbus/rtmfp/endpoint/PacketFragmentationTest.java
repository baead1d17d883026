package io.cumulonimbus.rtmfp.endpoint;

import static org.assertj.core.api.Assertions.assertThat;

import io.cumulonimbus.rtmfp.chunk.Chunk;
import io.cumulonimbus.rtmfp.chunk.ChunkEncoder;
import io.cumulonimbus.rtmfp.chunk.IHello;
import io.cumulonimbus.rtmfp.chunk.PacketFragment;
import io.cumulonimbus.rtmfp.chunk.RHello;
import io.cumulonimbus.rtmfp.crypto.DhGroup;
import io.cumulonimbus.rtmfp.crypto.EndpointDiscriminator;
import io.cumulonimbus.rtmfp.crypto.Identity;
import io.cumulonimbus.rtmfp.crypto.SessionKey;
import io.cumulonimbus.rtmfp.packet.PacketHeader;
import io.cumulonimbus.rtmfp.packet.PacketWriter;
import io.cumulonimbus.rtmfp.session.PacketAssembler;
import java.net.InetSocketAddress;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import java.util.SplittableRandom;
import org.junit.jupiter.api.Test;

/** Startup packets in pieces, as an endpoint sends and takes them. */
class PacketFragmentationTest {
    private static final InetSocketAddress FAR = new InetSocketAddress("192.0.2.1", 1111);
    private static final long MS = 1_000_000L;

    private final Counters counters = new Counters();
    private final StartupOutbox outbox = new StartupOutbox(counters, () -> {});
    private final List<byte[]> sent = new ArrayList<>();
    private final PacketAssembler packets =
            new PacketAssembler(
                    (datagram, length, to) -> sent.add(Arrays.copyOf(datagram, length)));

    private static byte[] plain(int mode, Chunk chunk) {
        PacketWriter out = new PacketWriter(70_000);
        new PacketHeader(mode, false, false, 7, PacketHeader.NONE).write(out);
        assertThat(ChunkEncoder.encode(chunk, out)).isTrue();
        return out.toBytes();
    }

    private static RHello longHello() {
        byte[] certificate = new byte[3000];
        new SplittableRandom(1).nextBytes(certificate);
        return new RHello(new byte[16], new byte[64], certificate);
    }

    @Test
    void anAnswerThatFitsIntoADatagramIsNotCut() {
        outbox.add(new RHello(new byte[16], new byte[64], new byte[1000]), 0, FAR);
        outbox.flush(packets, 0);
        assertThat(Packets.startup(sent.get(0)).only(RHello.class).certificate()).hasSize(1000);
    }

    @Test
    void anAnswerThatCannotFitIsCutAndPutTogetherAgain() {
        RHello hello = longHello();
        outbox.add(hello, 0, FAR);
        outbox.flush(packets, 0);
        assertThat(sent).hasSize(4);
        PacketReassembly reassembly = new PacketReassembly(counters);
        List<byte[]> whole = new ArrayList<>();
        for (byte[] datagram : sent) {
            PacketFragment piece = Packets.startup(datagram).only(PacketFragment.class);
            reassembly.add(piece, 0, FAR, 0).ifPresent(whole::add);
        }
        assertThat(whole).hasSize(1);
        assertThat(Arrays.copyOfRange(whole.get(0), 3, whole.get(0).length))
                .isEqualTo(Arrays.copyOfRange(plain(3, hello), 3, whole.get(0).length));
    }

    @Test
    void piecesLeaveAtAModerateRate() {
        for (int i = 0; i < 5; i++) {
            outbox.add(longHello(), 0, FAR);
        }
        PacketFragmenter fragmenter = outbox.fragmenter();
        int total = 0;
        for (long now = 0; now < 2000 * MS; now += 50 * MS) {
            sent.clear();
            if (fragmenter.deadline() <= now) {
                fragmenter.advance(now);
            }
            outbox.flush(packets, now);
            boolean due = now % PacketFragmenter.INTERVAL_NS == 0;
            assertThat(sent.size()).isLessThanOrEqualTo(due ? 4 : 0);
            assertThat(sent.stream().mapToInt(datagram -> datagram.length).sum())
                    .isLessThanOrEqualTo(4380);
            total += sent.size();
        }
        assertThat(total).isEqualTo(20);
        assertThat(fragmenter.deadline()).as("nothing is kept").isEqualTo(Long.MAX_VALUE);
    }

    @Test
    void whatWaitsIsBounded() {
        for (int i = 0; i < 1000; i++) {
            outbox.add(longHello(), 0, new InetSocketAddress("192.0.2.1", 1 + i % 100));
        }
        outbox.flush(packets, 0);
        assertThat(counters.overLimit).isGreaterThan(300);
    }

    /** Answers what an endpoint says to an IHello in pieces. */
    private static List<byte[]> answers(int carryingMode, int packetMode) {
        Identity identity = Identity.server(new SplittableRandom(1), List.of(DhGroup.MODP_1024));
        RtmfpEndpoint endpoint =
                new RtmfpEndpoint(
                        EndpointConfig.SERVER,
                        identity,
                        client -> {
                            throw new AssertionError();
                        },
                        work -> {},
                        () -> {},
                        new SplittableRandom(2));
        byte[] wanted = EndpointDiscriminator.ofUri("rtmfp://h/" + "x".repeat(200)).bytes();
        byte[] packet = plain(packetMode, new IHello(wanted, new byte[16]));
        int third = packet.length / 3;
        for (int i : new int[] {2, 0, 1}) {
            byte[] piece =
                    Arrays.copyOfRange(packet, i * third, i == 2 ? packet.length : (i + 1) * third);
            byte[] datagram =
                    Packets.seal(
                            SessionKey.defaultKey(),
                            0,
                            new PacketHeader(carryingMode, false, false, 1, PacketHeader.NONE),
                            new PacketFragment(i < 2, 5, i, piece));
            endpoint.receive(datagram, datagram.length, FAR, 0);
        }
        List<byte[]> out = new ArrayList<>();
        endpoint.flush((datagram, length, to) -> out.add(Arrays.copyOf(datagram, length)), 0);
        return out;
    }

    @Test
    void aHelloInPiecesIsAnswered() {
        Optional<byte[]> answer = answers(3, 3).stream().findFirst();
        assertThat(Packets.startup(answer.orElseThrow()).all(RHello.class)).hasSize(1);
    }

    @Test
    void piecesAndPacketsOfOtherModesAreDropped() {
        assertThat(answers(1, 3)).isEmpty();
        assertThat(answers(2, 2)).isEmpty();
        assertThat(answers(3, 1)).isEmpty();
    }
}
