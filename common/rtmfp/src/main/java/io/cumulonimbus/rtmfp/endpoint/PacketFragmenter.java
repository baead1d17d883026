package io.cumulonimbus.rtmfp.endpoint;

import io.cumulonimbus.rtmfp.chunk.Chunk;
import io.cumulonimbus.rtmfp.chunk.ChunkEncoder;
import io.cumulonimbus.rtmfp.chunk.PacketFragment;
import io.cumulonimbus.rtmfp.crypto.SessionKey;
import io.cumulonimbus.rtmfp.packet.PacketHeader;
import io.cumulonimbus.rtmfp.packet.PacketWriter;
import io.cumulonimbus.rtmfp.session.Deadlined;
import io.cumulonimbus.rtmfp.session.PacketAssembler;
import java.net.InetSocketAddress;
import java.util.ArrayDeque;
import java.util.Arrays;
import java.util.Iterator;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Queue;

/**
 * Startup packets that do not fit into a datagram, and leave in pieces at a moderate rate (RFC 7016
 * §3.4).
 */
final class PacketFragmenter extends Deadlined {
    /** Bytes of the packet in each piece: four datagrams of these are less than 4380 bytes. */
    static final int PIECE = 1024;

    /** §3.4: packets to a far end in one interval. */
    static final int PACKETS_PER_INTERVAL = 4;

    /** §3.4. */
    static final long INTERVAL_NS = 200_000_000L;

    private static final int MAX_PACKET = 65_536;
    private static final int MAX_DESTINATIONS = 64;
    private static final int MAX_WAITING = 64;

    private record Piece(PacketFragment fragment, int sessionId) {}

    /** Stands for a time that has come. */
    private static final long NOW = Long.MIN_VALUE;

    /** What waits for one far end, and until when. */
    private static final class Pieces {
        private final Queue<Piece> waiting = new ArrayDeque<>();
        private long at = NOW;
    }

    private final Counters counters;
    private final Runnable outputPending;
    private final Map<InetSocketAddress, Pieces> byAddress = new LinkedHashMap<>(1);
    private long nextPacketId = 1;

    PacketFragmenter(Counters counters, Runnable outputPending) {
        this.counters = counters;
        this.outputPending = outputPending;
    }

    /** Far ends that something waits for, or that something was sent to just now. */
    int count() {
        return byAddress.size();
    }

    /** Takes a chunk that is too long; drops it when there is too much already. */
    void add(Chunk chunk, int sessionId, InetSocketAddress to, PacketHeader header) {
        PacketWriter packet = new PacketWriter(MAX_PACKET);
        header.write(packet);
        if (byAddress.size() >= MAX_DESTINATIONS && !byAddress.containsKey(to)
                || !ChunkEncoder.encode(chunk, packet)) {
            counters.overLimit++;
            return;
        }
        Pieces pieces = byAddress.computeIfAbsent(to, address -> new Pieces());
        byte[] plain = packet.toBytes();
        int count = (plain.length + PIECE - 1) / PIECE;
        if (pieces.waiting.size() + count > MAX_WAITING) {
            counters.overLimit++;
            return;
        }
        long id = nextPacketId++;
        for (int i = 0; i < count; i++) {
            int end = Math.min(plain.length, (i + 1) * PIECE);
            byte[] data = Arrays.copyOfRange(plain, i * PIECE, end);
            boolean more = i < count - 1;
            pieces.waiting.add(new Piece(new PacketFragment(more, id, i, data), sessionId));
        }
    }

    // RFC 7016 §3.4: not more than four packets and 4380 bytes in 200 ms
    void flush(PacketAssembler packets, PacketHeader header, SessionKey key, long nowNs) {
        for (Map.Entry<InetSocketAddress, Pieces> entry : byAddress.entrySet()) {
            Pieces pieces = entry.getValue();
            if (pieces.at > nowNs || pieces.waiting.isEmpty()) {
                continue;
            }
            pieces.at = nowNs + INTERVAL_NS;
            for (int i = 0; i < PACKETS_PER_INTERVAL && !pieces.waiting.isEmpty(); i++) {
                Piece next = pieces.waiting.poll();
                PacketWriter out = packets.begin(PIECE + PIECE / 4);
                if (ChunkEncoder.encode(next.fragment, out)) {
                    packets.send(header, key, next.sessionId, entry.getKey());
                }
            }
        }
    }

    @Override
    public long deadline() {
        long next = Long.MAX_VALUE;
        for (Pieces pieces : byAddress.values()) {
            if (pieces.at != NOW) {
                next = Math.min(next, pieces.at);
            }
        }
        return next;
    }

    @Override
    public void advance(long nowNs) {
        boolean due = false;
        for (Iterator<Pieces> all = byAddress.values().iterator(); all.hasNext(); ) {
            Pieces pieces = all.next();
            if (pieces.at <= nowNs && pieces.waiting.isEmpty()) {
                all.remove();
            } else if (pieces.at <= nowNs) {
                pieces.at = NOW;
                due = true;
            }
        }
        if (due) {
            outputPending.run();
        }
    }
}
