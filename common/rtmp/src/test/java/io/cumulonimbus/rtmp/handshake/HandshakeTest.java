package io.cumulonimbus.rtmp.handshake;

import static org.assertj.core.api.Assertions.assertThat;

import io.cumulonimbus.testkit.Mutator;
import io.cumulonimbus.testkit.SeededTest;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.InputStream;
import java.util.Arrays;
import java.util.Optional;
import java.util.SplittableRandom;
import java.util.random.RandomGenerator;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.ValueSource;

/** Both ends of the handshake against each other, and against what real clients send. */
class HandshakeTest {
    private static final int PACKET = 1536;

    private final RandomGenerator random = new SplittableRandom(7);
    private final ServerHandshake server = new ServerHandshake(random, 1000);

    private static byte[] bytes(int length, int... first) {
        byte[] bytes = new byte[length];
        for (int i = 0; i < first.length; i++) {
            bytes[i] = (byte) first[i];
        }
        return bytes;
    }

    /** Feeds in pieces of random length; answers how much was taken. */
    private static int feed(Handshake handshake, byte[] bytes, RandomGenerator random) {
        int taken = 0;
        int at = 0;
        while (at < bytes.length) {
            int piece = Math.min(bytes.length - at, random.nextInt(1, 700));
            taken += handshake.receive(bytes, at, piece);
            at += piece;
        }
        return taken;
    }

    private static void run(Handshake client, Handshake server, RandomGenerator random) {
        for (int i = 0; i < 3; i++) {
            feed(server, client.takeOutput(), random);
            feed(client, server.takeOutput(), random);
        }
    }

    private byte[] simpleC0C1() {
        byte[] c = new byte[1 + PACKET];
        random.nextBytes(c);
        c[0] = 3;
        Arrays.fill(c, 5, 9, (byte) 0);
        return c;
    }

    @Test
    void aSimpleHandshakeIsAnsweredWithVersionZeroAndAnEcho() {
        byte[] c0c1 = simpleC0C1();
        assertThat(server.receive(c0c1, 0, c0c1.length)).isEqualTo(c0c1.length);
        byte[] out = server.takeOutput();
        assertThat(out).hasSize(1 + 2 * PACKET);
        assertThat(out[0]).isEqualTo((byte) 3);
        assertThat(Arrays.copyOfRange(out, 1, 9)).isEqualTo(bytes(8, 0, 0, 3, 232));
        assertThat(Arrays.copyOfRange(out, 1 + PACKET, out.length))
                .isEqualTo(Arrays.copyOfRange(c0c1, 1, c0c1.length));
        assertThat(server.state()).isEqualTo(Handshake.State.OPEN);
        assertThat(server.scheme()).isEmpty();
    }

    @Test
    void aVersionWithoutAValidDigestGetsTheSimpleHandshake() {
        byte[] c0c1 = simpleC0C1();
        c0c1[5] = 9;
        server.receive(c0c1, 0, c0c1.length);
        byte[] out = server.takeOutput();
        assertThat(Arrays.copyOfRange(out, 5, 9)).isEqualTo(new byte[4]);
        assertThat(Arrays.copyOfRange(out, 1 + PACKET, out.length))
                .isEqualTo(Arrays.copyOfRange(c0c1, 1, c0c1.length));
        assertThat(server.farProgram()).isEqualTo(0x09000000 | server.farProgram() & 0xffffff);
    }

    @Test
    void whatFollowsC2IsLeftForTheChunks() {
        byte[] c0c1 = simpleC0C1();
        server.receive(c0c1, 0, c0c1.length);
        byte[] c2AndMore = new byte[PACKET + 9];
        assertThat(server.receive(c2AndMore, 0, c2AndMore.length)).isEqualTo(PACKET);
        assertThat(server.state()).isEqualTo(Handshake.State.DONE);
        assertThat(server.receive(c2AndMore, 0, 9)).isZero();
    }

    @Test
    void aWrongC2IsNotHeldAgainstTheClient() {
        ClientHandshake client = new ClientHandshake(Optional.of(DigestScheme.SCHEME_0), random, 1);
        byte[] c0c1 = client.takeOutput();
        server.receive(c0c1, 0, c0c1.length);
        byte[] plainEcho = Arrays.copyOfRange(server.takeOutput(), 1, 1 + PACKET);
        server.receive(plainEcho, 0, PACKET);
        assertThat(server.scheme()).contains(DigestScheme.SCHEME_0);
        assertThat(server.state()).isEqualTo(Handshake.State.DONE);
    }

