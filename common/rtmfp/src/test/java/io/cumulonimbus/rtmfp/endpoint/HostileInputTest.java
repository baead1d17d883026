package io.cumulonimbus.rtmfp.endpoint;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import io.cumulonimbus.rtmfp.chunk.Chunk;
import io.cumulonimbus.rtmfp.chunk.ChunkDecoder;
import io.cumulonimbus.rtmfp.chunk.IHello;
import io.cumulonimbus.rtmfp.crypto.DhGroup;
import io.cumulonimbus.rtmfp.crypto.Identity;
import io.cumulonimbus.rtmfp.crypto.SessionKey;
import io.cumulonimbus.rtmfp.packet.Multiplex;
import io.cumulonimbus.rtmfp.packet.PacketHeader;
import io.cumulonimbus.rtmfp.session.SessionConfig;
import io.cumulonimbus.testkit.Mutator;
import io.cumulonimbus.testkit.RecordingHandler;
import io.cumulonimbus.testkit.SeededTest;
import io.cumulonimbus.testkit.Vectors;
import java.net.InetSocketAddress;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.SplittableRandom;
import java.util.random.RandomGenerator;
import org.junit.jupiter.api.Test;

/** Near misses of everything, straight into the endpoint: nothing breaks, nothing grows. */
class HostileInputTest {
    private static final List<byte[]> SESSION_PACKETS = new ArrayList<>();
    private static final List<byte[]> STARTUP_PACKETS = new ArrayList<>();

    static {
        for (JsonNode line : Vectors.lines("session-loss.jsonl")) {
            if (line.path("node").asText().equals("server")
                    && line.path("ev").asText().equals("rx")
                    && line.path("key").asText().equals("session")) {
                SESSION_PACKETS.add(Vectors.hex(line, "packet"));
            }
        }
        for (JsonNode line : Vectors.lines("captured-startup.jsonl")) {
            STARTUP_PACKETS.add(Vectors.hex(line, "packet"));
        }
    }

    /** A plain packet, header and all, under the session's key. */
    private static void hears(RawPeer peer, byte[] plain) {
        byte[] datagram = new byte[plain.length + 100];
        int sealed = peer.key().seal(plain, 0, plain.length, datagram, Multiplex.HEADER);
        int length = Multiplex.HEADER + sealed;
        Multiplex.writeSessionId(0x11223344, datagram, 0, length);
        peer.hears(Arrays.copyOf(datagram, length), RawPeer.ADDRESS);
    }

    @SeededTest(seeds = 30)
    void mutatedSessionPacketsBreakNothing(long seed) {
        RandomGenerator random = new SplittableRandom(seed);
        Mutator mutator = new Mutator(random);
        RawPeer peer = new RawPeer();
        for (int i = 0; i < 1000; i++) {
            byte[] valid = SESSION_PACKETS.get(random.nextInt(SESSION_PACKETS.size()));
            byte[] packet = random.nextInt(4) == 0 ? valid : mutator.mutate(valid);
            if (peer.session().isOpen()) {
                hears(peer, packet);
            } else {
                assertThat(peer.handler().closed()).isPresent();
                peer.handler().verify();
                peer = new RawPeer();
            }
            peer.pass(random.nextInt(50));
            for (Packets.Opened answer : peer.sends()) {
                assertThat(answer.plain().length).isLessThan(1200);
            }
            assertThat(peer.counters().faults).isZero();
        }
        peer.handler().verify();
    }

    @SeededTest(seeds = 10)
    void mutatedDatagramsChangeNothing(long seed) {
        RandomGenerator random = new SplittableRandom(seed);
        Mutator mutator = new Mutator(random);
        RawPeer peer = new RawPeer(SessionConfig.DEFAULT, 8, true);
        for (int i = 0; i < 1000; i++) {
            byte[] valid =
                    Packets.seal(
                            peer.key(),
                            0x11223344,
                            new PacketHeader(1, true, true, 5, 6),
                            RawPeer.opening(i, (byte) 1));
            byte[] datagram = mutator.mutate(valid);
            // The id in front is not protected; here it was found to be ours.
            boolean changed = !Arrays.equals(behindId(datagram), behindId(valid));
            if (changed && datagram.length >= 20) {
                peer.hears(datagram, RawPeer.ADDRESS);
            }
        }
        assertThat(peer.handler().flows()).isEmpty();
        assertThat(peer.session().isVerified()).isFalse();
        assertThat(peer.sends()).isEmpty();
    }

    @SeededTest(seeds = 10)
    void mutatedStartupsLeaveNoSessionAndNoLargeAnswer(long seed) {
        SplittableRandom random = new SplittableRandom(seed);
        Mutator mutator = new Mutator(random);
        int[] keyings = new int[1];
        RtmfpEndpoint server =
                new RtmfpEndpoint(
                        EndpointConfig.SERVER,
                        Identity.server(random, List.of(DhGroup.MODP_1024)),
                        client -> new RecordingHandler(),
                        work -> keyings[0]++,
                        () -> {},
                        random);
        long now = 1;
        for (int i = 0; i < 2000; i++) {
            byte[] valid = STARTUP_PACKETS.get(random.nextInt(STARTUP_PACKETS.size()));
            byte[] plain = random.nextInt(5) == 0 ? valid : mutator.mutate(valid);
            byte[] datagram = startup(plain);
            InetSocketAddress from = new InetSocketAddress("192.0.2.1", 1 + i);
            now += 1_000_000;
            server.receive(datagram, datagram.length, from, now);
            int[] answered = new int[1];
            server.flush((packet, length, to) -> answered[0] += length, now);
            assertThat(answered[0]).isLessThanOrEqualTo(5 * datagram.length);
        }
        assertThat(keyings[0]).isZero();
        assertThat(server.statistics().sessions()).isZero();
        // What looked like a fragment is forgotten after a second without another one.
        long later = now + 1_000_000_000L;
        assertThat(server.advance(later)).isEqualTo(Long.MAX_VALUE);
    }

