package io.cumulonimbus.link.wire;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.cumulonimbus.client.ClientIdentity;
import io.cumulonimbus.client.CloseReason;
import io.cumulonimbus.client.Message;
import io.cumulonimbus.client.Priority;
import io.cumulonimbus.client.Protocol;
import io.cumulonimbus.link.EdgeLoad;
import io.cumulonimbus.link.LinkRole;
import io.cumulonimbus.link.PeerAddress;
import io.cumulonimbus.link.route.RouteAnswer;
import io.cumulonimbus.link.route.RouteQuestion;
import io.cumulonimbus.stream.DropPolicy;
import io.cumulonimbus.stream.FrameRole;
import io.cumulonimbus.stream.Had;
import io.cumulonimbus.stream.MediaKind;
import io.cumulonimbus.testkit.Mutator;
import io.cumulonimbus.testkit.SeededTest;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.UnknownHostException;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import java.util.random.RandomGenerator;
import org.junit.jupiter.api.Test;

/** Frames as bytes and back. */
class LinkCodecTest {
    private static byte[] bytes(RandomGenerator random, int length) {
        byte[] bytes = new byte[length];
        random.nextBytes(bytes);
        return bytes;
    }

    private static long number(RandomGenerator random) {
        return random.nextLong() >>> random.nextInt(1, 64);
    }

    private static <T> T any(T[] values, RandomGenerator random) {
        return values[random.nextInt(values.length)];
    }

    private static InetSocketAddress address(RandomGenerator random) {
        try {
            byte[] ip = bytes(random, random.nextBoolean() ? 4 : 16);
            return new InetSocketAddress(InetAddress.getByAddress(ip), random.nextInt(65_536));
        } catch (UnknownHostException e) {
            throw new AssertionError(e);
        }
    }

    /** One frame of each kind, with random contents. */
    private static List<LinkFrame> frames(RandomGenerator random) {
        ClientIdentity identity =
                new ClientIdentity(
                        any(Protocol.values(), random),
                        bytes(random, 32),
                        random.nextBoolean(),
                        "rtmfp://höst/" + number(random),
                        bytes(random, random.nextInt(64)),
                        bytes(random, random.nextInt(64)));
        Message part = Message.of(bytes(random, 3), bytes(random, 100), 10, 50);
        return List.of(
                new LinkFrame.Ping(random.nextLong()),
                new LinkFrame.Pong(random.nextLong()),
                new LinkFrame.Goodbye(),
                new LinkFrame.Attached(random.nextBoolean(), number(random), random.nextBoolean()),
                new LinkFrame.Routed(number(random), new RouteAnswer("host:1936", number(random))),
                new LinkFrame.Drain(),
                new LinkFrame.Leave(),
                new LinkFrame.Ack(number(random)),
                new LinkFrame.Load(load(random)),
                new LinkFrame.Pull(
                        number(random),
                        "film/höher",
                        new Had(random.nextLong(), number(random), number(random))),
                new LinkFrame.Release(number(random)),
                new LinkFrame.MediaBegin(number(random), head(random), part, 0, 53),
                new LinkFrame.MediaMore(number(random), part, 0, 53),
                new LinkFrame.StreamBegun(number(random), random.nextLong(), random.nextBoolean()),
                new LinkFrame.StreamOver(number(random), random.nextLong()),
                new LinkFrame.Behind(number(random), number(random), random.nextLong()),
                new LinkFrame.Subscribe(
                        number(random),
                        number(random),
                        "film",
                        number(random),
                        number(random),
                        number(random),
                        random.nextBoolean(),
                        random.nextBoolean() ? DropPolicy.BUFFERED : DropPolicy.UNBUFFERED,
                        wishes(random)),
                new LinkFrame.Control(number(random), number(random), wishes(random)),
                new LinkFrame.Unsubscribe(number(random), number(random)),
                new LinkFrame.Quality(List.of(figures(random), figures(random))),
                new LinkFrame.SessionOpen(
                        number(random),
                        identity,
                        random.nextBoolean(),
                        random.nextBoolean(),
                        address(random),
                        random.nextInt(-1, 100)),
                new LinkFrame.SessionClose(number(random), any(CloseReason.values(), random)),
                new LinkFrame.AddressChange(number(random), address(random)),
                new LinkFrame.RoundTrip(number(random), random.nextInt(-1, 1_000_000)),
                new LinkFrame.Challenge(number(random)),
                new LinkFrame.Elsewhere(number(random)),
                new LinkFrame.FlowClose(number(random), number(random)),
                new LinkFrame.FlowReject(number(random), number(random), random.nextLong()),
                new LinkFrame.Drained(
                        number(random),
                        number(random),
                        number(random),
                        number(random),
                        number(random)),
                new LinkFrame.MessageMore(number(random), number(random), part, 0, 53),
                new LinkFrame.MessageBegin(
                        number(random),
                        number(random),
                        1_000_000,
                        Long.MAX_VALUE,
                        number(random) / 1_000_000 * 1_000,
                        true,
                        random.nextBoolean(),
                        random.nextBoolean(),
                        number(random),
                        1 + number(random) / 2,
                        number(random),
                        random.nextBoolean(),
                        random.nextLong(),
                        part,
                        0,
                        53));
    }

