package io.cumulonimbus.rtmfp.relay;

import io.cumulonimbus.rtmfp.chunk.Chunk;
import io.cumulonimbus.rtmfp.chunk.ChunkDecoder;
import io.cumulonimbus.rtmfp.crypto.SessionKey;
import io.cumulonimbus.rtmfp.packet.MalformedPacketException;
import io.cumulonimbus.rtmfp.packet.Multiplex;
import io.cumulonimbus.rtmfp.packet.PacketHeader;
import io.cumulonimbus.rtmfp.packet.PacketReader;
import java.util.ArrayList;
import java.util.List;

/** Opens startup packets, which anybody can read. */
final class HelloReader {
    private final SessionKey key = SessionKey.defaultKey();
    private final ChunkDecoder decoder = new ChunkDecoder();
    private final byte[] plain;

    HelloReader(int longest) {
        plain = new byte[longest];
    }

    /** The chunks of a datagram for session 0; none when it is no startup packet. */
    // RFC 7016 §2.2.2, §2.2.4
    List<Chunk> read(byte[] datagram, int length) {
        int header = Multiplex.HEADER;
        int opened = key.open(datagram, header, length - header, plain);
        if (opened == SessionKey.REJECTED) {
            return List.of();
        }
        PacketReader in = new PacketReader(plain, 0, opened);
        try {
            if (PacketHeader.read(in).mode() != PacketHeader.MODE_STARTUP) {
                return List.of();
            }
        } catch (MalformedPacketException bad) {
            return List.of();
        }
        List<Chunk> chunks = new ArrayList<>(1);
        decoder.decode(plain, in.position(), opened - in.position(), chunks::add);
        return chunks;
    }
}
