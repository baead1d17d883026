package io.cumulonimbus.rtmfp.crypto;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.fasterxml.jackson.databind.JsonNode;
import io.cumulonimbus.testkit.Vectors;
import java.util.Arrays;
import java.util.List;
import java.util.SplittableRandom;
import java.util.random.RandomGenerator;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** The key exchanges of rtmfp-cpp, seen from both ends. */
class KeyingVectorsTest {
    private final RandomGenerator random = new SplittableRandom(1);

    static List<KeyingScenario> all() {
        return KeyingScenario.all();
    }

    static List<KeyingScenario> completed() {
        return all().stream().filter(s -> s.row().has("dh_secret")).toList();
    }

    static List<KeyingScenario> completedByBoth() {
        return all().stream().filter(s -> s.row().has("initiator")).toList();
    }

    static List<KeyingScenario> withPackets() {
        return all().stream().filter(s -> s.row().has("packets")).toList();
    }

    @Test
    void thereAreScenariosOfEveryKind() {
        assertThat(all()).hasSize(43);
        assertThat(completed()).hasSize(35);
        assertThat(completedByBoth()).hasSize(29);
        assertThat(withPackets()).hasSize(19);
    }

    @ParameterizedTest
    @MethodSource("completed")
    void theResponderMakesTheKeysOfTheVectors(KeyingScenario s) throws Exception {
        byte[] skic = s.hex("skic");
        byte[] skrc = s.hex("skrc");
        DhKeyPair responder = s.keys("responder").getFirst();
        byte[] initiatorKey =
                s.is("initiator_static")
                        ? s.certificate("initiator").publicKey(responder.group()).orElseThrow()
                        : KeyingComponent.parse(skic).publicKey().orElseThrow();
        byte[] secret = responder.agree(initiatorKey);
        assertThat(secret).isEqualTo(s.hex("dh_secret"));
        Offer initiatorOffer = offerOf(skic);
        SessionKeys keys =
                SessionKeys.derive(
                        secret, skrc, skic, KeyingComponent.parse(skrc).offer(), initiatorOffer);
        assertKeys(keys, s.row().get("responder"));
    }

    /** One scenario's component is cut behind its offer, which rtmfp-cpp does not mind. */
    private static Offer offerOf(byte[] skic) {
        try {
            return KeyingComponent.parse(skic).offer();
        } catch (KeyingException cut) {
            return Offer.NONE;
        }
    }

    @ParameterizedTest
    @MethodSource("completedByBoth")
    void theInitiatorMakesTheKeysOfTheVectors(KeyingScenario s) throws Exception {
        SessionKeys keys = initiator(s).complete(s.hex("skrc"));
        assertKeys(keys, s.row().get("initiator"));
    }

    private static InitiatorKeying initiator(KeyingScenario s) throws Exception {
        DhGroup group = s.keys("responder").getFirst().group();
        return new InitiatorKeying(
                s.certificate("responder"),
                s.policy("initiator"),
                KeyingComponent.parse(s.hex("skic")).offer(),
                s.key("initiator", group),
                s.hex("skic"));
    }

    @ParameterizedTest
    @MethodSource("all")
    void asInitiatorWeFindACommonGroupWhereThereIsOne(KeyingScenario s) throws Exception {
        Identity near = s.identity("initiator");
        Certificate far = s.certificate("responder");
        if (s.is("initiator_generates")) {
            KeyingPolicy policy = s.policy("initiator");
            InitiatorKeying keying = InitiatorKeying.create(near, far, policy, random);
            ResponderKeying.Answer answer =
                    ResponderKeying.respond(
                            s.identity("responder"),
                            near.certificate(),
                            keying.component(),
                            KeyingPolicy.SERVER,
                            random);
            if (policy.hmac().require() || policy.sequenceNumbers().require()) {
                assertThat(answer.keys().hmacSendLength())
                        .isEqualTo(policy.hmac().require() ? 16 : 0);
            }
            assertMirrored(keying.complete(answer.component()), answer.keys());
        } else {
            assertThatThrownBy(
                            () -> InitiatorKeying.create(near, far, s.policy("initiator"), random))
                    .isInstanceOf(KeyingException.class);
        }
    }

    @ParameterizedTest
    @MethodSource("all")
    void asResponderWeJudgeEveryComponentAsTheRfcDoes(KeyingScenario s) throws Exception {
        if (!s.is("initiator_generates")) {
            return;
        }
        Identity near = s.identity("responder");
        Certificate far = s.certificate("initiator");
        KeyingPolicy policy = s.policy("responder");
        byte[] skic = s.hex("skic");
        if (!s.responderAccepts()) {
            assertThatThrownBy(() -> ResponderKeying.check(near, far, skic, policy))
                    .isInstanceOf(KeyingException.class);
            assertThatThrownBy(() -> ResponderKeying.respond(near, far, skic, policy, random))
                    .isInstanceOf(KeyingException.class);
            return;
        }
        ResponderKeying.check(near, far, skic, policy);
        ResponderKeying.Answer answer = ResponderKeying.respond(near, far, skic, policy, random);
        JsonNode expected = s.row().get("responder");
        assertNegotiated(answer.keys(), expected);
        if (s.row().has("initiator")) {
            assertMirrored(initiator(s).complete(answer.component()), answer.keys());
        }
    }