    private static MediaHead head(RandomGenerator random) {
        return new MediaHead(
                random.nextLong(),
                number(random),
                random.nextBoolean(),
                any(MediaKind.values(), random),
                any(FrameRole.values(), random),
                random.nextBoolean(),
                random.nextInt(256),
                number(random),
                random.nextBoolean(),
                random.nextInt(),
                random.nextInt(100_000),
                random.nextInt(1 << 24),
                random.nextInt(1 << 24));
    }

    private static LinkFrame.Wishes wishes(RandomGenerator random) {
        return new LinkFrame.Wishes(
                random.nextBoolean(), random.nextBoolean(), random.nextBoolean());
    }

    private static LinkFrame.Figures figures(RandomGenerator random) {
        return new LinkFrame.Figures(
                number(random), number(random), counted(random), counted(random));
    }

    private static Counted counted(RandomGenerator random) {
        return new Counted(
                number(random),
                number(random),
                number(random),
                number(random),
                number(random),
                number(random));
    }

    private static EdgeLoad load(RandomGenerator random) {
        return new EdgeLoad(
                random.nextBoolean() ? Optional.of(address(random)) : Optional.empty(),
                random.nextBoolean(),
                random.nextBoolean(),
                number(random),
                1 + number(random) / 2,
                random.nextInt(EdgeLoad.MOST_CPU + 1),
                number(random));
    }

    private static byte[] encode(LinkFrame frame) {
        FrameWriter out = new FrameWriter();
        LinkCodec.encode(frame, out);
        return Arrays.copyOf(out.array(), out.length());
    }

    private static LinkFrame decode(byte[] frame) throws MalformedFrameException {
        return LinkCodec.decode(frame[2], frame, 3, frame.length - 3);
    }

    @SeededTest(seeds = 200)
    void everyFrameComesBackAsItWent(RandomGenerator random) throws MalformedFrameException {
        for (LinkFrame frame : frames(random)) {
            byte[] wire = encode(frame);
            assertThat((wire[0] & 0xff) << 8 | wire[1] & 0xff).isEqualTo(wire.length - 3);
            assertThat(decode(wire)).isEqualTo(frame);
        }
    }

