package io.cumulonimbus.rtmfp.world;

import io.cumulonimbus.rtmfp.chunk.Chunk;
import io.cumulonimbus.rtmfp.chunk.ChunkDecoder;
import io.cumulonimbus.rtmfp.chunk.ChunkEncoder;
import io.cumulonimbus.rtmfp.chunk.PacketFragment;
import io.cumulonimbus.rtmfp.crypto.SessionKey;
import io.cumulonimbus.rtmfp.packet.Multiplex;
import io.cumulonimbus.rtmfp.packet.PacketHeader;
import io.cumulonimbus.rtmfp.packet.PacketWriter;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;

/** Startup datagrams of strangers. */
final class Startups {
    private static final int CAPACITY = 2048;

    private Startups() {}

    /** The name of the first chunk, when the packet is under the default key. */
    static Optional<String> chunk(byte[] datagram) {
        byte[] plain = new byte[CAPACITY];
        int header = Multiplex.HEADER;
        int opened =
                SessionKey.defaultKey().open(datagram, header, datagram.length - header, plain);
        int at = PacketHeader.startup(1).length();
        List<String> names = new ArrayList<>();
        if (opened > at) {
            new ChunkDecoder()
                    .decode(
                            plain,
                            at,
                            opened - at,
                            chunk -> names.add(chunk.getClass().getSimpleName()));
        }
        return names.stream().findFirst();
    }

    /** Whether a startup packet carries a fragment. */
    static boolean isFragment(byte[] datagram) {
        byte[] plain = new byte[CAPACITY];
        int header = Multiplex.HEADER;
        SessionKey.defaultKey().open(datagram, header, datagram.length - header, plain);
        return plain[PacketHeader.startup(1).length()] == 0x7f;
    }

    /** The same startup packet in so many fragments, as few endpoints would send it. */
    static List<byte[]> cut(byte[] datagram, long packetId, int count) {
        byte[] plain = new byte[CAPACITY];
        int header = Multiplex.HEADER;
        int opened =
                SessionKey.defaultKey().open(datagram, header, datagram.length - header, plain);
        List<byte[]> pieces = new ArrayList<>();
        for (int i = 0; i < count; i++) {
            int from = opened * i / count;
            byte[] piece = Arrays.copyOfRange(plain, from, opened * (i + 1) / count);
            pieces.add(seal(new PacketFragment(i < count - 1, packetId, i, piece)));
        }
        return pieces;
    }

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
