package io.cumulonimbus.rtmfp.world;

import io.cumulonimbus.rtmfp.chunk.Chunk;
import io.cumulonimbus.rtmfp.chunk.ChunkEncoder;
import io.cumulonimbus.rtmfp.crypto.SessionKey;
import io.cumulonimbus.rtmfp.packet.Multiplex;
import io.cumulonimbus.rtmfp.packet.PacketHeader;
import io.cumulonimbus.rtmfp.packet.PacketWriter;
import java.util.Arrays;

/** Startup datagrams of strangers. */
final class Startups {
    private static final int CAPACITY = 2048;

    private Startups() {}

    /** A packet on the startup session with this chunk. */
    static byte[] seal(Chunk chunk) {
        PacketWriter out = new PacketWriter(CAPACITY);
        PacketHeader.startup(1).write(out);
        if (!ChunkEncoder.encode(chunk, out)) {
            throw new AssertionError("too long");
        }
        byte[] datagram = new byte[2 * CAPACITY];
        int sealed =
                SessionKey.defaultKey()
                        .seal(out.buffer(), 0, out.length(), datagram, Multiplex.HEADER);
        int length = Multiplex.HEADER + sealed;
        Multiplex.writeSessionId(0, datagram, 0, length);
        return Arrays.copyOf(datagram, length);
    }
}
