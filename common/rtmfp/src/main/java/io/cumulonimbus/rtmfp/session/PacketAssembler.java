package io.cumulonimbus.rtmfp.session;

import io.cumulonimbus.rtmfp.chunk.ChunkEncoder;
import io.cumulonimbus.rtmfp.crypto.SessionKey;
import io.cumulonimbus.rtmfp.packet.Multiplex;
import io.cumulonimbus.rtmfp.packet.PacketHeader;
import io.cumulonimbus.rtmfp.packet.PacketWriter;
import java.net.InetSocketAddress;

/** The workbench where an endpoint's packets are put together, one at a time, and sealed. */
public final class PacketAssembler {
    /** No datagram is longer. */
    private static final int CAPACITY = 2048;

    /** Takes finished datagrams; the array is written over after the return. */
    @FunctionalInterface
    public interface Outlet {
        /** Sends the first {@code length} bytes. */
        void send(byte[] datagram, int length, InetSocketAddress to);
    }

    private final Outlet outlet;
    private final PacketWriter chunks = new PacketWriter(CAPACITY);
    private final PacketWriter header = new PacketWriter(chunks.buffer());
    private final ChunkEncoder encoder = new ChunkEncoder();
    private final byte[] datagram = new byte[2 * CAPACITY];
    private PacketTap tap = PacketTap.NONE;

    /** A workbench whose products go to {@code outlet}. */
    public PacketAssembler(Outlet outlet) {
        this.outlet = outlet;
    }

    /** Has this look at each packet, and at those that sessions receive. */
    public void tap(PacketTap looking) {
        tap = looking;
    }

    /** Who looks at packets. */
    public PacketTap tap() {
        return tap;
    }

    /** Begins a packet with room for so many bytes of chunks, behind the header. */
    public PacketWriter begin(int room) {
        chunks.reset(PacketHeader.MAX_LENGTH, room);
        return chunks;
    }

    /** The encoder that remembers the last user data of the packet. */
    public ChunkEncoder encoder() {
        return encoder;
    }

    /** Puts the header in front, seals the packet and sends it. */
    public void send(PacketHeader head, SessionKey key, int sessionId, InetSocketAddress to) {
        int start = PacketHeader.MAX_LENGTH - head.length();
        header.reset(start, head.length());
        head.write(header);
        int length = head.length() + chunks.length();
        tap.packet(false, to, chunks.buffer(), start, length);
        int sealed = key.seal(chunks.buffer(), start, length, datagram, Multiplex.HEADER);
        int total = Multiplex.HEADER + sealed;
        Multiplex.writeSessionId(sessionId, datagram, 0, total);
        outlet.send(datagram, total, to);
    }
}
