package io.cumulonimbus.net.dump;

import io.cumulonimbus.rtmfp.chunk.Chunk;
import io.cumulonimbus.rtmfp.chunk.ChunkDecoder;
import io.cumulonimbus.rtmfp.packet.MalformedPacketException;
import io.cumulonimbus.rtmfp.packet.PacketHeader;
import io.cumulonimbus.rtmfp.packet.PacketReader;
import io.cumulonimbus.rtmfp.session.PacketTap;
import java.net.InetSocketAddress;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Collectors;

/** Writes a line for each RTMFP packet of an endpoint, with its header and chunks. */
final class PacketLines implements PacketTap {
    private final ChunkDecoder decoder = new ChunkDecoder();

    @Override
    public void packet(
            boolean incoming, InetSocketAddress far, byte[] plain, int offset, int length) {
        if (Dump.isDue(far)) {
            String way = incoming ? "from" : "to";
            Dump.say(
                    "rtmfp packet %s %s: %s"
                            .formatted(way, Dump.shown(far), words(plain, offset, length)));
        }
    }

    private String words(byte[] plain, int offset, int length) {
        try {
            PacketReader reader = new PacketReader(plain, offset, length);
            PacketHeader header = PacketHeader.read(reader);
            int at = reader.position();
            List<Chunk> chunks = new ArrayList<>();
            decoder.decode(plain, at, offset + length - at, chunks::add);
            return RecordWords.of(header)
                    + chunks.stream()
                            .map(c -> " | " + RecordWords.of(c))
                            .collect(Collectors.joining());
        } catch (MalformedPacketException bad) {
            return "malformed, " + length + " bytes";
        }
    }
}
