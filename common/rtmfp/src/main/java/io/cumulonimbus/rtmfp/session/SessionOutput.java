package io.cumulonimbus.rtmfp.session;

import io.cumulonimbus.rtmfp.chunk.Chunk;
import io.cumulonimbus.rtmfp.chunk.ChunkEncoder;
import io.cumulonimbus.rtmfp.crypto.SessionKeys;
import io.cumulonimbus.rtmfp.packet.Multiplex;
import io.cumulonimbus.rtmfp.packet.PacketHeader;
import io.cumulonimbus.rtmfp.packet.PacketWriter;
import io.cumulonimbus.rtmfp.packet.Vlu;
import java.net.InetSocketAddress;

/** Puts a session's packets together: control first, then acknowledgements, then user data. */
final class SessionOutput {
    private static final long LONG_AGO = Long.MIN_VALUE / 2;
    private static final int BLOCK = 16;
    private static final int CHECKSUM = 2;

    /**
     * Queueing on the path above which a session with time-critical data holds back. Loss alone
     * would fill whatever buffer the narrowest link has, a second on many, before anything is lost;
     * nobody wants to see that. Bulk sessions compete as the RFC has it.
     */
    private static final long QUEUE_NS = 150_000_000;

    /** Queueing that would be taken for the path's own delay after a minute, and add up. */
    private static final long STANDING_NS = 20_000_000;

    /** A packet with less room left than this could have been larger, in bytes. */
    private static final int FILLED = 32;

    private final Session session;
    private final BurstLimit burst = new BurstLimit();
    private final Pacer pacer = new Pacer();
    private final int mode;
    private long timeCriticalAt = LONG_AGO;
    private long yieldedAt = LONG_AGO;
    private long acknowledgedAt = LONG_AGO;

    SessionOutput(Session session) {
        this.session = session;
        // RFC 7016 §2.2.4
        this.mode =
                session.established().initiator()
                        ? PacketHeader.MODE_INITIATOR
                        : PacketHeader.MODE_RESPONDER;
    }

    /** Bytes of chunks that fit into a packet under these keys. */
    static int roomFor(SessionKeys keys, int maxDatagram) {
        int blocks = maxDatagram - Multiplex.HEADER - keys.hmacSendLength() & -BLOCK;
        int verification = keys.hmacSendLength() == 0 ? CHECKSUM : 0;
        int number = keys.sendsSequenceNumbers() ? Vlu.MAX_LENGTH : 0;
        return blocks - verification - number - PacketHeader.MAX_LENGTH;
    }

    void flush() {
        sendElsewhere();
        if (session.isOpen()) {
            session.pathMtu().flush();
        }
        boolean more = true;
        while (more) {
            more = sendPacket();
        }
    }

    /** A packet acknowledged something, be it nothing new. */
    // RFC 7016 §3.6.2.5, §3.6.2.6
    void acknowledged() {
        long now = session.now();
        boolean sent = now - timeCriticalAt <= TimeCriticality.MEMORY_NS;
        boolean restrained =
                session.input().reverseNotified()
                        || sent
                        || session.config().yieldToAllSessions()
                                && session.host().timeCriticality().sentByAny(now);
        long queueing = sent ? session.roundTrip().queueing() : 0;
        if (queueing > QUEUE_NS) {
            session.transmissions().holdWindow();
        }
        session.transmissions().packetEnds(!restrained, sent);
        yieldTo(queueing);
        long bytes = session.transmissions().acknowledgedBytes();
        burst.acknowledged(bytes, session.pathMtu().room());
        if (bytes > 0) {
            acknowledgedAt = now;
            session.pathMtu().progressed();
        }
        SessionTimers timers = session.timers();
        if (timers.isSet(SessionTimer.RETRANSMIT)) {
            timers.set(SessionTimer.RETRANSMIT, now + session.roundTrip().timeout());
        }
        if (session.sending().hasReady()) {
            session.wantFlush();
        } else {
            session.transmissions().nothingWaits();
        }
    }

    private void yieldTo(long queueing) {
        long now = session.now();
        if (session.roundTrip().takeRenewed() && queueing > STANDING_NS) {
            session.transmissions().drains();
        } else if (queueing > QUEUE_NS && now - yieldedAt > session.roundTrip().smoothed()) {
            yieldedAt = now;
            session.transmissions().yields();
        }
    }

