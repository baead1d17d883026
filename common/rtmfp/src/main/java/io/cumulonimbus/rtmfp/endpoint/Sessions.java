package io.cumulonimbus.rtmfp.endpoint;

import io.cumulonimbus.client.Client;
import io.cumulonimbus.client.ClientAcceptor;
import io.cumulonimbus.client.ClientHandler;
import io.cumulonimbus.client.CloseReason;
import io.cumulonimbus.client.Histogram;
import io.cumulonimbus.rtmfp.chunk.ChunkDecoder;
import io.cumulonimbus.rtmfp.chunk.FIHello;
import io.cumulonimbus.rtmfp.crypto.Certificate;
import io.cumulonimbus.rtmfp.flow.Spares;
import io.cumulonimbus.rtmfp.packet.PacketReader;
import io.cumulonimbus.rtmfp.session.Deadlined;
import io.cumulonimbus.rtmfp.session.Deadlines;
import io.cumulonimbus.rtmfp.session.Established;
import io.cumulonimbus.rtmfp.session.PacketAssembler;
import io.cumulonimbus.rtmfp.session.Session;
import io.cumulonimbus.rtmfp.session.SessionConfig;
import io.cumulonimbus.rtmfp.session.SessionHost;
import io.cumulonimbus.rtmfp.session.TimeCriticality;
import java.net.InetSocketAddress;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Collection;
import java.util.HashMap;
import java.util.HashSet;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.function.Consumer;
import java.util.function.ObjLongConsumer;
import java.util.random.RandomGenerator;

/**
 * The sessions of an endpoint: by id, by address, by what they wait for; and the workbenches that
 * they share.
 */
final class Sessions implements SessionHost {
    /** No datagram is longer; what is gets dropped. */
    static final int MAX_DATAGRAM = 2048;

    private static final int SECRET_LENGTH = 32;

    /** Room for a message of some size, however many sessions there are. */
    private static final long LEAST_SHARE = 65_536;

    private final SessionConfig config;
    private final long maxBuffered;
    private final ClientAcceptor acceptor;
    private final Counters counters;
    private final RandomGenerator random;
    private final Shard shard;
    private final Runnable outputPending;
    private final PacketAssembler packets;
    private final IdTable<Session> byId = new IdTable<>();
    private final Map<InetSocketAddress, Session> byAddress = new HashMap<>();
    private final Set<Integer> reservedIds = new HashSet<>();
    private final HalfOpen halfOpen;
    private final Deadlines deadlines = new Deadlines();
    private final ArrayDeque<Session> unflushed = new ArrayDeque<>();
    private final PacketReader reader = new PacketReader();
    private final ChunkDecoder decoder = new ChunkDecoder();
    private final Spares spares = new Spares();
    private final TimeCriticality timeCriticality = new TimeCriticality();
    private final byte[] plain = new byte[MAX_DATAGRAM];
    private final byte[] secret = new byte[SECRET_LENGTH];
    private Consumer<Session> onProven = session -> {};
    private ObjLongConsumer<FIHello> onForwarded = (hello, nowNs) -> {};

    Sessions(
            EndpointConfig config,
            ClientAcceptor acceptor,
            Counters counters,
            PacketAssembler packets,
            Runnable outputPending,
            RandomGenerator random,
            Shard shard) {
        this.config = config.session();
        this.maxBuffered = config.maxBuffered();
        this.acceptor = acceptor;
        this.counters = counters;
        this.packets = packets;
        this.outputPending = outputPending;
        this.random = random;
        this.shard = shard;
        this.halfOpen = new HalfOpen(shard.census());
        random.nextBytes(secret);
    }

    /** Hears of sessions that were verified, or left before. */
    void onProven(Consumer<Session> listener) {
        onProven = listener;
    }

    /** Hears of hellos that introducers pass on, and the time. */
    void onForwarded(ObjLongConsumer<FIHello> listener) {
        onForwarded = listener;
    }

    int count() {
        return byId.size();
    }

    int tableEntries() {
        return byId.size()
                + byAddress.size()
                + reservedIds.size()
                + halfOpen.total()
                + unflushed.size();
    }

    /** All of them, those that are closing included. */
    Collection<Session> all() {
        return byId;
    }

    HalfOpen halfOpen() {
        return halfOpen;
    }

    Deadlines deadlines() {
        return deadlines;
    }

    long malformedChunks() {
        return decoder.malformed();
    }

    /** An id that nothing else has; reserved until a session has it or it is released. */
    // RFC 7016 §3.5.1.1.1: random, because it is looked up before anything is verified
    int reserveId() {
        int id = shard.nextId(random);
        while (id == 0 || byId.get(id) != null || !reservedIds.add(id)) {
            id = shard.nextId(random);
        }
        return id;
    }

    void releaseId(int id) {
        reservedIds.remove(id);
    }

    /** The open session with the far end at this address, or null. */
    Session at(InetSocketAddress address) {
        return byAddress.get(address);
    }

    /** The client with an open, proven session from this address. */
    Optional<Client> clientAt(InetSocketAddress address) {
        Session session = byAddress.get(address);
        boolean here = session != null && session.isOpen() && session.isVerified();
        return here ? Optional.of(session) : Optional.empty();
    }

