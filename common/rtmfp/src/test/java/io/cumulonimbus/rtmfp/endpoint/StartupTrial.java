package io.cumulonimbus.rtmfp.endpoint;

import io.cumulonimbus.rtmfp.crypto.DhGroup;
import io.cumulonimbus.rtmfp.crypto.Identity;
import io.cumulonimbus.rtmfp.crypto.SessionKey;
import io.cumulonimbus.rtmfp.packet.Multiplex;
import io.cumulonimbus.testkit.RecordingHandler;
import java.net.InetSocketAddress;
import java.util.Arrays;
import java.util.List;
import java.util.SplittableRandom;

/**
 * A server that strangers talk to: whatever they say without a cookie of ours leaves no session, no
 * public-key work, and is not answered with more than {@value #RATIO} times the bytes.
 */
public final class StartupTrial {
    /** The shortest IHello that is answered is a datagram of 36 bytes; its RHello has 180. */
    private static final int RATIO = 5;

    private static final int MOST_BYTES = 1400;
    private static final Identity SERVER =
            Identity.server(new SplittableRandom(1), List.of(DhGroup.MODP_2048, DhGroup.MODP_1024));
    private static final long SECOND = 1_000_000_000L;

    private final RtmfpEndpoint server =
            new RtmfpEndpoint(
                    EndpointConfig.SERVER,
                    SERVER,
                    client -> new RecordingHandler(),
                    work -> {
                        throw new AssertionError("public-key work for a stranger");
                    },
                    () -> {},
                    new SplittableRandom(2));
    private long now = SECOND;
    private long heard;
    private long said;

    /** Hears packets, in the clear until they are sealed, one after the other. */
    public void hears(List<byte[]> packets) {
        int port = 1;
        for (byte[] plain : packets) {
            byte[] datagram = seal(plain);
            // Some come from one address: cookies, and fragments of one packet.
            InetSocketAddress from = new InetSocketAddress("192.0.2.1", 1 + port++ / 3);
            now += datagram.length * 1_000_000L;
            heard += datagram.length;
            server.receive(datagram, datagram.length, from, now);
            server.flush((packet, length, to) -> said += length, now);
            require(said <= RATIO * heard, "said " + said + " bytes, heard " + heard);
        }
        EndpointStatistics statistics = server.statistics();
        require(statistics.sessions() == 0 && statistics.halfOpen() == 0, "a session");
        require(statistics.faults() == 0, "a fault");
        require(server.tableEntries() <= packets.size(), "remembers much");
        // What looked like a fragment is forgotten after a second without another one.
        server.advance(now + 2 * SECOND);
        require(server.tableEntries() == 0, "remembers " + server.tableEntries());
        require(server.advance(now + 2 * SECOND) == Long.MAX_VALUE, "a timer runs");
    }

    private static byte[] seal(byte[] plain) {
        byte[] cut = plain.length > MOST_BYTES ? Arrays.copyOf(plain, MOST_BYTES) : plain;
        byte[] datagram = new byte[cut.length + 100];
        int sealed = SessionKey.defaultKey().seal(cut, 0, cut.length, datagram, Multiplex.HEADER);
        int length = Multiplex.HEADER + sealed;
        Multiplex.writeSessionId(0, datagram, 0, length);
        return Arrays.copyOf(datagram, length);
    }

    private static void require(boolean holds, String otherwise) {
        if (!holds) {
            throw new AssertionError(otherwise);
        }
    }
}