    /** Nothing was acknowledged for too long. */
    // RFC 7016 §3.6.2.6
    void timedOut() {
        int largest = session.transmissions().largest();
        if (session.transmissions().timedOut()) {
            session.roundTrip().backOff();
            session.pathMtu().timedOut(largest, session.now());
        }
        burst.timedOut();
        if (session.sending().hasReady()) {
            session.wantFlush();
        }
    }

    private boolean sendPacket() {
        PacketWriter out = session.host().packets().begin(session.pathMtu().room());
        session.control().assemble(out);
        boolean timeCritical = false;
        boolean data = false;
        if (session.isOpen()) {
            session.sending().probes().assemble(out);
            boolean mayFill =
                    session.sending().hasReady() && session.transmissions().allows() && mayLeave();
            if (session.receiving().isUrgent() || mayFill) {
                session.receiving().assemble(out);
            }
            if (mayFill) {
                int before = out.position();
                timeCritical = fill(out);
                data = out.position() > before;
            }
        }
        if (out.length() == 0) {
            return false;
        }
        send(timeCritical, session.address());
        if (data) {
            pacer.sent(out.length());
            dataSent(timeCritical);
        }
        return true;
    }

    /**
     * Whether it is time for another packet with user data. While acknowledgements come, packets
     * are spread over the round trip; otherwise few leave before the next one.
     */
    private boolean mayLeave() {
        long now = session.now();
        boolean answered = now - acknowledgedAt <= session.roundTrip().timeout();
        if (!answered || !Pacer.isUseful(session.roundTrip().smoothed())) {
            return burst.allows();
        }
        int packet = session.pathMtu().room();
        boolean allowed =
                pacer.allows(
                        now,
                        session.transmissions().window(),
                        session.transmissions().slowStart(),
                        session.roundTrip().smoothed(),
                        packet);
        if (allowed || session.sending().hasUrgent()) {
            return true;
        }
        session.timers().set(SessionTimer.PACE, pacer.next(packet));
        return false;
    }

    /** Adds user data; what was cut for larger packets gets one for itself. */
    private boolean fill(PacketWriter out) {
        ChunkEncoder encoder = session.host().packets().encoder();
        boolean timeCritical = session.sending().fill(out, encoder);
        int largest = session.pathMtu().largestRoom();
        if (out.length() == 0
                && session.sending().hasReady()
                && largest > session.pathMtu().room()) {
            session.host().packets().begin(largest);
            timeCritical = session.sending().fill(out, encoder);
        }
        if (out.remaining() < FILLED) {
            session.pathMtu().filled(session.now());
        }
        return timeCritical;
    }

    private void dataSent(boolean timeCritical) {
        long now = session.now();
        burst.sent();
        session.timers().set(SessionTimer.RETRANSMIT, now + session.roundTrip().timeout());
        if (timeCritical) {
            timeCriticalAt = now;
            session.host().timeCriticality().sent(now);
        }
    }

    private void sendElsewhere() {
        while (!session.control().elsewhere().isEmpty()) {
            ControlChunks.Elsewhere next = session.control().elsewhere().poll();
            PacketWriter out = session.host().packets().begin(session.pathMtu().room());
            if (ChunkEncoder.encode(next.chunk(), out)) {
                send(false, next.to());
            }
        }
    }

    /** Sends a chunk in a packet of its own, padded to the largest that such a datagram takes. */
    // RFC 7016 §3.5.4.3
    void sendPadded(Chunk chunk, int datagram) {
        int room = roomFor(session.established().keys(), datagram);
        PacketWriter out = session.host().packets().begin(room);
        ChunkEncoder.encode(chunk, out);
        int padding = out.remaining() - ChunkEncoder.CHUNK_HEADER;
        out.rewind(out.start());
        ChunkEncoder.padding(padding, out);
        ChunkEncoder.encode(chunk, out);
        send(false, session.address());
    }

    /** A timestamp goes with every packet: some clients understand no other. */
    // RFC 7016 §3.5.2.2
    private void send(boolean timeCritical, InetSocketAddress to) {
        long now = session.now();
        PacketHeader header =
                new PacketHeader(
                        mode,
                        timeCritical,
                        session.host().timeCriticality().receivedByOthers(session, now),
                        RoundTrip.ticks(now),
                        session.roundTrip().echo(now));
        session.host().packets().send(header, session.key(), session.established().farId(), to);
    }
}
