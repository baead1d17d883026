package io.cumulonimbus.rtmfp.session;

import io.cumulonimbus.rtmfp.chunk.Chunk;
import io.cumulonimbus.rtmfp.chunk.ChunkEncoder;
import io.cumulonimbus.rtmfp.chunk.FIHello;
import io.cumulonimbus.rtmfp.chunk.Ping;
import io.cumulonimbus.rtmfp.chunk.PingReply;
import io.cumulonimbus.rtmfp.chunk.SessionClose;
import io.cumulonimbus.rtmfp.chunk.SessionCloseAck;
import io.cumulonimbus.rtmfp.packet.PacketWriter;
import java.net.InetSocketAddress;
import java.util.ArrayDeque;
import java.util.Queue;

/** Chunks of a session that belong to no flow and wait for the next flush. */
final class ControlChunks {
    /** Ping replies that wait; a far end that pings faster gets fewer (RFC 7016 §3.5.4). */
    private static final int MAX_WAITING = 8;

    private static final Ping KEEPALIVE = new Ping(new byte[0]);

    /** A chunk for another address than the session's. */
    record Elsewhere(Chunk chunk, InetSocketAddress to) {}

    private final Queue<Chunk> replies = new ArrayDeque<>(1);
    private final Queue<Elsewhere> elsewhere = new ArrayDeque<>(1);
    private boolean ping;
    private boolean close;
    private boolean closeAck;

    void ping() {
        ping = true;
    }

    void close() {
        close = true;
    }

    void closeAck() {
        closeAck = true;
    }

    /** Answers false when too many wait already. */
    boolean reply(PingReply reply) {
        return replies.size() < MAX_WAITING && replies.add(reply);
    }

    /** Answers false when too many wait already. */
    boolean forward(FIHello hello) {
        return replies.size() < MAX_WAITING && replies.add(hello);
    }

    /** Answers false when too many wait already. */
    boolean sendElsewhere(Chunk chunk, InetSocketAddress to) {
        return elsewhere.size() < MAX_WAITING && elsewhere.add(new Elsewhere(chunk, to));
    }

    Queue<Elsewhere> elsewhere() {
        return elsewhere;
    }

    /** The session left its open state: only its farewells matter. */
    void onlyFarewells() {
        replies.clear();
        elsewhere.clear();
        ping = false;
    }

    /** Writes what there is and fits. */
    void assemble(PacketWriter out) {
        if (closeAck) {
            closeAck = !ChunkEncoder.encode(new SessionCloseAck(), out);
        }
        if (close) {
            close = !ChunkEncoder.encode(new SessionClose(), out);
        }
        while (!replies.isEmpty() && ChunkEncoder.encode(replies.peek(), out)) {
            replies.poll();
        }
        if (!replies.isEmpty() && out.length() == 0) {
            // Longer than our packets: nobody can expect an answer to that.
            replies.poll();
        }
        if (ping) {
            ping = !ChunkEncoder.encode(KEEPALIVE, out);
        }
    }
}
