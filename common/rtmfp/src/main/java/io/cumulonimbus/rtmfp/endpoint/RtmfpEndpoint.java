package io.cumulonimbus.rtmfp.endpoint;

import io.cumulonimbus.client.ClientAcceptor;
import io.cumulonimbus.client.CloseReason;
import io.cumulonimbus.rtmfp.chunk.Chunk;
import io.cumulonimbus.rtmfp.chunk.ChunkDecoder;
import io.cumulonimbus.rtmfp.chunk.CookieChange;
import io.cumulonimbus.rtmfp.chunk.IHello;
import io.cumulonimbus.rtmfp.chunk.IIKeying;
import io.cumulonimbus.rtmfp.chunk.PacketFragment;
import io.cumulonimbus.rtmfp.chunk.RHello;
import io.cumulonimbus.rtmfp.chunk.RIKeying;
import io.cumulonimbus.rtmfp.chunk.Redirect;
import io.cumulonimbus.rtmfp.crypto.EndpointDiscriminator;
import io.cumulonimbus.rtmfp.crypto.Identity;
import io.cumulonimbus.rtmfp.crypto.SessionKey;
import io.cumulonimbus.rtmfp.packet.MalformedPacketException;
import io.cumulonimbus.rtmfp.packet.Multiplex;
import io.cumulonimbus.rtmfp.packet.PacketHeader;
import io.cumulonimbus.rtmfp.packet.PacketReader;
import io.cumulonimbus.rtmfp.session.PacketAssembler;
import io.cumulonimbus.rtmfp.session.PacketTap;
import java.net.InetSocketAddress;
import java.util.List;
import java.util.function.Consumer;
import java.util.random.RandomGenerator;

/**
 * One end of RTMFP behind one UDP socket (RFC 7016), as initiator and responder.
 *
 * <p>Not thread-safe: one loop owns it. It never blocks, never logs and has no clock: time is an
 * argument, monotonic nanoseconds. Everything it sends leaves in {@link #flush}. After each call
 * the host asks {@link #advance} when it is due again.
 */
public final class RtmfpEndpoint {
    /** A session id and one block: nothing shorter is a packet. */
    private static final int MIN_DATAGRAM = Multiplex.HEADER + 16;

    private final Counters counters = new Counters();
    private final SessionKey startupKey = SessionKey.defaultKey();
    private final byte[] startupPlain = new byte[Sessions.MAX_DATAGRAM];
    private final ChunkDecoder startupDecoder = new ChunkDecoder();
    private final PacketReassembly reassembly = new PacketReassembly(counters);
    private final ChunkDecoder reassembledDecoder = new ChunkDecoder();
    private final Runnable outputPending;
    private final PacketAssembler packets = new PacketAssembler(this::send);
    private final Sessions sessions;
    private final StartupOutbox outbox;
    private final Responder responder;
    private final Initiator initiator;
    private DatagramSink sink = (datagram, length, to) -> {};
    private boolean outputAnnounced;
    private boolean greeted;
    private boolean closed;

    /**
     * An endpoint without sessions.
     *
     * @param identity our certificate and keys
     * @param acceptor takes the clients that come to us
     * @param offLoad takes public-key work, to be run elsewhere and handed back to {@link
     *     #complete}; may drop nothing
     * @param outputPending called at most once until the next flush, when there is something to
     *     send
     * @param random for ids, tags, cookies and keys: unpredictable in production, and usable from
     *     the threads that run the work
     */
    public RtmfpEndpoint(
            EndpointConfig config,
            Identity identity,
            ClientAcceptor acceptor,
            Consumer<KeyingWork> offLoad,
            Runnable outputPending,
            RandomGenerator random) {
        this(config, identity, acceptor, offLoad, outputPending, random, Shard.alone());
    }

