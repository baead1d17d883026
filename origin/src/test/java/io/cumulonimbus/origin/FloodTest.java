package io.cumulonimbus.origin;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import io.cumulonimbus.net.loop.Transport;
import io.cumulonimbus.net.udp.KeyingStatistics;
import io.cumulonimbus.origin.rendezvous.IntroductionOutcome;
import io.cumulonimbus.rtmfp.chunk.Chunk;
import io.cumulonimbus.rtmfp.chunk.ChunkEncoder;
import io.cumulonimbus.rtmfp.chunk.IHello;
import io.cumulonimbus.rtmfp.chunk.IIKeying;
import io.cumulonimbus.rtmfp.crypto.EndpointDiscriminator;
import io.cumulonimbus.rtmfp.crypto.Identity;
import io.cumulonimbus.rtmfp.crypto.SessionKey;
import io.cumulonimbus.rtmfp.crypto.Signature;
import io.cumulonimbus.rtmfp.endpoint.EndpointStatistics;
import io.cumulonimbus.rtmfp.packet.Multiplex;
import io.cumulonimbus.rtmfp.packet.PacketHeader;
import io.cumulonimbus.rtmfp.packet.PacketWriter;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.nio.ByteBuffer;
import java.nio.channels.DatagramChannel;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.SecureRandom;
import java.time.Duration;
import java.util.Arrays;
import java.util.function.Supplier;
import java.util.function.ToLongFunction;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.Parameter;
import org.junit.jupiter.params.ParameterizedClass;
import org.junit.jupiter.params.provider.ValueSource;

/** Startup packets in great number, from somebody who answers nothing, at an origin or an edge. */
@ParameterizedClass(name = "behind an edge: {0}")
@ValueSource(booleans = {false, true})
class FloodTest {
    private static final int MANY = 4_000;

    /** Fits into any socket's buffer. */
    private static final int BATCH = 50;

    private static final Duration PATIENCE = Duration.ofSeconds(60);
    private static final InetSocketAddress ANY =
            new InetSocketAddress(InetAddress.getLoopbackAddress(), 0);

    @Parameter boolean behindAnEdge;
    @TempDir Path home;
    private final SecureRandom random = new SecureRandom();
    private Entrance entrance;

    @BeforeEach
    void start() throws Exception {
        Files.createDirectories(home.resolve("www/live"));
        entrance =
                behindAnEdge
                        ? Entrance.throughAnEdge(home, 2)
                        : Entrance.direct(home, 2, Transport.best());
    }

    @AfterEach
    void stop() {
        entrance.close();
    }

    private long sum(ToLongFunction<EndpointStatistics> figure) {
        return entrance.shards().stream().mapToLong(figure).sum();
    }

    private byte[] bytes(int length) {
        byte[] bytes = new byte[length];
        random.nextBytes(bytes);
        return bytes;
    }

    private static byte[] seal(Chunk chunk) {
        PacketWriter out = new PacketWriter(1200);
        PacketHeader.startup(1).write(out);
        ChunkEncoder.encode(chunk, out);
        byte[] datagram = new byte[1500];
        int sealed =
                SessionKey.defaultKey()
                        .seal(out.buffer(), 0, out.length(), datagram, Multiplex.HEADER);
        Multiplex.writeSessionId(0, datagram, 0, Multiplex.HEADER + sealed);
        return Arrays.copyOf(datagram, Multiplex.HEADER + sealed);
    }

    /** Sends so many, no faster than they are taken, each from one of a few ports. */
    private void flood(Supplier<Chunk> chunks) throws IOException {
        try (DatagramChannel one = attacker();
                DatagramChannel other = attacker()) {
            for (int sent = 0; sent < MANY; sent += BATCH) {
                long before = sum(EndpointStatistics::received);
                for (int i = 0; i < BATCH; i++) {
                    (i % 2 == 0 ? one : other).write(ByteBuffer.wrap(seal(chunks.get())));
                }
                await().atMost(PATIENCE)
                        .pollDelay(Duration.ZERO)
                        .pollInterval(Duration.ofMillis(2))
                        .until(() -> sum(EndpointStatistics::received) >= before + BATCH);
            }
        }
    }

    private DatagramChannel attacker() throws IOException {
        return DatagramChannel.open().bind(ANY).connect(entrance.address());
    }

    private IHello helloFor(EndpointDiscriminator wanted) {
        return new IHello(wanted.bytes(), bytes(16));
    }

    private void assertNothingIsLeft(KeyingStatistics before) {
        assertThat(sum(EndpointStatistics::sessions)).isZero();
        assertThat(sum(EndpointStatistics::halfOpen)).isZero();
        assertThat(sum(EndpointStatistics::keyings)).isZero();
        assertThat(sum(EndpointStatistics::faults)).isZero();
        assertThat(entrance.keying()).isEqualTo(before);
    }

    private void assertSomebodyElseGetsIn() throws InterruptedException {
        try (Guest guest = new Guest(Identity.client(random), ANY, entrance.address())) {
            assertThat(guest.connect().name()).isEqualTo("_result");
        }
    }

    @Test
    void hellosForTheServerLeaveNothingAndCostNoDiffieHellman() throws Exception {
        KeyingStatistics before = entrance.keying();
        flood(() -> helloFor(EndpointDiscriminator.ofUri("rtmfp://h/" + random.nextInt())));

        assertThat(sum(EndpointStatistics::hellos)).isEqualTo(MANY);
        assertNothingIsLeft(before);
        assertSomebodyElseGetsIn();
    }

    @Test
    void hellosForPeersLeaveNothingAndAreNotAnswered() throws Exception {
        KeyingStatistics before = entrance.keying();
        flood(() -> helloFor(EndpointDiscriminator.ofFingerprint(bytes(32))));

        assertThat(sum(EndpointStatistics::hellos)).isEqualTo(MANY);
        assertThat(sum(EndpointStatistics::sent)).isZero();
        // An edge asks for its own clients only, so that its origin never hears of these.
        long heard = entrance.origin.introductions().getOrDefault(IntroductionOutcome.STRANGER, 0L);
        assertThat(heard).isEqualTo(behindAnEdge ? 0 : MANY);
        assertNothingIsLeft(before);
        assertSomebodyElseGetsIn();
    }

    @Test
    void keyingsWithFalseCookiesLeaveNothingAndCostNoDiffieHellman() throws Exception {
        KeyingStatistics before = entrance.keying();
        byte[] certificate = Identity.client(random).certificate().bytes();
        flood(
                () ->
                        new IIKeying(
                                1 + random.nextInt(1000),
                                bytes(64),
                                certificate,
                                bytes(140),
                                Signature.empty(),
                                new byte[0]));

        assertThat(sum(EndpointStatistics::badCookies)).isEqualTo(MANY);
        assertThat(sum(EndpointStatistics::sent)).isZero();
        assertNothingIsLeft(before);
        assertSomebodyElseGetsIn();
    }
}
