package io.cumulonimbus.net.udp;

import io.cumulonimbus.rtmfp.chunk.ChunkEncoder;
import io.cumulonimbus.rtmfp.chunk.IHello;
import io.cumulonimbus.rtmfp.crypto.EndpointDiscriminator;
import io.cumulonimbus.rtmfp.crypto.SessionKey;
import io.cumulonimbus.rtmfp.packet.Multiplex;
import io.cumulonimbus.rtmfp.packet.PacketHeader;
import io.cumulonimbus.rtmfp.packet.PacketWriter;
import java.util.Arrays;
import java.util.random.RandomGenerator;

/** The first datagram of a handshake, to find out whether anybody answers at a port. */
public final class HelloDatagram {
    private static final int ROOM = 1024;
    private static final int TAG = 16;

    private HelloDatagram() {}

    /** One that asks for the server of this URL; nothing has to follow. */
    public static byte[] of(String uri, RandomGenerator random) {
        byte[] tag = new byte[TAG];
        random.nextBytes(tag);
        PacketWriter plain = new PacketWriter(ROOM);
        plain.reset(0, ROOM);
        PacketHeader.startup(0).write(plain);
        ChunkEncoder.encode(new IHello(EndpointDiscriminator.ofUri(uri).bytes(), tag), plain);
        byte[] datagram = new byte[2 * ROOM];
        int length =
                SessionKey.defaultKey()
                        .seal(plain.buffer(), 0, plain.length(), datagram, Multiplex.HEADER);
        int total = Multiplex.HEADER + length;
        Multiplex.writeSessionId(0, datagram, 0, total);
        return Arrays.copyOf(datagram, total);
    }
}
