package io.cumulonimbus.rtmfp.endpoint;

import io.cumulonimbus.rtmfp.chunk.Chunk;
import io.cumulonimbus.rtmfp.chunk.ChunkDecoder;
import io.cumulonimbus.rtmfp.chunk.ChunkEncoder;
import io.cumulonimbus.rtmfp.crypto.SessionKey;
import io.cumulonimbus.rtmfp.packet.MalformedPacketException;
import io.cumulonimbus.rtmfp.packet.Multiplex;
import io.cumulonimbus.rtmfp.packet.PacketHeader;
import io.cumulonimbus.rtmfp.packet.PacketReader;
import io.cumulonimbus.rtmfp.packet.PacketWriter;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;

/** Datagrams taken apart and put together by hand, beside the endpoint under test. */
public final class Packets {
    private static final int CAPACITY = 2048;

    /** A packet in the clear. */
    record Opened(int sessionId, byte[] plain, PacketHeader header, List<Chunk> chunks) {
        <T extends Chunk> List<T> all(Class<T> type) {
            return chunks.stream().filter(type::isInstance).map(type::cast).toList();
        }

        <T extends Chunk> T only(Class<T> type) {
            if (chunks.size() != 1) {
                throw new AssertionError("not one chunk: " + chunks);
            }
            return type.cast(chunks.get(0));
        }
    }

    private Packets() {}

    /** The packet, or empty when this key does not open it. */
    static Optional<Opened> open(SessionKey key, byte[] datagram) {
        int id = Multiplex.sessionId(datagram, 0, datagram.length);
        byte[] plain = new byte[CAPACITY];
        int length = key.open(datagram, Multiplex.HEADER, datagram.length - 4, plain);
        if (length == SessionKey.REJECTED) {
            return Optional.empty();
        }
        PacketReader reader = new PacketReader(plain, 0, length);
        try {
            PacketHeader header = PacketHeader.read(reader);
            int at = reader.position();
            List<Chunk> chunks = new ArrayList<>();
            new ChunkDecoder().decode(plain, at, length - at, chunks::add);
            return Optional.of(new Opened(id, Arrays.copyOf(plain, length), header, chunks));
        } catch (MalformedPacketException bad) {
            throw new AssertionError(bad);
        }
    }

    /** A startup packet that someone put on the wire. */
    static Opened startup(byte[] datagram) {
        return open(SessionKey.defaultKey(), datagram)
                .orElseThrow(() -> new AssertionError("not under the default key"));
    }

    /** A startup packet of these chunks. */
    public static byte[] startup(int sessionId, Chunk... chunks) {
        return seal(SessionKey.defaultKey(), sessionId, PacketHeader.startup(7), chunks);
    }

    static byte[] seal(SessionKey key, int sessionId, PacketHeader header, Chunk... chunks) {
        PacketWriter out = new PacketWriter(CAPACITY);
        header.write(out);
        for (Chunk chunk : chunks) {
            if (!ChunkEncoder.encode(chunk, out)) {
                throw new AssertionError("no room for " + chunk);
            }
        }
        byte[] datagram = new byte[2 * CAPACITY];
        int sealed = key.seal(out.buffer(), 0, out.length(), datagram, Multiplex.HEADER);
        Multiplex.writeSessionId(sessionId, datagram, 0, Multiplex.HEADER + sealed);
        return Arrays.copyOf(datagram, Multiplex.HEADER + sealed);
    }
}
