package io.cumulonimbus.rtmfp.crypto;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.cumulonimbus.rtmfp.packet.Option;
import io.cumulonimbus.rtmfp.packet.Options;
import io.cumulonimbus.testkit.Mutator;
import io.cumulonimbus.testkit.SeededTest;
import io.cumulonimbus.testkit.Vectors;
import java.math.BigInteger;
import java.util.List;
import java.util.SplittableRandom;
import java.util.random.RandomGenerator;
import org.junit.jupiter.api.Test;

/** A server answers every client in kind, in the layout that its family reads. */
class ResponderKeyingTest {
    private static final String RANDOMNESS = "410e" + "33".repeat(64);
    private final RandomGenerator random = new SplittableRandom(7);
    private final Identity server = Identity.server(random);
    private final Identity librtmfp = Identity.client(random, List.of(DhGroup.MODP_1024));

    @Test
    void librtmfpGetsExactly139BytesWithoutHmacAndNumbers() throws Exception {
        byte[] skic = Vectors.hex("021d02" + RANDOMNESS + "031a020a 021e02");
        ResponderKeying.Answer answer = respond(librtmfp, skic, KeyingPolicy.SERVER);
        assertThat(answer.component())
                .hasSize(139)
                .startsWith(Vectors.hex("031a0000 021e00 81020d02"));
        assertPlain(answer.keys());
    }

    @Test
    void thePublicKeyIsPaddedToItsFullLengthWhateverItIs() {
        // 2^255 takes 32 bytes of 128
        DhKeyPair key = new DhKeyPair(DhGroup.MODP_1024, BigInteger.valueOf(255));
        assertThat(key.publicKey()).hasSize(128).startsWith(new byte[96]);
        assertThat(Options.toBytes(List.of(KeyingComponent.publicKey(0x0d, key))))
                .hasSize(132)
                .startsWith(Vectors.hex("81020d02 00"));
    }

    @Test
    void whoAsksForBothGetsBoth() throws Exception {
        byte[] skic = Vectors.hex("021d02" + RANDOMNESS + "031a0710 021e07");
        ResponderKeying.Answer answer = respond(librtmfp, skic, KeyingPolicy.SERVER);
        assertThat(answer.component()).startsWith(Vectors.hex("031a0710 021e07 81020d02"));
        SessionKeys keys = answer.keys();
        assertThat(keys.hmacSendLength()).isEqualTo(16);
        assertThat(keys.hmacReceiveLength()).isEqualTo(16);
        assertThat(keys.sendsSequenceNumbers()).isTrue();
        assertThat(keys.receivesSequenceNumbers()).isTrue();
    }

    @Test
    void eachMeansIsAnsweredByItself() throws Exception {
        byte[] skic = Vectors.hex("021d02" + RANDOMNESS + "031a0000 021e07");
        ResponderKeying.Answer answer = respond(librtmfp, skic, KeyingPolicy.SERVER);
        assertThat(answer.component()).startsWith(Vectors.hex("031a0000 021e07"));
        assertThat(answer.keys().hmacSendLength()).isZero();
        assertThat(answer.keys().sendsSequenceNumbers()).isTrue();
    }

    @Test
    void receivingFollowsWhatTheInitiatorAlwaysSends() throws Exception {
        byte[] skic = Vectors.hex("021d02" + RANDOMNESS + "031a0408 021e04");
        ResponderKeying.Answer answer = respond(librtmfp, skic, KeyingPolicy.SERVER);
        assertThat(answer.component()).startsWith(Vectors.hex("031a0000 021e00"));
        assertThat(answer.keys().hmacReceiveLength()).isEqualTo(8);
        assertThat(answer.keys().hmacSendLength()).isZero();
        assertThat(answer.keys().receivesSequenceNumbers()).isTrue();
        assertThat(answer.keys().sendsSequenceNumbers()).isFalse();
    }

    @Test
    void silenceIsAnsweredInKind() throws Exception {
        byte[] skic = Vectors.hex("021d02" + RANDOMNESS);
        ResponderKeying.Answer answer = respond(librtmfp, skic, KeyingPolicy.SERVER);
        assertThat(answer.component()).startsWith(Vectors.hex("031a0000 021e00"));
        assertPlain(answer.keys());
    }

    @Test
    void aStrictServerRefusesWhoOffersNothing() throws Exception {
        byte[] offersNothing = Vectors.hex("021d02" + RANDOMNESS + "031a0000 021e00");
        assertRefused(offersNothing, KeyingPolicy.STRICT);
        byte[] onlyHmac = Vectors.hex("021d02" + RANDOMNESS + "031a0210 021e00");
        assertRefused(onlyHmac, KeyingPolicy.STRICT);
        byte[] both = Vectors.hex("021d02" + RANDOMNESS + "031a0210 021e02");
        ResponderKeying.Answer answer = respond(librtmfp, both, KeyingPolicy.STRICT);
        assertThat(answer.component()).startsWith(Vectors.hex("031a0710 021e07"));
        assertThat(answer.keys().hmacReceiveLength()).isEqualTo(16);
        assertThat(answer.keys().receivesSequenceNumbers()).isTrue();
    }

    @Test
    void row76HmacLengthsAreFourToThirtyTwo() throws Exception {
        for (int length = 0; length < 40; length++) {
            String option = "031a04" + "%02x".formatted(length);
            byte[] skic = Vectors.hex("021d02" + RANDOMNESS + option);
            if (length < 4 || length > 32) {
                assertRefused(skic, KeyingPolicy.SERVER);
            } else {
                assertThat(respond(librtmfp, skic, KeyingPolicy.SERVER).keys().hmacReceiveLength())
                        .isEqualTo(length);
            }
        }
        assertRefused(
                Vectors.hex("021d02" + RANDOMNESS + "0c1a0481ffffffffffffffff7f"),
                KeyingPolicy.SERVER);
    }

