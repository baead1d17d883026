package io.cumulonimbus.rtmfp.crypto;

import static org.assertj.core.api.Assertions.assertThat;

import io.cumulonimbus.rtmfp.packet.PacketReader;
import io.cumulonimbus.rtmfp.packet.PacketWriter;
import io.cumulonimbus.testkit.SeededTest;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Collections;
import java.util.List;
import java.util.Random;
import java.util.random.RandomGenerator;

/** Packets of a session, in every way they can be protected. */
class SessionKeyTest {
    private final byte[] encryptKey = new byte[32];
    private final byte[] decryptKey = new byte[32];
    private final byte[] hmacKey = new byte[32];
    private final byte[] out = new byte[4096];

    @SeededTest
    void whatIsSealedIsOpened(RandomGenerator random) {
        Ends ends = ends(random, randomHmacLength(random), random.nextBoolean());
        for (int i = 0; i < 50; i++) {
            byte[] plain = plain(random);
            byte[] sealed = seal(ends.near, plain);
            assertThat(sealed.length).isLessThanOrEqualTo(plain.length + ends.near.maxOverhead());
            int length = ends.far.open(sealed, 0, sealed.length, out);
            assertThat(Arrays.copyOf(out, length)).startsWith(plain);
            for (int pad = plain.length; pad < length; pad++) {
                assertThat(out[pad]).isEqualTo((byte) 0xff);
            }
        }
    }

    @SeededTest
    void bouncyCastleReadsTheSameCleartext(RandomGenerator random) throws Exception {
        int hmacLength = randomHmacLength(random);
        boolean numbered = random.nextBoolean();
        Ends ends = ends(random, hmacLength, numbered);
        for (long number = 0; number < 20; number++) {
            byte[] plain = plain(random);
            byte[] sealed = seal(ends.near, plain);
            byte[] blocks = Arrays.copyOf(sealed, sealed.length - hmacLength);
            byte[] cleartext = BouncyAes.decrypt(encryptKey, blocks);
            assertThat(BouncyAes.encrypt(encryptKey, cleartext)).isEqualTo(blocks);
            PacketReader in = new PacketReader(cleartext);
            if (numbered) {
                assertThat(in.vlu()).isEqualTo(number);
            }
            if (hmacLength == 0) {
                int checksum = in.u16();
                assertThat(checksum)
                        .isEqualTo(Checksum.of(cleartext, in.position(), in.remaining()));
            }
            assertThat(in.rest()).startsWith(plain);
        }
    }

    @SeededTest
    void aDamagedPacketIsRejectedAndChangesNothing(RandomGenerator random) {
        Ends ends = ends(random, random.nextInt(8, 33), true);
        byte[] sealed = seal(ends.near, plain(random));
        for (int i = 0; i < sealed.length; i++) {
            byte[] damaged = sealed.clone();
            damaged[i] ^= (byte) (1 << random.nextInt(8));
            assertThat(ends.far.open(damaged, 0, damaged.length, out))
                    .isEqualTo(SessionKey.REJECTED);
        }
        for (int cut = 0; cut < sealed.length; cut++) {
            assertThat(ends.far.open(sealed, 0, cut, out)).isEqualTo(SessionKey.REJECTED);
        }
        assertThat(ends.far.open(sealed, 0, sealed.length, out)).isPositive();
    }

    @SeededTest
    void packetsOutOfOrderAreOpenedOnce(RandomGenerator random) {
        Ends ends = ends(random, randomHmacLength(random), true);
        List<byte[]> packets = new ArrayList<>();
        for (int i = 0; i < 320; i++) {
            packets.add(seal(ends.near, plain(random)));
        }
        for (int from = 0; from < packets.size(); from += 32) {
            Collections.shuffle(packets.subList(from, from + 32), Random.from(random));
        }
        for (byte[] packet : packets) {
            assertThat(ends.far.open(packet, 0, packet.length, out)).isPositive();
            assertThat(ends.far.open(packet, 0, packet.length, out)).isEqualTo(SessionKey.REJECTED);
        }
        for (byte[] packet : packets) {
            assertThat(ends.far.open(packet, 0, packet.length, out)).isEqualTo(SessionKey.REJECTED);
        }
    }

    @SeededTest(seeds = 5)
    void aForgedNumberDoesNotMoveTheWindow(RandomGenerator random) {
        Ends ends = ends(random, 10, true);
        byte[] real = seal(ends.near, plain(random));
        byte[] forged = new byte[32];
        new PacketWriter(forged).vlu(1L << 60);
        byte[] encrypted = Arrays.copyOf(BouncyAes.encrypt(encryptKey, forged), 42);
        assertThat(ends.far.open(encrypted, 0, encrypted.length, out))
                .isEqualTo(SessionKey.REJECTED);
        assertThat(ends.far.open(real, 0, real.length, out)).isPositive();
    }

    @SeededTest(seeds = 5)
    void aNumberWithoutEndIsRejected(RandomGenerator random) {
        Ends ends = ends(random, 0, true);
        for (int length = 16; length <= 48; length += 16) {
            byte[] endless = new byte[length];
            Arrays.fill(endless, (byte) 0x80);
            byte[] encrypted = BouncyAes.encrypt(encryptKey, endless);
            assertThat(ends.far.open(encrypted, 0, length, out)).isEqualTo(SessionKey.REJECTED);
            endless[length - 2] = 0;
            encrypted = BouncyAes.encrypt(encryptKey, endless);
            assertThat(ends.far.open(encrypted, 0, length, out)).isEqualTo(SessionKey.REJECTED);
        }
    }

    @SeededTest
    void packetsAreOpenedWhereverTheyLie(RandomGenerator random) {
        Ends ends = ends(random, randomHmacLength(random), false);
        byte[] plain = plain(random);
        byte[] padded = new byte[plain.length + 11];
        System.arraycopy(plain, 0, padded, 5, plain.length);
        byte[] datagram = new byte[plain.length + 100];
        int length = ends.near.seal(padded, 5, plain.length, datagram, 4);
        int opened = ends.far.open(datagram, 4, length, out);
        assertThat(Arrays.copyOf(out, opened)).startsWith(plain);
    }

    private record Ends(SessionKey near, SessionKey far) {}

    private Ends ends(RandomGenerator random, int hmacLength, boolean numbered) {
        random.nextBytes(encryptKey);
        random.nextBytes(decryptKey);
        random.nextBytes(hmacKey);
        SessionKeys near =
                new SessionKeys(
                        encryptKey,
                        decryptKey,
                        hmacKey,
                        hmacKey,
                        hmacLength,
                        hmacLength,
                        numbered,
                        numbered,
                        hmacKey,
                        hmacKey);
        SessionKeys far =
                new SessionKeys(
                        decryptKey,
                        encryptKey,
                        hmacKey,
                        hmacKey,
                        hmacLength,
                        hmacLength,
                        numbered,
                        numbered,
                        hmacKey,
                        hmacKey);
        return new Ends(SessionKey.of(near), SessionKey.of(far));
    }

    private static int randomHmacLength(RandomGenerator random) {
        return random.nextBoolean() ? 0 : random.nextInt(4, 33);
    }

    private static byte[] plain(RandomGenerator random) {
        byte[] plain = new byte[random.nextInt(1, 1500)];
        random.nextBytes(plain);
        return plain;
    }

    private static byte[] seal(SessionKey key, byte[] plain) {
        byte[] out = new byte[plain.length + key.maxOverhead()];
        return Arrays.copyOf(out, key.seal(plain, 0, plain.length, out, 0));
    }
}
