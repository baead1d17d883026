package io.cumulonimbus.rtmfp.crypto;

import io.cumulonimbus.rtmfp.packet.Option;
import io.cumulonimbus.rtmfp.packet.Options;
import java.util.ArrayList;
import java.util.List;
import java.util.random.RandomGenerator;

/** The responder's half of a key agreement (RFC 7425 §4.6). */
public final class ResponderKeying {
    private ResponderKeying() {}

    /**
     * What a responder has after the agreement.
     *
     * @param component ours, for the RIKeying
     * @param keys the session's
     */
    public record Answer(byte[] component, SessionKeys keys) {}

    /**
     * Checks everything about an initiator that can be checked without Diffie-Hellman; a few
     * microseconds.
     *
     * @throws KeyingException when {@link #respond} would refuse it
     */
    public static void check(
            Identity identity, Certificate far, byte[] initiatorComponent, KeyingPolicy policy)
            throws KeyingException {
        checked(identity, far, KeyingComponent.parse(initiatorComponent), policy);
    }

    /**
     * Answers an initiator and makes the session's keys: two exponentiations, so off the loop.
     *
     * @throws KeyingException when no session can be made with it
     */
    public static Answer respond(
            Identity identity,
            Certificate far,
            byte[] initiatorComponent,
            KeyingPolicy policy,
            RandomGenerator random)
            throws KeyingException {
        return respond(identity, far, initiatorComponent, policy, KeyPairs.made(random), random);
    }

    /** The same with ephemeral keys from {@code pairs}: one exponentiation when one is ready. */
    public static Answer respond(
            Identity identity,
            Certificate far,
            byte[] initiatorComponent,
            KeyingPolicy policy,
            KeyPairs pairs,
            RandomGenerator random)
            throws KeyingException {
        KeyingComponent initiator = KeyingComponent.parse(initiatorComponent);
        DhGroup group = checked(identity, far, initiator, policy);
        DhKeyPair key = identity.staticKey(group).orElseGet(() -> pairs.take(group));
        Offer offer = policy.answer(initiator.offer());
        // In this order librtmfp finds the public key where it looks for it.
        List<Option> options = new ArrayList<>();
        options.add(offer.hmacOption());
        options.add(offer.numberOption());
        options.add(
                identity.certificate().isStatic()
                        ? KeyingComponent.randomness(random)
                        : KeyingComponent.publicKey(KeyingComponent.EPHEMERAL_PUBLIC_KEY, key));
        byte[] component = Options.toBytes(options);
        byte[] secret = key.agree(initiator.publicKeyOf(far, group));
        return new Answer(
                component,
                SessionKeys.derive(
                        secret, component, initiatorComponent, offer, initiator.offer()));
    }

    /** The group that the initiator chose, after everything cheap was found in order. */
    // RFC 7425 §4.6.1
    private static DhGroup checked(
            Identity identity, Certificate far, KeyingComponent initiator, KeyingPolicy policy)
            throws KeyingException {
        if (!far.isAcceptable()) {
            throw new KeyingException("a certificate without keys, or with both kinds");
        }
        policy.check(initiator.offer());
        if (far.isStatic() ? initiator.selectedGroup().isEmpty() : initiator.keyGroup().isEmpty()) {
            throw new KeyingException("no group chosen");
        }
        if (!far.isStatic() && initiator.selectedGroup().isPresent()) {
            throw new KeyingException("group select beside an ephemeral key");
        }
        long id = (far.isStatic() ? initiator.selectedGroup() : initiator.keyGroup()).getAsLong();
        DhGroup group = DhGroup.of(id).orElseThrow(() -> new KeyingException("unknown group"));
        if (!far.groups().contains(group) || !identity.certificate().groups().contains(group)) {
            throw new KeyingException("the group is not in both certificates");
        }
        if (!group.accepts(initiator.publicKeyOf(far, group))) {
            throw new KeyingException("a public key that is unfit");
        }
        return group;
    }
}
