package io.cumulonimbus.rtmfp.endpoint;

import io.cumulonimbus.client.CloseReason;
import io.cumulonimbus.rtmfp.packet.Multiplex;
import java.util.Arrays;
import java.util.List;

/** An open session of ours that hears any packets at all, in the clear until they are sealed. */
public final class SessionTrial {
    private static final int MOST_BYTES = 1200;
    private static final int MOST_PACKETS = 64;

    private final RawPeer peer = new RawPeer();

    /** Hears them one after the other; fails when one breaks anything. */
    public void hears(List<byte[]> packets) {
        for (byte[] packet : packets) {
            if (!peer.session().isOpen()) {
                break;
            }
            hear(packet);
            peer.pass(packet.length % 50);
            check();
        }
        peer.handler().verify();
        peer.sessions().abortAll(CloseReason.STOPPING);
        peer.sends();
        peer.handler().verify();
        require(peer.handler().closed().isPresent() || !peer.session().isVerified(), "not told");
        require(peer.counters().faults == 0, "a fault at the end");
        require(peer.sessions().tableEntries() <= 1, "left in tables");
    }

    private void check() {
        List<Packets.Opened> answers = peer.sends();
        require(answers.size() <= MOST_PACKETS, answers.size() + " packets at once");
        for (Packets.Opened answer : answers) {
            require(answer.plain().length < MOST_BYTES, "a long packet");
        }
        require(peer.counters().faults == 0, "a fault");
    }

    private void hear(byte[] plain) {
        byte[] cut = plain.length > MOST_BYTES ? Arrays.copyOf(plain, MOST_BYTES) : plain;
        byte[] datagram = new byte[cut.length + 100];
        int sealed = peer.key().seal(cut, 0, cut.length, datagram, Multiplex.HEADER);
        int length = Multiplex.HEADER + sealed;
        Multiplex.writeSessionId(RawPeer.NEAR_ID, datagram, 0, length);
        peer.hears(Arrays.copyOf(datagram, length), RawPeer.ADDRESS);
    }

    private static void require(boolean holds, String otherwise) {
        if (!holds) {
            throw new AssertionError(otherwise);
        }
    }
}
