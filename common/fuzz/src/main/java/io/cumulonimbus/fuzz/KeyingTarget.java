package io.cumulonimbus.fuzz;

import io.cumulonimbus.rtmfp.crypto.Certificate;
import io.cumulonimbus.rtmfp.crypto.DhGroup;
import io.cumulonimbus.rtmfp.crypto.Identity;
import io.cumulonimbus.rtmfp.crypto.InitiatorKeying;
import io.cumulonimbus.rtmfp.crypto.KeyingException;
import io.cumulonimbus.rtmfp.crypto.KeyingPolicy;
import io.cumulonimbus.rtmfp.crypto.ResponderKeying;
import io.cumulonimbus.rtmfp.packet.MalformedPacketException;
import io.cumulonimbus.testkit.Vectors;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.SplittableRandom;
import java.util.random.RandomGenerator;

/**
 * Certificates and keying components, as responder and as initiator. What passes the cheap check
 * must lead to keys, which is tried now and then because it takes a millisecond.
 */
final class KeyingTarget implements Target {
    private static final int TRIED_ONE_IN = 64;

    private final RandomGenerator random = new SplittableRandom(1);
    private final Identity identity =
            Identity.server(random, List.of(DhGroup.MODP_1536, DhGroup.MODP_1024));
    private final InitiatorKeying initiator;
    private final List<byte[]> pairs = new ArrayList<>();

    KeyingTarget() {
        try {
            Certificate far = Identity.server(random, List.of(DhGroup.MODP_1024)).certificate();
            initiator = InitiatorKeying.create(identity, far, KeyingPolicy.CLIENT, random);
        } catch (KeyingException impossible) {
            throw new IllegalStateException(impossible);
        }
        for (var scenario : Vectors.json("keying.json").get("scenarios")) {
            if (scenario.path("skic").isTextual()) {
                byte[] certificate = Vectors.hex(scenario, "initiator_certificate");
                pairs.add(Spoiler.join(List.of(certificate, Vectors.hex(scenario, "skic"))));
                if (scenario.path("skrc").isTextual()) {
                    pairs.add(Spoiler.join(List.of(certificate, Vectors.hex(scenario, "skrc"))));
                }
            }
        }
    }

    @Override
    public String name() {
        return "keying";
    }

    @Override
    public byte[] input(RandomGenerator seed) {
        List<byte[]> pair = Spoiler.pieces(pairs.get(seed.nextInt(pairs.size())));
        byte[] certificate = pair.get(0);
        byte[] component = pair.get(1);
        return switch (seed.nextInt(4)) {
            case 0 -> Spoiler.join(List.of(Spoiler.spoil(List.of(certificate), seed), component));
            case 1 -> Spoiler.spoil(List.of(Spoiler.join(pair)), seed);
            default -> Spoiler.join(List.of(certificate, Spoiler.spoil(List.of(component), seed)));
        };
    }

    @Override
    public void run(byte[] input) {
        List<byte[]> pieces = Spoiler.pieces(input);
        if (pieces.size() < 2) {
            return;
        }
        boolean tries = Arrays.hashCode(input) % TRIED_ONE_IN == 0;
        try {
            Certificate far = Certificate.parse(pieces.get(0));
            byte[] component = pieces.get(1);
            if (tries) {
                complete(component);
            }
            ResponderKeying.check(identity, far, component, KeyingPolicy.SERVER);
            if (tries) {
                respond(far, component);
            }
        } catch (MalformedPacketException | KeyingException declared) {
            Require.that(declared.getStackTrace().length == 0, "a refusal is expensive");
        }
    }

    private void respond(Certificate far, byte[] component) {
        try {
            ResponderKeying.Answer answer =
                    ResponderKeying.respond(identity, far, component, KeyingPolicy.SERVER, random);
            Require.that(answer.component().length <= 512, "a long answer");
        } catch (KeyingException refused) {
            throw new AssertionError("refused after the check", refused);
        }
    }

    private void complete(byte[] component) {
        try {
            initiator.complete(component);
        } catch (KeyingException declared) {
            Require.that(declared.getStackTrace().length == 0, "a refusal is expensive");
        }
    }
}