    @SeededTest(seeds = 20)
    void flowOpenAndHandshakeFramesComeBackAsTheyWent(RandomGenerator random)
            throws MalformedFrameException {
        byte[] metadata = bytes(random, random.nextInt(513));
        LinkFrame.FlowOpen open =
                (LinkFrame.FlowOpen)
                        decode(encode(new LinkFrame.FlowOpen(1, 2, 3, Priority.AUDIO, metadata)));
        assertThat(open.metadata()).isEqualTo(metadata);
        assertThat(open.priority()).isEqualTo(Priority.AUDIO);
        assertThat(open.answers()).isEqualTo(3);
        List<LinkFrame> withBytes =
                List.of(
                        new LinkFrame.Attach(bytes(random, 16), number(random), true, 5),
                        new LinkFrame.Route(
                                number(random),
                                new RouteQuestion(Protocol.RTMPS, bytes(random, 100))),
                        new LinkFrame.Ask(number(random), bytes(random, 100)),
                        new LinkFrame.Told(
                                number(random),
                                random.nextBoolean(),
                                Message.of(bytes(random, 100)),
                                10,
                                80),
                        new LinkFrame.Restore(number(random), 1, bytes(random, 100)),
                        new LinkFrame.Owe(number(random), random.nextLong()),
                        new LinkFrame.Checkpoint(number(random), 0, bytes(random, 100)),
                        new LinkFrame.LastWords(number(random), 7, bytes(random, 30)));
        for (LinkFrame frame : withBytes) {
            assertThat(encode(decode(encode(frame)))).isEqualTo(encode(frame));
        }
        byte[] nonce = bytes(random, 32);
        LinkFrame.Hello hello =
                (LinkFrame.Hello)
                        decode(encode(new LinkFrame.Hello(1, LinkRole.ORIGIN, "ö", -5, nonce)));
        assertThat(hello.nonce()).isEqualTo(nonce);
        assertThat(hello.nodeId()).isEqualTo("ö");
        assertThat(encode(hello).length - 3).isLessThan(LinkCodec.MAX_HANDSHAKE_BODY);
    }

    @SeededTest(seeds = 20)
    void framesOfPeersComeBackAsTheyWent(RandomGenerator random) throws MalformedFrameException {
        LinkFrame.Found found =
                new LinkFrame.Found(
                        number(random),
                        number(random),
                        List.of(
                                new PeerAddress(address(random), random.nextInt(4)),
                                new PeerAddress(address(random), random.nextInt(4))));
        assertThat(decode(encode(found))).isEqualTo(found);
        LinkFrame.Wish wish =
                new LinkFrame.Wish(
                        number(random), number(random), bytes(random, 32), bytes(random, 16));
        assertThat(decode(encode(wish))).usingRecursiveComparison().isEqualTo(wish);
        LinkFrame.Introduce introduce =
                new LinkFrame.Introduce(
                        number(random), bytes(random, 16), address(random), random.nextBoolean());
        assertThat(decode(encode(introduce))).usingRecursiveComparison().isEqualTo(introduce);
    }

    @SeededTest(seeds = 20)
    void aFrameThatEndsEarlyIsMalformed(RandomGenerator random) {
        for (LinkFrame frame : frames(random)) {
            byte[] wire = encode(frame);
            boolean hasPart =
                    frame instanceof LinkFrame.MessageBegin
                            || frame instanceof LinkFrame.MessageMore
                            || StreamCodec.endsInMedia(wire[2]);
            int whole = wire.length - (hasPart ? 53 : 0);
            for (int length = 3; length < whole; length++) {
                byte[] cut = Arrays.copyOf(wire, length);
                assertThatThrownBy(() -> decode(cut)).isInstanceOf(MalformedFrameException.class);
            }
        }
    }

    @SeededTest(seeds = 500)
    void spoiledFramesAreReadOrMalformedAndNothingElse(RandomGenerator random) {
        Mutator mutator = new Mutator(random);
        int malformed = 0;
        for (LinkFrame frame : frames(random)) {
            for (int i = 0; i < 20; i++) {
                byte[] spoiled = mutator.mutate(encode(frame));
                if (spoiled.length < 3) {
                    continue;
                }
                try {
                    decode(spoiled);
                } catch (MalformedFrameException expected) {
                    malformed++;
                }
            }
        }
        assertThat(malformed).isPositive();
    }

    @Test
    void aMessageOfManyPartsFitsIntoFrames() {
        Message message = Message.of(new byte[20_000]);
        byte[] wire =
                encode(
                        new LinkFrame.MessageBegin(
                                Long.MAX_VALUE,
                                Long.MAX_VALUE,
                                20_000,
                                Long.MAX_VALUE - 1,
                                Long.MAX_VALUE - 1,
                                true,
                                true,
                                true,
                                Long.MAX_VALUE,
                                Long.MAX_VALUE,
                                Long.MAX_VALUE,
                                true,
                                -1,
                                message,
                                0,
                                LinkCodec.MAX_PART));
        assertThat(wire.length).isLessThanOrEqualTo(LinkCodec.MAX_FRAME);
    }
}