    /** The same for an endpoint that may share its address with others. */
    public RtmfpEndpoint(
            EndpointConfig config,
            Identity identity,
            ClientAcceptor acceptor,
            Consumer<KeyingWork> offLoad,
            Runnable outputPending,
            RandomGenerator random,
            Shard shard) {
        this.outputPending = outputPending;
        Runnable announce = this::announceOutput;
        sessions = new Sessions(config, acceptor, counters, packets, announce, random, shard);
        outbox = new StartupOutbox(counters, announce);
        initiator = new Initiator(config, identity, sessions, outbox, counters, offLoad, random);
        responder =
                new Responder(
                        config, initiator, sessions, outbox, counters, offLoad, random, shard);
    }

    /** Takes a datagram; the array is the caller's again after the return. */
    // RFC 7016 §2.2.2
    public void receive(byte[] datagram, int length, InetSocketAddress from, long nowNs) {
        counters.received++;
        counters.receivedBytes += length;
        if (length < MIN_DATAGRAM || length > Sessions.MAX_DATAGRAM) {
            counters.malformed++;
            return;
        }
        int id = Multiplex.sessionId(datagram, 0, length);
        if (id == 0) {
            if (!closed) {
                greeted = false;
                Consumer<Chunk> taker = chunk -> startup(chunk, from, nowNs);
                openStartup(datagram, length, from, chunk -> whole(chunk, 0, from, nowNs, taker));
            }
            return;
        }
        if (sessions.receive(id, datagram, length, from, nowNs)) {
            return;
        }
        OpeningSession opening = initiator.withId(id);
        if (opening == null) {
            counters.unknownSession++;
            return;
        }
        Consumer<Chunk> taker = chunk -> answer(chunk, opening);
        if (!openStartup(datagram, length, from, chunk -> whole(chunk, id, from, nowNs, taker))
                && !opening.keepEarly(datagram, length, from)) {
            counters.overLimit++;
        }
    }

    /** Takes back public-key work that was run. */
    public void complete(KeyingWork done, long nowNs) {
        if (!closed) {
            switch (done) {
                case KeyingTask<?> task -> task.complete(nowNs);
            }
        }
    }

    /** Fires the timers that are due; answers when to call again, or {@link Long#MAX_VALUE}. */
    public long advance(long nowNs) {
        sessions.advance(nowNs);
        return sessions.deadlines().next();
    }

    /** Sends what there is to send. */
    public void flush(DatagramSink target, long nowNs) {
        sink = target;
        outputAnnounced = true;
        outbox.flush(packets, nowNs);
        sessions.deadlines().update(outbox.fragmenter());
        sessions.flush(nowNs);
        outputAnnounced = false;
        if (sessions.hasOutput() || !outbox.isEmpty()) {
            announceOutput();
        }
    }

    /**
     * Opens a session as initiator.
     *
     * @param wanted whom to open it to
     * @param candidates resolved addresses where that may be; all are asked, the first answer wins
     */
    // RFC 7016 §3.5.1.1.1
    public Opening connect(
            EndpointDiscriminator wanted,
            List<InetSocketAddress> candidates,
            OpeningListener listener,
            long nowNs) {
        if (closed) {
            listener.onFailed(OpenFailure.STOPPING);
            return () -> {};
        }
        return initiator.connect(wanted, candidates, listener, nowNs);
    }

    /** Has this look at each packet from now on. */
    public void tap(PacketTap looking) {
        packets.tap(looking);
    }

    /** What happened so far. */
    public EndpointStatistics statistics() {
        Counters inSessions = counters.and(sessions.all());
        return new EndpointStatistics(
                sessions.count(),
                sessions.halfOpen().total() - responder.keyingsInProgress(),
                initiator.count(),
                responder.keyingsInProgress(),
                sessions.buffered(),
                counters.received,
                counters.sent,
                counters.receivedBytes,
                counters.sentBytes,
                counters.rejected,
                counters.unknownSession,
                counters.malformed
                        + startupDecoder.malformed()
                        + reassembledDecoder.malformed()
                        + sessions.malformedChunks(),
                counters.hellos,
                counters.unansweredHellos,
                counters.badCookies,
                counters.refusedKeyings,
                counters.overLimit,
                counters.accepted,
                counters.faults,
                inSessions.fragments,
                inSessions.retransmitted,
                inSessions.lost,
                inSessions.timeouts,
                counters.roundTrips.copy());
    }

