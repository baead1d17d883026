package io.cumulonimbus.cli;

import io.cumulonimbus.rtmfp.chunk.Chunk;
import io.cumulonimbus.rtmfp.chunk.ChunkDecoder;
import io.cumulonimbus.rtmfp.chunk.ChunkEncoder;
import io.cumulonimbus.rtmfp.crypto.SessionKey;
import io.cumulonimbus.rtmfp.packet.MalformedPacketException;
import io.cumulonimbus.rtmfp.packet.Multiplex;
import io.cumulonimbus.rtmfp.packet.PacketHeader;
import io.cumulonimbus.rtmfp.packet.PacketReader;
import io.cumulonimbus.rtmfp.packet.PacketWriter;
import java.io.IOException;
import java.net.DatagramPacket;
import java.net.DatagramSocket;
import java.net.InetSocketAddress;
import java.net.SocketTimeoutException;
import java.nio.channels.DatagramChannel;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import jdk.net.ExtendedSocketOptions;

/** One packet out, one packet in: RTMFP as it is on the wire, without sessions and flows. */
final class ProbeSocket implements AutoCloseable {
    private static final int MAX_DATAGRAM = 2048;
    private static final long TICK_NS = 4_000_000;

    private final DatagramChannel channel = DatagramChannel.open();
    private final DatagramSocket socket = channel.socket();
    private final SessionKey startup = SessionKey.defaultKey();
    private final ChunkDecoder decoder = new ChunkDecoder();
    private final PacketWriter plain = new PacketWriter(MAX_DATAGRAM);
    private final byte[] sealed = new byte[2 * MAX_DATAGRAM];
    private final byte[] received = new byte[MAX_DATAGRAM];
    private final byte[] opened = new byte[MAX_DATAGRAM];
    private InetSocketAddress from = new InetSocketAddress(0);

    ProbeSocket() throws IOException {
        try {
            channel.bind(new InetSocketAddress(0));
            socket.setOption(ExtendedSocketOptions.IP_DONTFRAGMENT, true);
        } catch (UnsupportedOperationException unsupported) {
            // Then the largest datagram found may have travelled in pieces.
        }
    }

    /** The socket itself, to send many with. */
    DatagramChannel channel() {
        return channel;
    }

    /** Where the last packet came from. */
    InetSocketAddress from() {
        return from;
    }

    /** A chunk of the handshake. */
    void sendStartup(Chunk chunk, InetSocketAddress to) throws IOException {
        send(chunk, PacketHeader.startup(ticks()), startup, 0, 0, to);
    }

    /**
     * A chunk of a session, in a datagram padded to {@code size} bytes or a little less.
     *
     * @return the length of the datagram
     */
    int send(Chunk chunk, SessionKey key, int farId, int size, InetSocketAddress to)
            throws IOException {
        PacketHeader header =
                new PacketHeader(
                        PacketHeader.MODE_INITIATOR, false, false, ticks(), PacketHeader.NONE);
        int room = size - Multiplex.HEADER - key.maxOverhead();
        return send(chunk, header, key, farId, room, to);
    }

    /** A datagram with a chunk of the handshake. */
    byte[] startup(Chunk chunk) {
        byte[] datagram = new byte[2 * MAX_DATAGRAM];
        int length = seal(chunk, PacketHeader.startup(ticks()), startup, 0, 0, datagram);
        return Arrays.copyOf(datagram, length);
    }

    /** Writes a datagram with a chunk of a session; answers its length. */
    int seal(Chunk chunk, SessionKey key, int farId, byte[] datagram) {
        PacketHeader header =
                new PacketHeader(
                        PacketHeader.MODE_INITIATOR, false, false, ticks(), PacketHeader.NONE);
        return seal(chunk, header, key, farId, 0, datagram);
    }

    private int send(
            Chunk chunk,
            PacketHeader header,
            SessionKey key,
            int sessionId,
            int padTo,
            InetSocketAddress to)
            throws IOException {
        int total = seal(chunk, header, key, sessionId, padTo, sealed);
        socket.send(new DatagramPacket(sealed, total, to));
        return total;
    }

    private int seal(
            Chunk chunk,
            PacketHeader header,
            SessionKey key,
            int sessionId,
            int padTo,
            byte[] datagram) {
        plain.reset(0, MAX_DATAGRAM);
        header.write(plain);
        ChunkEncoder.encode(chunk, plain);
        while (plain.length() < padTo) {
            plain.u8(0xff); // RFC 7016 §2.2.4
        }
        int length = key.seal(plain.buffer(), 0, plain.length(), datagram, Multiplex.HEADER);
        int total = Multiplex.HEADER + length;
        Multiplex.writeSessionId(sessionId, datagram, 0, total);
        return total;
    }

    /** The chunks of the next handshake packet, for any session; empty when none comes in time. */
    List<Chunk> receiveStartup(long deadlineNs) throws IOException {
        return receive(startup, deadlineNs);
    }

    /** The chunks of the next packet under that key; empty when none comes in time. */
    List<Chunk> receive(SessionKey key, long deadlineNs) throws IOException {
        for (long leftNs = deadlineNs - System.nanoTime();
                leftNs > 0;
                leftNs = deadlineNs - System.nanoTime()) {
            socket.setSoTimeout((int) Math.max(1, leftNs / 1_000_000));
            DatagramPacket packet = new DatagramPacket(received, received.length);
            try {
                socket.receive(packet);
            } catch (SocketTimeoutException late) {
                return List.of();
            }
            Optional<List<Chunk>> chunks = open(key, packet.getLength());
            if (chunks.isPresent() && !chunks.get().isEmpty()) {
                from = (InetSocketAddress) packet.getSocketAddress();
                return chunks.get();
            }
        }
        return List.of();
    }

    private Optional<List<Chunk>> open(SessionKey key, int length) {
        if (length < Multiplex.HEADER + 16) {
            return Optional.empty();
        }
        int body = length - Multiplex.HEADER;
        int plainLength = key.open(received, Multiplex.HEADER, body, opened);
        if (plainLength == SessionKey.REJECTED) {
            return Optional.empty();
        }
        PacketReader reader = new PacketReader(opened, 0, plainLength);
        try {
            PacketHeader.read(reader);
        } catch (MalformedPacketException bad) {
            return Optional.empty();
        }
        List<Chunk> chunks = new ArrayList<>();
        byte[] own = Arrays.copyOf(opened, plainLength);
        decoder.decode(own, reader.position(), plainLength - reader.position(), chunks::add);
        return Optional.of(chunks);
    }

    private static int ticks() {
        return (int) (Math.floorDiv(System.nanoTime(), TICK_NS) & 0xffff);
    }

    @Override
    public void close() {
        socket.close();
    }
}
