package io.cumulonimbus.rtmfp.relay;

import io.cumulonimbus.rtmfp.chunk.ChunkEncoder;
import io.cumulonimbus.rtmfp.chunk.Redirect;
import io.cumulonimbus.rtmfp.crypto.SessionKey;
import io.cumulonimbus.rtmfp.packet.Address;
import io.cumulonimbus.rtmfp.packet.Multiplex;
import io.cumulonimbus.rtmfp.packet.Origin;
import io.cumulonimbus.rtmfp.packet.PacketHeader;
import io.cumulonimbus.rtmfp.packet.PacketWriter;
import java.net.InetSocketAddress;
import java.util.List;

/** Tells senders of hellos where they come from. */
final class RedirectWriter {
    private static final int MOST = 256;
    private static final long TICK_NS = 4_000_000;

    private final SessionKey key = SessionKey.defaultKey();
    private final PacketWriter plain = new PacketWriter(MOST);
    private final byte[] datagram = new byte[2 * MOST];

    /** The datagram that was written last. */
    byte[] datagram() {
        return datagram;
    }

    /** Writes a datagram; answers its length. */
    // RFC 7016 §2.3.5
    int write(byte[] tag, InetSocketAddress observed, long nowNs) {
        plain.reset(0, MOST);
        PacketHeader.startup((int) (Math.floorDiv(nowNs, TICK_NS) & 0xffff)).write(plain);
        ChunkEncoder.encode(
                new Redirect(tag, List.of(new Address(observed, Origin.OBSERVED))), plain);
        int sealed = key.seal(plain.buffer(), 0, plain.length(), datagram, Multiplex.HEADER);
        int length = Multiplex.HEADER + sealed;
        Multiplex.writeSessionId(0, datagram, 0, length);
        return length;
    }
}