    @Test
    void noHelloIsAnsweredWithMoreThanFiveTimesItsBytes() {
        SplittableRandom random = new SplittableRandom(1);
        RtmfpEndpoint server =
                new RtmfpEndpoint(
                        EndpointConfig.SERVER,
                        Identity.server(random, List.of(DhGroup.MODP_1024)),
                        client -> new RecordingHandler(),
                        work -> {},
                        () -> {},
                        random);
        byte[] wanted = {1, 0x0a};
        PacketHeader bare = new PacketHeader(3, false, false, PacketHeader.NONE, PacketHeader.NONE);
        int answers = 0;
        for (int tag = 0; tag < 40; tag++) {
            byte[] datagram =
                    Packets.seal(
                            SessionKey.defaultKey(), 0, bare, new IHello(wanted, new byte[tag]));
            server.receive(datagram, datagram.length, RawPeer.ADDRESS, 1 + tag);
            int[] answered = new int[1];
            server.flush((packet, length, to) -> answered[0] += length, 1 + tag);
            assertThat(answered[0]).isLessThanOrEqualTo(5 * datagram.length);
            answers += answered[0] > 0 ? 1 : 0;
        }
        assertThat(answers).isEqualTo(40 - 8);
    }

    @Test
    void severalHellosInADatagramGetOneAnswer() {
        SplittableRandom random = new SplittableRandom(1);
        RtmfpEndpoint server =
                new RtmfpEndpoint(
                        EndpointConfig.SERVER,
                        Identity.server(random, List.of(DhGroup.MODP_1024)),
                        client -> new RecordingHandler(),
                        work -> {},
                        () -> {},
                        random);
        IHello hello = new IHello(new byte[] {1, 0x0a}, new byte[16]);
        byte[] datagram = Packets.startup(0, hello, hello, hello);
        List<Integer> answers = new ArrayList<>();
        for (int i = 0; i < 2; i++) {
            server.receive(datagram, datagram.length, RawPeer.ADDRESS, 1 + i);
            server.flush((packet, length, to) -> answers.add(length), 1 + i);
        }
        assertThat(answers).hasSize(2);
        assertThat(server.statistics().hellos()).isEqualTo(2);
        assertThat(server.statistics().overLimit()).isEqualTo(4);
    }

    @SeededTest(seeds = 5)
    void randomDatagramsAreCountedAndForgotten(long seed) {
        SplittableRandom random = new SplittableRandom(seed);
        RtmfpEndpoint server =
                new RtmfpEndpoint(
                        EndpointConfig.SERVER,
                        Identity.server(random, List.of(DhGroup.MODP_1024)),
                        client -> new RecordingHandler(),
                        work -> {
                            throw new AssertionError("no arithmetic for noise");
                        },
                        () -> {
                            throw new AssertionError("no answer to noise");
                        },
                        random);
        InetSocketAddress from = new InetSocketAddress("192.0.2.1", 9);
        for (int i = 0; i < 20_000; i++) {
            byte[] datagram = new byte[random.nextInt(1500)];
            random.nextBytes(datagram);
            if (random.nextInt(4) == 0 && datagram.length >= 12) {
                Multiplex.writeSessionId(0, datagram, 0, datagram.length);
            }
            server.receive(datagram, datagram.length, from, i);
        }
        EndpointStatistics counted = server.statistics();
        assertThat(counted.received()).isEqualTo(20_000);
        assertThat(counted.unknownSession() + counted.rejected() + counted.malformed())
                .isGreaterThanOrEqualTo(20_000);
        assertThat(counted.sessions()).isZero();
    }

    @SeededTest(seeds = 10)
    void randomChunksInASessionBreakNothing(long seed) {
        SplittableRandom random = new SplittableRandom(seed);
        RawPeer peer = new RawPeer();
        byte[] types = {
            0x10, 0x10, 0x10, 0x11, 0x50, 0x51, 0x18, 0x5e, 0x01, 0x41, 0x7f, 0x0f, 0x30
        };
        List<Chunk> seen = new ArrayList<>();
        for (int i = 0; i < 3000; i++) {
            byte[] plain = new byte[random.nextInt(4, 600)];
            random.nextBytes(plain);
            plain[0] = 1;
            int at = 1;
            while (at + 3 < plain.length) {
                int size = random.nextInt(Math.min(40, plain.length - at - 2));
                plain[at] = types[random.nextInt(types.length)];
                plain[at + 1] = 0;
                plain[at + 2] = (byte) size;
                at += 3 + size;
            }
            new ChunkDecoder().decode(plain, 1, plain.length - 1, seen::add);
            hears(peer, plain);
            peer.pass(1);
            peer.sends();
            assertThat(peer.counters().faults).isZero();
        }
        assertThat(seen).isNotEmpty();
        assertThat(peer.handler().flows().size()).isLessThanOrEqualTo(5000);
        peer.handler().verify();
    }

    private static byte[] behindId(byte[] datagram) {
        int from = Math.min(Multiplex.HEADER, datagram.length);
        return Arrays.copyOfRange(datagram, from, datagram.length);
    }

    private static byte[] startup(byte[] plain) {
        byte[] datagram = new byte[plain.length + 100];
        int sealed =
                SessionKey.defaultKey().seal(plain, 0, plain.length, datagram, Multiplex.HEADER);
        int length = Multiplex.HEADER + sealed;
        Multiplex.writeSessionId(0, datagram, 0, length);
        return Arrays.copyOf(datagram, length);
    }
}