    @Test
    void keyOptionsComeOnceAndOfOneKindOnly() throws Exception {
        DhKeyPair key = DhKeyPair.generate(DhGroup.MODP_1024, random);
        String ephemeral =
                Vectors.hex(Options.toBytes(List.of(KeyingComponent.publicKey(0x0d, key))));
        assertRefused(Vectors.hex("021d02 021d02"), KeyingPolicy.SERVER);
        assertRefused(Vectors.hex("021d02" + ephemeral), KeyingPolicy.SERVER);
        assertRefused(Vectors.hex(ephemeral), KeyingPolicy.SERVER);

        Identity far = Identity.server(random, List.of(DhGroup.MODP_1024));
        ResponderKeying.check(
                server, far.certificate(), Vectors.hex(ephemeral), KeyingPolicy.SERVER);
        for (String refused :
                new String[] {ephemeral + ephemeral, ephemeral + "021d02", "021d02"}) {
            assertThatThrownBy(
                            () ->
                                    ResponderKeying.check(
                                            server,
                                            far.certificate(),
                                            Vectors.hex(refused),
                                            KeyingPolicy.SERVER))
                    .isInstanceOf(KeyingException.class);
        }
    }

    @Test
    void unfitPublicKeysAreRefusedBeforeTheDiffieHellman() throws Exception {
        Certificate unfit = Certificate.parse(Vectors.hex("061d02" + "01000000"));
        assertThatThrownBy(
                        () ->
                                ResponderKeying.check(
                                        server,
                                        unfit,
                                        Vectors.hex("021d02" + RANDOMNESS),
                                        KeyingPolicy.SERVER))
                .isInstanceOf(KeyingException.class);
    }

    @Test
    void componentsOfNoReasonableLengthAreRefused() {
        assertRefused(new byte[0], KeyingPolicy.SERVER);
        byte[] filler = new byte[5000];
        assertRefused(
                Options.toBytes(List.of(Option.of(0x1d, new byte[] {2}), Option.of(0x7e, filler))),
                KeyingPolicy.SERVER);
    }

    @Test
    void theSameStaticKeysMakeOtherSessionKeysEachTime() throws Exception {
        Identity near = Identity.client(random);
        Identity far = Identity.client(random);
        SessionKeys first = session(near, far);
        SessionKeys second = session(near, far);
        assertThat(first.encryptKey()).isNotEqualTo(second.encryptKey());
        assertThat(first.toString()).doesNotContain(Vectors.hex(first.encryptKey()));
    }

    private SessionKeys session(Identity near, Identity far) throws KeyingException {
        InitiatorKeying keying =
                InitiatorKeying.create(near, far.certificate(), KeyingPolicy.CLIENT, random);
        ResponderKeying.Answer answer =
                ResponderKeying.respond(
                        far, near.certificate(), keying.component(), KeyingPolicy.CLIENT, random);
        return keying.complete(answer.component());
    }

    @Test
    void aForgedAnswerDoesNotSpoilTheRealOne() throws Exception {
        InitiatorKeying keying =
                InitiatorKeying.create(librtmfp, server.certificate(), KeyingPolicy.CLIENT, random);
        ResponderKeying.Answer answer = respond(librtmfp, keying.component(), KeyingPolicy.SERVER);
        assertThat(keying.component()).startsWith(Vectors.hex("021d02 410e"));
        assertThat(keying.component()).endsWith(Vectors.hex("031a0710 021e07")).hasSize(76);
        assertThatThrownBy(() -> keying.complete(Vectors.hex("031a0000")))
                .isInstanceOf(KeyingException.class);
        assertThat(keying.complete(answer.component()).encryptKey())
                .isEqualTo(answer.keys().decryptKey());
    }

    @SeededTest
    void spoiledComponentsAreRefusedAtWorst(RandomGenerator seeded) throws Exception {
        Mutator mutator = new Mutator(seeded);
        byte[] skic = Vectors.hex("021d02" + RANDOMNESS + "031a0710 021e07");
        int refused = 0;
        for (int i = 0; i < 100; i++) {
            byte[] spoiled = mutator.mutate(skic);
            try {
                ResponderKeying.check(server, librtmfp.certificate(), spoiled, KeyingPolicy.SERVER);
            } catch (KeyingException expected) {
                refused++;
                assertThat(expected.getStackTrace()).isEmpty();
            }
        }
        assertThat(refused).isBetween(1, 99);
    }

    private ResponderKeying.Answer respond(Identity far, byte[] skic, KeyingPolicy policy)
            throws KeyingException {
        ResponderKeying.check(server, far.certificate(), skic, policy);
        return ResponderKeying.respond(server, far.certificate(), skic, policy, random);
    }

    private void assertRefused(byte[] skic, KeyingPolicy policy) {
        assertThatThrownBy(
                        () -> ResponderKeying.check(server, librtmfp.certificate(), skic, policy))
                .isInstanceOf(KeyingException.class);
        assertThatThrownBy(
                        () ->
                                ResponderKeying.respond(
                                        server, librtmfp.certificate(), skic, policy, random))
                .isInstanceOf(KeyingException.class);
    }

    private static void assertPlain(SessionKeys keys) {
        assertThat(keys.hmacSendLength()).isZero();
        assertThat(keys.hmacReceiveLength()).isZero();
        assertThat(keys.sendsSequenceNumbers()).isFalse();
        assertThat(keys.receivesSequenceNumbers()).isFalse();
    }
}