    /**
     * Whether a session is open with the owner of this certificate: one of ours, or one that was
     * proven, or one from the very address where that owner is.
     */
    boolean isKnown(Certificate far, InetSocketAddress at) {
        for (Session session : byId) {
            Established how = session.established();
            if (session.isOpen()
                    && (how.initiator() || session.isVerified() || session.address().equals(at))
                    && Arrays.equals(far.fingerprint(), how.farCertificate().fingerprint())) {
                return true;
            }
        }
        return false;
    }

    /** Begins a session under its reserved id. */
    Session add(Established established, long nowNs) {
        Session session = new Session(this, established, nowNs);
        releaseId(session.established().nearId());
        byId.put(session.established().nearId(), session);
        shard.census().entered();
        byAddress.put(session.address(), session);
        shard.claims().take(session.address());
        if (!established.initiator()) {
            halfOpen.add(established.address().getAddress());
        }
        deadlines.update(session);
        return session;
    }

    /** Answers false when no session has this id. */
    boolean receive(int id, byte[] datagram, int length, InetSocketAddress from, long nowNs) {
        Session session = byId.get(id);
        if (session == null) {
            return false;
        }
        try {
            session.receive(datagram, length, from, nowNs);
        } catch (RuntimeException fault) {
            fault(session);
        }
        deadlines.update(session);
        return true;
    }

    void advance(long nowNs) {
        for (Deadlined next = deadlines.poll(nowNs); next != null; next = deadlines.poll(nowNs)) {
            try {
                next.advance(nowNs);
            } catch (RuntimeException fault) {
                if (!(next instanceof Session session)) {
                    throw fault;
                }
                fault(session);
            }
            deadlines.update(next);
        }
    }

    void flush(long nowNs) {
        // What becomes pending meanwhile waits for the next flush.
        for (int i = unflushed.size(); i > 0; i--) {
            Session session = unflushed.poll();
            try {
                session.flush(nowNs);
            } catch (RuntimeException fault) {
                fault(session);
            }
            if (byId.get(session.established().nearId()) == session) {
                deadlines.update(session);
            }
        }
    }

    boolean hasOutput() {
        return !unflushed.isEmpty();
    }

    void abortAll(CloseReason reason) {
        for (Session session : new ArrayList<>(byId)) {
            try {
                session.abort(reason);
            } catch (RuntimeException fault) {
                fault(session);
            }
        }
    }

    /** A fault of ours, or of an application, ends the session that it happened in. */
    void fault(Session session) {
        counters.faults++;
        try {
            session.fault();
        } catch (RuntimeException again) {
            counters.faults++;
        }
    }

    @Override
    public SessionConfig config() {
        return config;
    }

    @Override
    public PacketAssembler packets() {
        return packets;
    }

    @Override
    public byte[] plain() {
        return plain;
    }

    @Override
    public PacketReader reader() {
        return reader;
    }

    @Override
    public ChunkDecoder decoder() {
        return decoder;
    }

    @Override
    public Spares spares() {
        return spares;
    }

    @Override
    public TimeCriticality timeCriticality() {
        return timeCriticality;
    }

    @Override
    public Histogram roundTrips() {
        return counters.roundTrips;
    }

    @Override
    public byte[] secret() {
        return secret;
    }

    @Override
    public void outputPending(Session session) {
        unflushed.add(session);
        outputPending.run();
    }

    @Override
    public ClientHandler accept(Session session) {
        halfOpen.remove(session.established().address().getAddress());
        counters.accepted++;
        onProven.accept(session);
        return acceptor.accept(session);
    }

    @Override
    public void forwarded(FIHello hello, long nowNs) {
        onForwarded.accept(hello, nowNs);
    }

    /** Received bytes held by all sessions that share our limits. */
    long buffered() {
        return shard.census().buffered();
    }

    @Override
    public void buffered(long change) {
        shard.census().buffered(change);
    }

    @Override
    public long room() {
        return maxBuffered - shard.census().buffered();
    }

    @Override
    public long share() {
        return Math.max(LEAST_SHARE, maxBuffered / Math.max(1, shard.census().sessions()));
    }

    @Override
    public void countRejected() {
        counters.rejected++;
    }

    @Override
    public void countMalformed() {
        counters.malformed++;
    }

    @Override
    public void countOverLimit() {
        counters.overLimit++;
    }

    @Override
    public void left(Session session) {
        leave(session.address(), session);
        timeCriticality.forget(session);
        if (!session.isVerified()) {
            halfOpen.remove(session.established().address().getAddress());
        }
        onProven.accept(session);
    }

    @Override
    public void ended(Session session) {
        if (byId.remove(session.established().nearId(), session)) {
            shard.census().left();
            counters.add(session.statistics());
        }
        deadlines.remove(session);
    }

    @Override
    public void moved(Session session, InetSocketAddress before) {
        leave(before, session);
        byAddress.put(session.address(), session);
        shard.claims().take(session.address());
    }

    private void leave(InetSocketAddress address, Session session) {
        if (byAddress.remove(address, session)) {
            shard.claims().release(address);
        }
    }
}
