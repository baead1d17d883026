package io.cumulonimbus.rtmfp.crypto;

import static org.assertj.core.api.Assertions.assertThat;

import io.cumulonimbus.testkit.SeededTest;
import io.cumulonimbus.testkit.Vectors;
import java.util.List;
import java.util.random.RandomGenerator;

/** Who we are. */
class IdentityTest {
    @SeededTest(seeds = 5)
    void aServersCertificateHasTheShapeThatLibrtmfpReads(RandomGenerator random) {
        Certificate certificate = Identity.server(random).certificate();
        assertThat(certificate.bytes())
                .hasSize(77)
                .startsWith(Vectors.hex("010a 410e"))
                .endsWith(Vectors.hex("02150e 021505 021502"));
        assertThat(certificate.isAcceptable()).isTrue();
        assertThat(certificate.acceptsAncillaryData()).isTrue();
        assertThat(certificate.groups())
                .containsExactly(DhGroup.MODP_2048, DhGroup.MODP_1536, DhGroup.MODP_1024);
        assertThat(Identity.server(random).certificate()).isNotEqualTo(certificate);
    }

    @SeededTest(seeds = 5)
    void withFourGroupsItIsAsLong(RandomGenerator random) {
        List<DhGroup> groups =
                List.of(DhGroup.MODP_4096, DhGroup.MODP_2048, DhGroup.MODP_1536, DhGroup.MODP_1024);
        Certificate certificate = Identity.server(random, groups).certificate();
        assertThat(certificate.bytes())
                .hasSize(77)
                .startsWith(Vectors.hex("010a 3e0e"))
                .endsWith(Vectors.hex("021510 02150e 021505 021502"));
        assertThat(certificate.groups()).isEqualTo(groups);
    }

    @SeededTest(seeds = 5)
    void aClientsCertificateCarriesItsKeys(RandomGenerator random) {
        Identity client = Identity.client(random);
        Certificate certificate = client.certificate();
        assertThat(certificate.isAcceptable()).isTrue();
        assertThat(certificate.isStatic()).isTrue();
        assertThat(certificate.groups()).containsExactly(DhGroup.MODP_2048, DhGroup.MODP_1024);
        for (DhGroup group : certificate.groups()) {
            byte[] key = certificate.publicKey(group).orElseThrow();
            assertThat(key).isEqualTo(client.staticKey(group).orElseThrow().publicKey());
            assertThat(key).hasSize(group.length());
            assertThat(group.accepts(key)).isTrue();
        }
        assertThat(client.toString()).contains(Vectors.hex(certificate.fingerprint()));
    }
}
