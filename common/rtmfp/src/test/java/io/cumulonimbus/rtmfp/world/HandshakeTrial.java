package io.cumulonimbus.rtmfp.world;

import io.cumulonimbus.client.CloseReason;
import io.cumulonimbus.rtmfp.crypto.SessionKey;
import io.cumulonimbus.rtmfp.packet.Multiplex;
import io.cumulonimbus.testkit.Mutator;
import java.util.Arrays;
import java.util.random.RandomGenerator;

/**
 * Two endpoints that open a session while every third packet that passes between them under the
 * default key is spoiled inside: they get a session that works or none, and nothing else.
 */
public final class HandshakeTrial {
    private static final int ONE_IN = 3;
    private static final int CAPACITY = 2048;
    private static final long GIVEN_UP_MS = 100_000;
    private static final long FORGOTTEN_MS = 300_000;

    private final World world;
    private final RandomGenerator random;
    private boolean passing;

    /** Everything follows from the bytes. */
    public HandshakeTrial(byte[] seed) {
        long number = 0;
        for (byte each : seed) {
            number = 31 * number + each;
        }
        world = new World(number);
        random = world.sim().random();
    }

    /** Opens, uses and ends it; fails when anything breaks or remains. */
    public void run() {
        Node client = world.newClient();
        Mutator mutator = new Mutator(random);
        world.network()
                .filter(
                        (datagram, from, to) -> {
                            if (passing || random.nextInt(ONE_IN) > 0) {
                                return true;
                            }
                            byte[] spoiled = spoil(datagram, mutator);
                            passing = true;
                            world.network().send(spoiled, spoiled.length, from, to, world.nowNs());
                            passing = false;
                            return false;
                        });
        client.connect(world.server().address());
        world.runFor(GIVEN_UP_MS);
        client.clients().forEach(each -> each.close(CloseReason.STOPPING));
        world.runFor(FORGOTTEN_MS);
        world.verify();
        if (!client.hasForgottenAll() || !world.server().hasForgottenAll()) {
            throw new AssertionError("something is left");
        }
    }

    /** The same session id, and near misses of what is in the packet. */
    private static byte[] spoil(byte[] datagram, Mutator mutator) {
        int header = Multiplex.HEADER;
        byte[] plain = new byte[CAPACITY];
        SessionKey key = SessionKey.defaultKey();
        int opened = key.open(datagram, header, datagram.length - header, plain);
        if (opened <= 0) {
            return datagram;
        }
        byte[] inside = mutator.mutate(Arrays.copyOf(plain, opened));
        byte[] out = new byte[inside.length + header + 64];
        int sealed = key.seal(inside, 0, inside.length, out, header);
        int id = Multiplex.sessionId(datagram, 0, datagram.length);
        Multiplex.writeSessionId(id, out, 0, header + sealed);
        return Arrays.copyOf(out, header + sealed);
    }
}
