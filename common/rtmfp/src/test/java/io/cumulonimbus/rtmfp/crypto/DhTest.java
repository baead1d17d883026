package io.cumulonimbus.rtmfp.crypto;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.fasterxml.jackson.databind.JsonNode;
import io.cumulonimbus.testkit.SeededTest;
import io.cumulonimbus.testkit.Vectors;
import java.math.BigInteger;
import java.security.KeyFactory;
import java.util.Arrays;
import java.util.random.RandomGenerator;
import javax.crypto.KeyAgreement;
import javax.crypto.spec.DHPrivateKeySpec;
import javax.crypto.spec.DHPublicKeySpec;
import org.bouncycastle.crypto.agreement.DHBasicAgreement;
import org.bouncycastle.crypto.params.DHParameters;
import org.bouncycastle.crypto.params.DHPrivateKeyParameters;
import org.bouncycastle.crypto.params.DHPublicKeyParameters;
import org.junit.jupiter.api.Test;

/** Diffie-Hellman in the groups of the profile. */
class DhTest {
    private static final JsonNode VECTORS = Vectors.json("dh.json");

    @Test
    void bothEndsFindTheSecretOfTheVectors() throws Exception {
        agree(VECTORS.get("agreements"));
        agree(VECTORS.get("agreements_group5_python"));
    }

    private static void agree(JsonNode agreements) throws KeyingException {
        assertThat(agreements).isNotEmpty();
        for (JsonNode row : agreements) {
            DhGroup group = DhGroup.of(row.get("group").longValue()).orElseThrow();
            DhKeyPair a = new DhKeyPair(group, new BigInteger(1, Vectors.hex(row, "private_a")));
            DhKeyPair b = new DhKeyPair(group, new BigInteger(1, Vectors.hex(row, "private_b")));
            byte[] secret = Vectors.hex(row, "dh_secret");
            assertThat(a.agree(Vectors.hex(row, "public_b"))).isEqualTo(secret);
            assertThat(b.agree(Vectors.hex(row, "public_a"))).isEqualTo(secret);
            assertThat(a.agree(b.publicKey())).isEqualTo(secret);
            assertThat(a.publicKey()).isEqualTo(padded(Vectors.hex(row, "public_a"), group));
            assertThat(b.publicKey()).isEqualTo(padded(Vectors.hex(row, "public_b"), group));
        }
    }

    @Test
    void onlyFitPublicKeysAreAccepted() {
        for (JsonNode row : VECTORS.get("public_key_acceptance")) {
            DhGroup group = DhGroup.of(row.get("group").longValue()).orElseThrow();
            byte[] key = Vectors.hex(row, "public_key");
            boolean fit = row.get("rfc_accepts").booleanValue();
            assertThat(group.accepts(key)).as(row.get("name").textValue()).isEqualTo(fit);
            if (!fit) {
                DhKeyPair near = new DhKeyPair(group, BigInteger.TWO.pow(200));
                assertThatThrownBy(() -> near.agree(key)).isInstanceOf(KeyingException.class);
            }
        }
    }

    @Test
    void theModuliAreThoseOfTheVectors() {
        assertThat(VECTORS.get("moduli")).hasSize(DhGroup.values().length);
        for (DhGroup group : DhGroup.values()) {
            byte[] modulus = Vectors.hex(VECTORS.get("moduli"), Integer.toString(group.id()));
            assertThat(group.prime()).isEqualTo(new BigInteger(1, modulus));
            assertThat(group.length()).isEqualTo(modulus.length);
        }
        assertThat(DhGroup.of(1)).isEmpty();
    }

    @SeededTest(seeds = 5)
    void theJdkAndBouncyCastleFindTheSameSecret(RandomGenerator random) throws Exception {
        for (DhGroup group : DhGroup.values()) {
            DhKeyPair near = DhKeyPair.generate(group, random);
            DhKeyPair far = DhKeyPair.generate(group, random);
            byte[] secret = near.agree(far.publicKey());
            assertThat(far.agree(near.publicKey())).isEqualTo(secret);
            assertThat(jdkSecret(near, far)).isEqualTo(padded(secret, group));
            DHBasicAgreement bouncy = new DHBasicAgreement();
            DHParameters parameters = new DHParameters(group.prime(), BigInteger.TWO);
            bouncy.init(new DHPrivateKeyParameters(near.exponent(), parameters));
            BigInteger farKey = new BigInteger(1, far.publicKey());
            assertThat(bouncy.calculateAgreement(new DHPublicKeyParameters(farKey, parameters)))
                    .isEqualTo(new BigInteger(1, secret));
        }
    }

    @SeededTest
    void exponentsHaveTheirFullLength(RandomGenerator random) {
        DhKeyPair pair = DhKeyPair.generate(DhGroup.MODP_1024, random);
        assertThat(pair.exponent().bitLength()).isEqualTo(256);
        assertThat(pair.publicKey()).hasSize(128);
    }

    @Test
    void aSecretHasNoLeadingZeroBytes() {
        for (JsonNode figure : Vectors.json("rfc-figures.json").get("figures")) {
            if (figure.get("source").textValue().equals("RFC 7425 4.6.2")) {
                assertThat(DhKeyPair.stripped(BigInteger.valueOf(4886718345L)))
                        .isEqualTo(Vectors.hex(figure, "hex"));
                return;
            }
        }
        throw new AssertionError("no figure of the secret");
    }

    private static byte[] jdkSecret(DhKeyPair near, DhKeyPair far) throws Exception {
        KeyFactory keys = KeyFactory.getInstance("DH");
        BigInteger prime = near.group().prime();
        KeyAgreement agreement = KeyAgreement.getInstance("DH");
        agreement.init(
                keys.generatePrivate(new DHPrivateKeySpec(near.exponent(), prime, BigInteger.TWO)));
        BigInteger farKey = new BigInteger(1, far.publicKey());
        agreement.doPhase(
                keys.generatePublic(new DHPublicKeySpec(farKey, prime, BigInteger.TWO)), true);
        return agreement.generateSecret();
    }

    private static byte[] padded(byte[] number, DhGroup group) {
        byte[] padded = new byte[group.length()];
        int leading = Math.max(0, number.length - padded.length);
        byte[] significant = Arrays.copyOfRange(number, leading, number.length);
        System.arraycopy(
                significant, 0, padded, padded.length - significant.length, significant.length);
        return padded;
    }
}
