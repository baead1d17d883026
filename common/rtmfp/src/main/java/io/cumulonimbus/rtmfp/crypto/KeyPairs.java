package io.cumulonimbus.rtmfp.crypto;

import java.util.random.RandomGenerator;

/**
 * Where ephemeral key pairs come from. Each pair is given out once: no two sessions ever share one
 * (RFC 7425 §7).
 */
@FunctionalInterface
public interface KeyPairs {
    /** A pair of this group that nobody else has; off the loop, because it may have to be made. */
    DhKeyPair take(DhGroup group);

    /** Pairs that are made when they are wanted; {@code random} is unpredictable. */
    static KeyPairs made(RandomGenerator random) {
        return group -> DhKeyPair.generate(group, random);
    }
}