    /** C0 and C1 as ffmpeg 7.1 sent them. */
    @Test
    void whatFfmpegSignedIsFoundToBeSigned() throws IOException {
        try (InputStream captured = getClass().getResourceAsStream("/vectors/ffmpeg-c0c1.bin")) {
            byte[] c0c1 = captured.readAllBytes();
            server.receive(c0c1, 0, c0c1.length);
        }
        assertThat(server.farProgram()).isEqualTo(0x09007c02);
        assertThat(server.scheme()).contains(DigestScheme.SCHEME_0);
    }

    @ParameterizedTest
    @EnumSource(DigestScheme.class)
    void aSignedHandshakeIsAnsweredInItsScheme(DigestScheme scheme) {
        ClientHandshake client = new ClientHandshake(Optional.of(scheme), random, 1);
        byte[] c0c1 = client.takeOutput();
        server.receive(c0c1, 0, c0c1.length);
        byte[] out = server.takeOutput();
        byte[] s1 = Arrays.copyOfRange(out, 1, 1 + PACKET);
        byte[] s2 = Arrays.copyOfRange(out, 1 + PACKET, out.length);
        assertThat(s1[4]).as("what ffmpeg looks at").isGreaterThanOrEqualTo((byte) 3);
        assertThat(DigestScheme.find(s1, HandshakeKey.SERVER)).contains(scheme);
        byte[] c1 = Arrays.copyOfRange(c0c1, 1, c0c1.length);
        assertThat(Arrays.copyOfRange(s2, 1504, PACKET))
                .isEqualTo(HandshakeKey.SERVER.sign(scheme.digest(c1), s2, 1504));
        client.receive(out, 0, out.length);
        assertThat(client.scheme()).contains(scheme);
        assertThat(client.state()).isEqualTo(Handshake.State.DONE);
    }

    @ParameterizedTest
    @ValueSource(ints = {0, 2, 4, 6, 8, 9, 22, 31})
    void anotherVersionIsRefusedWithOurs(int version) {
        byte[] c0c1 = bytes(1 + PACKET, version);
        assertThat(server.receive(c0c1, 0, c0c1.length)).isEqualTo(1);
        assertThat(server.state()).isEqualTo(Handshake.State.REFUSED);
        assertThat(server.farVersion()).isEqualTo(version);
        assertThat(server.takeOutput()).isEqualTo(new byte[] {3});
    }

    @ParameterizedTest
    @ValueSource(ints = {32, 'G', 'P', 255})
    void anotherProtocolGetsNoAnswer(int first) {
        byte[] text = bytes(1 + PACKET, first);
        server.receive(text, 0, text.length);
        assertThat(server.state()).isEqualTo(Handshake.State.REFUSED);
        assertThat(server.takeOutput()).isEmpty();
    }

    @Test
    void aClientIsRefusedByAnotherVersion() {
        ClientHandshake client = new ClientHandshake(Optional.empty(), random, 1);
        client.receive(new byte[] {6}, 0, 1);
        assertThat(client.state()).isEqualTo(Handshake.State.REFUSED);
    }

    @SeededTest(seeds = 30)
    void anyFragmentationComesToTheSame(long seed, RandomGenerator random) {
        Optional<DigestScheme> signing =
                switch (random.nextInt(3)) {
                    case 0 -> Optional.empty();
                    case 1 -> Optional.of(DigestScheme.SCHEME_0);
                    default -> Optional.of(DigestScheme.SCHEME_1);
                };
        ClientHandshake client = new ClientHandshake(signing, random, (int) seed);
        ServerHandshake other = new ServerHandshake(random, (int) seed);
        run(client, other, random);
        assertThat(client.state()).isEqualTo(Handshake.State.DONE);
        assertThat(other.state()).isEqualTo(Handshake.State.DONE);
        assertThat(other.scheme()).isEqualTo(signing);
        assertThat(client.scheme()).isEqualTo(signing);
    }

    @SeededTest(seeds = 200)
    void spoiledBytesDoNoHarm(RandomGenerator random) {
        ClientHandshake client = new ClientHandshake(Optional.of(DigestScheme.SCHEME_1), random, 1);
        ByteArrayOutputStream said = new ByteArrayOutputStream();
        said.writeBytes(client.takeOutput());
        said.writeBytes(new byte[PACKET]);
        byte[] spoiled = new Mutator(random).mutate(said.toByteArray());
        ServerHandshake other = new ServerHandshake(random, 1);
        int taken = feed(other, spoiled, random);
        assertThat(taken).isLessThanOrEqualTo(1 + 2 * PACKET);
        assertThat(other.takeOutput().length).isIn(0, 1, 1 + 2 * PACKET);
    }
}
