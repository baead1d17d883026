package io.cumulonimbus.rtmfp.crypto;

import io.cumulonimbus.rtmfp.packet.Option;
import io.cumulonimbus.rtmfp.packet.Options;
import java.util.ArrayList;
import java.util.List;
import java.util.random.RandomGenerator;

/**
 * The initiator's half of a key agreement (RFC 7425 §4.6). Making one with an ephemeral identity,
 * and {@link #complete}, do Diffie-Hellman: off the loop. Immutable.
 */
public final class InitiatorKeying {
    private final Certificate far;
    private final KeyingPolicy policy;
    private final Offer offer;
    private final DhKeyPair key;
    private final byte[] component;

    InitiatorKeying(
            Certificate far, KeyingPolicy policy, Offer offer, DhKeyPair key, byte[] component) {
        this.far = far;
        this.policy = policy;
        this.offer = offer;
        this.key = key;
        this.component = component;
    }

    /**
     * Begins an agreement with the owner of {@code far}, in the first group of its order that we
     * have too.
     *
     * @throws KeyingException when there is none, or the certificate is not acceptable
     */
    // RFC 7425 §4.6.1
    public static InitiatorKeying create(
            Identity identity, Certificate far, KeyingPolicy policy, RandomGenerator random)
            throws KeyingException {
        return create(identity, far, policy, KeyPairs.made(random), random);
    }

    /** The same with ephemeral keys from {@code pairs}. */
    public static InitiatorKeying create(
            Identity identity,
            Certificate far,
            KeyingPolicy policy,
            KeyPairs pairs,
            RandomGenerator random)
            throws KeyingException {
        if (!far.isAcceptable()) {
            throw new KeyingException("a certificate without keys, or with both kinds");
        }
        DhGroup group = commonGroup(identity.certificate(), far);
        Offer offer = policy.offer();
        List<Option> options = new ArrayList<>();
        DhKeyPair key = identity.staticKey(group).orElse(null);
        if (key == null) {
            key = pairs.take(group);
            options.add(KeyingComponent.publicKey(KeyingComponent.EPHEMERAL_PUBLIC_KEY, key));
        } else {
            options.add(KeyingComponent.groupSelect(group));
            options.add(KeyingComponent.randomness(random));
        }
        options.add(offer.hmacOption());
        options.add(offer.numberOption());
        return new InitiatorKeying(far, policy, offer, key, Options.toBytes(options));
    }

    /** Our component, for the IIKeying. Not to be written to. */
    public byte[] component() {
        return component;
    }

    /**
     * The keys of the session that the responder's component makes with ours. May be called again
     * after it refused one: a forged answer can precede the real one.
     */
    public SessionKeys complete(byte[] responderComponent) throws KeyingException {
        KeyingComponent answer = KeyingComponent.parse(responderComponent);
        policy.check(answer.offer());
        byte[] secret = key.agree(answer.publicKeyOf(far, key.group()));
        return SessionKeys.derive(secret, component, responderComponent, offer, answer.offer());
    }

    private static DhGroup commonGroup(Certificate near, Certificate far) throws KeyingException {
        List<DhGroup> ours = near.groups();
        for (DhGroup group : far.groups()) {
            if (ours.contains(group)) {
                return group;
            }
        }
        throw new KeyingException("no common group");
    }
}