    /**
     * What is remembered of others now, entries of all tables together: 0 when nothing is left of
     * anybody. Tables of a fixed size do not count.
     */
    public int tableEntries() {
        return sessions.tableEntries()
                + initiator.tableEntries()
                + responder.tableEntries()
                + reassembly.packets()
                + outbox.count();
    }

    /** Closes all sessions abruptly and takes no more; the farewells leave in the next flush. */
    // RFC 7016 §3.5.5
    public void close(long nowNs) {
        closed = true;
        initiator.failAll(OpenFailure.STOPPING);
        sessions.abortAll(CloseReason.STOPPING);
    }

    private void announceOutput() {
        if (!outputAnnounced) {
            outputAnnounced = true;
            outputPending.run();
        }
    }

    private void send(byte[] datagram, int length, InetSocketAddress to) {
        counters.sent++;
        counters.sentBytes += length;
        sink.send(datagram, length, to);
    }

    /** Opens a packet under the default key; answers false when it is under another one. */
    private boolean openStartup(
            byte[] datagram, int length, InetSocketAddress from, Consumer<Chunk> chunks) {
        int header = Multiplex.HEADER;
        int opened = startupKey.open(datagram, header, length - header, startupPlain);
        if (opened == SessionKey.REJECTED) {
            counters.rejected++;
            return false;
        }
        packets.tap().packet(true, from, startupPlain, 0, opened);
        decodeStartup(startupDecoder, startupPlain, opened, chunks);
        return true;
    }

    private void decodeStartup(
            ChunkDecoder decoder, byte[] plain, int length, Consumer<Chunk> chunks) {
        PacketReader reader = new PacketReader(plain, 0, length);
        try {
            if (PacketHeader.read(reader).mode() == PacketHeader.MODE_STARTUP) {
                int at = reader.position();
                decoder.decode(plain, at, length - at, chunks);
                return;
            }
        } catch (MalformedPacketException bad) {
            // Counted below, as a packet of another mode is.
        }
        counters.malformed++;
    }

    /** Passes on a chunk, or those of the packet that it is the last missing piece of. */
    // RFC 7016 §3.4
    private void whole(
            Chunk chunk, int id, InetSocketAddress from, long nowNs, Consumer<Chunk> chunks) {
        if (chunk instanceof PacketFragment fragment) {
            reassembly
                    .add(fragment, id, from, nowNs)
                    .ifPresent(
                            packet ->
                                    decodeStartup(
                                            reassembledDecoder, packet, packet.length, chunks));
            sessions.deadlines().update(reassembly);
        } else {
            chunks.accept(chunk);
        }
    }

    /** A chunk on the startup session; others are not allowed there. */
    private void startup(Chunk chunk, InetSocketAddress from, long nowNs) {
        if (chunk instanceof IHello hello) {
            // One in a datagram: many would be answered with many times its bytes.
            if (greeted) {
                counters.overLimit++;
            } else {
                greeted = true;
                responder.receive(hello, from, nowNs);
            }
        } else if (chunk instanceof IIKeying keying) {
            responder.receive(keying, from, nowNs);
        } else if (chunk instanceof RHello hello) {
            initiator.receive(hello, from, nowNs);
        } else if (chunk instanceof Redirect redirect) {
            initiator.receive(redirect, from, nowNs);
        }
    }

    /** A chunk under the default key for a session that we are opening. */
    private void answer(Chunk chunk, OpeningSession opening) {
        if (chunk instanceof RIKeying keying) {
            initiator.receive(keying, opening);
        } else if (chunk instanceof CookieChange change) {
            initiator.receive(change, opening);
        }
    }
}