    @ParameterizedTest
    @MethodSource("withPackets")
    void packetsAreSealedAndOpenedAsInTheVectors(KeyingScenario s) throws Exception {
        SessionKey initiator = SessionKey.of(initiator(s).complete(s.hex("skrc")));
        SessionKey responder = SessionKey.of(mirrored(initiator(s).complete(s.hex("skrc"))));
        byte[] out = new byte[8192];
        for (JsonNode row : s.row().get("packets")) {
            boolean down = row.get("direction").textValue().equals("initiator->responder");
            SessionKey sender = down ? initiator : responder;
            SessionKey receiver = down ? responder : initiator;
            byte[] packet = Vectors.hex(row, "packet");
            byte[] encrypted = Vectors.hex(row, "encrypted");
            if (isWithinReach(row)) {
                skipTo(sender, row);
                int sealed = sender.seal(packet, 0, packet.length, out, 1);
                assertThat(Arrays.copyOfRange(out, 1, 1 + sealed)).isEqualTo(encrypted);
                assertThat(sealed).isLessThanOrEqualTo(packet.length + sender.maxOverhead());
            }
            byte[] flipped = encrypted.clone();
            flipped[flipped.length / 2] ^= 1;
            assertThat(receiver.open(flipped, 0, flipped.length, out) >= 0)
                    .isEqualTo(row.get("one_bit_flipped_in_the_middle_decrypts").booleanValue());
            int length = receiver.open(encrypted, 0, encrypted.length, out);
            assertThat(length >= 0).isEqualTo(row.get("decrypts").booleanValue());
            byte[] cleartext = Vectors.hex(row, "cleartext");
            assertThat(Arrays.copyOf(out, length))
                    .startsWith(packet)
                    .isEqualTo(
                            Arrays.copyOfRange(
                                    cleartext, cleartext.length - length, cleartext.length));
            assertThat(receiver.open(encrypted, 0, encrypted.length, out) >= 0)
                    .isEqualTo(row.get("duplicate_decrypts").booleanValue());
        }
    }

    private static boolean isWithinReach(JsonNode row) {
        return !row.has("sseq") || Long.compareUnsigned(number(row), 100_000) < 0;
    }

    private static long number(JsonNode row) {
        return Long.parseUnsignedLong(row.get("sseq").textValue());
    }

    /** Sends packets that nobody looks at, up to the number of this row. */
    private static void skipTo(SessionKey sender, JsonNode row) {
        byte[] out = new byte[64];
        while (row.has("sseq") && sender.sealed() < number(row)) {
            sender.seal(out, 0, 0, out, 0);
        }
    }

    private static void assertKeys(SessionKeys keys, JsonNode expected) {
        assertThat(keys.encryptKey()).isEqualTo(Vectors.hex(expected, "encrypt_key_256"));
        assertThat(keys.decryptKey()).isEqualTo(Vectors.hex(expected, "decrypt_key_256"));
        assertThat(keys.hmacSendKey()).isEqualTo(Vectors.hex(expected, "hmac_send_key_rfc"));
        assertThat(keys.hmacReceiveKey()).isEqualTo(Vectors.hex(expected, "hmac_recv_key_rfc"));
        assertThat(keys.nearNonce()).isEqualTo(Vectors.hex(expected, "near_nonce"));
        assertThat(keys.farNonce()).isEqualTo(Vectors.hex(expected, "far_nonce"));
        assertThat(Arrays.copyOf(keys.encryptKey(), 16))
                .isEqualTo(Vectors.hex(expected, "aes_encrypt_key"));
        assertThat(Arrays.copyOf(keys.decryptKey(), 16))
                .isEqualTo(Vectors.hex(expected, "aes_decrypt_key"));
        assertNegotiated(keys, expected);
    }

    private static void assertNegotiated(SessionKeys keys, JsonNode expected) {
        assertThat(keys.hmacSendLength())
                .isEqualTo(
                        expected.get("sends_hmac").booleanValue()
                                ? expected.get("hmac_send_length").intValue()
                                : 0);
        assertThat(keys.hmacReceiveLength())
                .isEqualTo(
                        expected.get("receives_hmac").booleanValue()
                                ? expected.get("hmac_recv_length").intValue()
                                : 0);
        assertThat(keys.sendsSequenceNumbers())
                .isEqualTo(expected.get("sends_sseq").booleanValue());
        assertThat(keys.receivesSequenceNumbers())
                .isEqualTo(expected.get("receives_sseq").booleanValue());
    }

    private static void assertMirrored(SessionKeys near, SessionKeys far) {
        assertThat(mirrored(near)).usingRecursiveComparison().isEqualTo(far);
    }

    private static SessionKeys mirrored(SessionKeys keys) {
        return new SessionKeys(
                keys.decryptKey(),
                keys.encryptKey(),
                keys.hmacReceiveKey(),
                keys.hmacSendKey(),
                keys.hmacReceiveLength(),
                keys.hmacSendLength(),
                keys.receivesSequenceNumbers(),
                keys.sendsSequenceNumbers(),
                keys.farNonce(),
                keys.nearNonce());
    }
}
