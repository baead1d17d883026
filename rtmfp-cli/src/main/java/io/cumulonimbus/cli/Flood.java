package io.cumulonimbus.cli;

import io.cumulonimbus.rtmfp.chunk.IHello;
import io.cumulonimbus.rtmfp.chunk.Ping;
import io.cumulonimbus.rtmfp.crypto.EndpointDiscriminator;
import io.cumulonimbus.rtmfp.crypto.KeyingException;
import io.cumulonimbus.rtmfp.packet.MalformedPacketException;
import java.io.IOException;
import java.security.SecureRandom;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.concurrent.TimeUnit;

/** What a flood consists of. */
enum Flood {
    /** IHello: every other one for the server's URL, every other one for the id of some peer. */
    HELLO {
        @Override
        Source source(Probe probe, String uri, long patienceNs) {
            List<byte[]> packets = new ArrayList<>();
            for (int i = 0; i < PREPARED; i++) {
                EndpointDiscriminator wanted =
                        i % 2 == 0
                                ? EndpointDiscriminator.ofUri(uri)
                                : EndpointDiscriminator.ofFingerprint(random(FINGERPRINT));
                packets.add(probe.startupPacket(new IHello(wanted.bytes(), random(TAG))));
            }
            return prepared(packets);
        }
    },
    /** IIKeying: well formed, with cookies that the server never made or made for another port. */
    KEYING {
        @Override
        Source source(Probe probe, String uri, long patienceNs)
                throws CommandFailure, IOException, MalformedPacketException, KeyingException {
            hello(probe, uri, patienceNs);
            List<byte[]> packets = new ArrayList<>();
            for (int i = 0; i < PREPARED; i++) {
                packets.add(
                        probe.startupPacket(
                                i % 2 == 0
                                        ? probe.keyingWith(random(COOKIE))
                                        : probe.keyingWithOwnCookie()));
            }
            return prepared(packets);
        }
    },
    /** Pings of one open session: what valid packets cost, to compare the others with. */
    PING {
        @Override
        Source source(Probe probe, String uri, long patienceNs)
                throws CommandFailure, IOException, MalformedPacketException, KeyingException {
            hello(probe, uri, patienceNs);
            if (probe.keying(System.nanoTime() + patienceNs) < 0) {
                throw new CommandFailure(ExitCode.LOST, "no session came about");
            }
            Ping ping = new Ping(random(Long.BYTES));
            return datagram -> probe.seal(ping, datagram);
        }
    };

    /** Packets that are sent over and over. */
    private static final int PREPARED = 4096;

    private static final int FINGERPRINT = 32;
    private static final int TAG = 16;
    private static final int COOKIE = 64;
    private static final SecureRandom RANDOM = new SecureRandom();

    /** Where datagrams come from, one after the other. */
    @FunctionalInterface
    interface Source {
        /** Writes the next one; answers its length. */
        int next(byte[] datagram);
    }

    /** Makes ready; may talk with the server, through {@code probe}. */
    abstract Source source(Probe probe, String uri, long patienceNs)
            throws CommandFailure, IOException, MalformedPacketException, KeyingException;

    /** Whether all must come from the port of the probe. */
    boolean isOfOneSession() {
        return this == PING;
    }

    private static void hello(Probe probe, String uri, long patienceNs)
            throws CommandFailure, IOException, MalformedPacketException {
        if (probe.hello(uri, System.nanoTime() + patienceNs) < 0) {
            throw new CommandFailure(
                    ExitCode.UNREACHABLE,
                    "no answer in " + TimeUnit.NANOSECONDS.toSeconds(patienceNs) + " s");
        }
    }

    private static Source prepared(List<byte[]> packets) {
        int[] next = {0};
        return datagram -> {
            byte[] packet = packets.get(next[0]++ % PREPARED);
            System.arraycopy(packet, 0, datagram, 0, packet.length);
            return packet.length;
        };
    }

    private static byte[] random(int length) {
        byte[] bytes = new byte[length];
        RANDOM.nextBytes(bytes);
        return bytes;
    }

    /** As it is written on the command line. */
    @Override
    public String toString() {
        return name().toLowerCase(Locale.ROOT);
    }
}
