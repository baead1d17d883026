package io.cumulonimbus.rtmfp.crypto;

import io.cumulonimbus.rtmfp.packet.MalformedPacketException;
import io.cumulonimbus.rtmfp.packet.Option;
import io.cumulonimbus.rtmfp.packet.Options;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.random.RandomGenerator;

/**
 * Who we are: our certificate, and the private keys to it when they are static. Immutable, and safe
 * to share between threads.
 */
public final class Identity {
    /** librtmfp reads this many bytes of a server's certificate without looking. */
    private static final int SERVER_CERTIFICATE_LENGTH = 77;

    private static final byte[] NOTHING = {};

    private final Certificate certificate;
    private final List<DhKeyPair> staticKeys;

    Identity(Certificate certificate, List<DhKeyPair> staticKeys) {
        this.certificate = certificate;
        this.staticKeys = List.copyOf(staticKeys);
    }

    /** A server's: takes any URI, keys made for each session in group 14, 5 or 2. */
    public static Identity server(RandomGenerator random) {
        return server(random, List.of(DhGroup.MODP_2048, DhGroup.MODP_1536, DhGroup.MODP_1024));
    }

    /** A server's, with these groups in order of preference, up to four. */
    public static Identity server(RandomGenerator random, List<DhGroup> groups) {
        // 2 bytes of accepts-ancillary-data, 2 in front of the randomness, 3 for each group
        byte[] randomness = new byte[SERVER_CERTIFICATE_LENGTH - 4 - 3 * groups.size()];
        random.nextBytes(randomness);
        List<Option> options = new ArrayList<>();
        options.add(Option.of(Certificate.ACCEPTS_ANCILLARY_DATA, NOTHING));
        options.add(Option.of(Certificate.EXTRA_RANDOMNESS, randomness));
        for (DhGroup group : groups) {
            options.add(Option.of(Certificate.EPHEMERAL_GROUP, new byte[] {(byte) group.id()}));
        }
        return new Identity(certificate(options), List.of());
    }

    /** A client's or peer's: static keys in groups 14 and 2, so that its peer id can be proven. */
    public static Identity client(RandomGenerator random) {
        return client(random, List.of(DhGroup.MODP_2048, DhGroup.MODP_1024));
    }

    /** A client's or peer's, with static keys in these groups, in order of preference. */
    public static Identity client(RandomGenerator random, List<DhGroup> groups) {
        List<DhKeyPair> keys = new ArrayList<>();
        for (DhGroup group : groups) {
            keys.add(DhKeyPair.generate(group, random));
        }
        return withKeys(keys);
    }

    static Identity withKeys(List<DhKeyPair> keys) {
        List<Option> options = new ArrayList<>();
        for (DhKeyPair key : keys) {
            options.add(KeyingComponent.publicKey(Certificate.STATIC_PUBLIC_KEY, key));
        }
        return new Identity(certificate(options), keys);
    }

    /** Our certificate. */
    public Certificate certificate() {
        return certificate;
    }

    Optional<DhKeyPair> staticKey(DhGroup group) {
        return staticKeys.stream().filter(key -> key.group() == group).findFirst();
    }

    private static Certificate certificate(List<Option> options) {
        try {
            return Certificate.parse(Options.toBytes(options));
        } catch (MalformedPacketException impossible) {
            throw new IllegalStateException("written by ourselves", impossible);
        }
    }

    /** Shows the fingerprint, and no key. */
    @Override
    public String toString() {
        return "Identity[" + certificate + "]";
    }
}
