package io.cumulonimbus.link.session;

import io.cumulonimbus.client.ClientAcceptor;
import io.cumulonimbus.client.CloseReason;
import io.cumulonimbus.link.ByteSink;
import io.cumulonimbus.link.LinkConfig;
import io.cumulonimbus.link.LinkLoss;
import io.cumulonimbus.link.LinkRole;
import io.cumulonimbus.link.connection.Continuity;
import io.cumulonimbus.link.connection.Handshake;
import io.cumulonimbus.link.connection.LinkLife;
import io.cumulonimbus.link.connection.Sequence;
import io.cumulonimbus.link.remote.Nobody;
import io.cumulonimbus.link.wire.FrameAssembler;
import io.cumulonimbus.link.wire.LinkCodec;
import io.cumulonimbus.link.wire.LinkFrame;
import io.cumulonimbus.link.wire.LinkFrame.OfSession;
import io.cumulonimbus.link.wire.LinkFrame.SessionOpen;
import io.cumulonimbus.link.wire.MalformedFrameException;
import java.util.ArrayDeque;
import java.util.Optional;
import java.util.Queue;
import java.util.random.RandomGenerator;

/**
 * One end of a link between an edge and an origin: a byte stream that carries many clients.
 *
 * <p>Not thread-safe, never blocks, never logs. Its host feeds it with {@link #receive}, calls
 * {@link #advance} at the latest at the time it answered last, and {@link #flush} at the end of the
 * loop turn after {@code outputPending} ran and whenever the connection has room again. Closing the
 * connection after {@link LinkListener#onLost} is the host's business.
 */
public final class LinkSession extends LinkBody {
    private final RandomGenerator random;
    private final Queue<LinkFrame> control = new ArrayDeque<>();
    private Handshake handshake;
    private FrameAssembler assembler;
    private LinkLife life;
    private boolean connected;
    private boolean goodbye;
    private long nowNs;

    private LinkSession(
            LinkConfig config,
            ClientAcceptor acceptor,
            LinkListener listener,
            Runnable outputPending,
            RandomGenerator random) {
        super(config, acceptor, listener, outputPending, random);
        this.random = random;
        connect();
    }

    private void connect() {
        handshake = new Handshake(config, random);
        assembler = new FrameAssembler();
        life = new LinkLife(config.limits(), continuity.patienceNs(config.limits()));
        connected = true;
        parting.restart();
    }

    /**
     * The dialling end, for a fresh connection; has something to flush at once.
     *
     * @param outputPending called when there is something to flush, at most once until the next
     *     flush
     * @param random for nonces: unpredictable in production
     */
    public static LinkSession edge(
            LinkConfig config,
            LinkListener listener,
            Runnable outputPending,
            RandomGenerator random) {
        if (!config.role().dials()) {
            throw new IllegalArgumentException("configured as " + config.role());
        }
        return new LinkSession(config, c -> Nobody.CLIENT, listener, outputPending, random);
    }

    /** The accepting end, for a fresh connection; clients behind it go to {@code acceptor}. */
    public static LinkSession origin(
            LinkConfig config,
            ClientAcceptor acceptor,
            LinkListener listener,
            Runnable outputPending,
            RandomGenerator random) {
        if (config.role() != LinkRole.ORIGIN) {
            throw new IllegalArgumentException("configured as " + config.role());
        }
        return new LinkSession(config, acceptor, listener, outputPending, random);
    }

    /**
     * Names the connection beneath, by the hash of the server's TLS certificate: proofs are worth
     * nothing on another. Both ends must give the same, before they have heard anything.
     */
    public void bind(byte[] channel) {
        handshake.bind(channel);
    }

    /** Whether it wants the connection it has; otherwise that is to be closed once all is sent. */
    public boolean isConnected() {
        return connected && loss.isEmpty();
    }

    /** Whether sessions wait for another connection. */
    public boolean isSuspended() {
        return continuity.isSuspended() && loss.isEmpty();
    }

    /** The far end's process: another number after its restart; 0 while it is unknown. */
    public long farInstance() {
        return handshake.farInstance();
    }

    /** What the far end is, once it has said so. */
    public LinkRole farRole() {
        return handshake.farRole();
    }

    /** The far end's name, or the empty text while it is unknown. */
    public String farNodeId() {
        return handshake.farNodeId();
    }

    /** Takes bytes off the connection. */
    public void receive(byte[] bytes, int offset, int length, long nowNs) {
        if (!isConnected()) {
            return;
        }
        this.nowNs = nowNs;
        life.heard(nowNs);
        counters.bytesIn += length;
        if (!assembler.receive(bytes, offset, length, this::onFrame)) {
            lose(LinkLoss.OVERSIZED);
        }
    }

    private boolean onFrame(int type, byte[] bytes, int offset, int length) {
        counters.framesIn++;
        try {
            LinkFrame frame = tapped(true, LinkCodec.decode(type, bytes, offset, length));
            if (continuity.isAttached()) {
                if (Sequence.counts(frame)) {
                    sequence().received(nowNs);
                }
                dispatch(frame);
            } else if (handshake.done()) {
                attach(continuity.receive(frame), frame);
            } else {
                shake(frame);
            }
        } catch (MalformedFrameException e) {
            lose(LinkLoss.MALFORMED);
        }
        return isConnected();
    }

    private void attach(Continuity.Verdict verdict, LinkFrame frame) {
        parting.farDrains(frame instanceof LinkFrame.Attached f && !f.staying());
        switch (verdict) {
            case WANTED -> {
                Attaching wish = new Attaching(frame, farNodeId(), farInstance());
                if (!wish.isKnown() || !listener.onAttach(wish)) {
                    control.add(continuity.begin(!parting.isDraining()));
                    attached(true);
                }
            }
            case NEW -> attached(true);
            case RESUMED -> attached(false);
            case MOVED -> {
                streams.clear();
                output.restart();
                attached(false);
                clients.rehomeAll();
                listener.onMoved();
            }
        }
    }

    private void shake(LinkFrame frame) {
        handshake.receive(frame);
        announce();
        if (handshake.failure().isPresent()) {
            lose(handshake.failure().get());
        } else if (handshake.done()) {
            assembler.trust();
        } else if (handshake.proved()) {
            control.add(continuity.wish());
        }
    }

    // ---- over several connections ----

    /** Names this link, once an edge attached it: see {@link Attaching#key}. */
    public String key() {
        return Attaching.keyOf(continuity.token(), farNodeId(), farInstance());
    }

    /**
     * Takes over a connection on which another session was asked for this one (origin only);
     * answers false when that cannot be.
     */
    public boolean adopt(Attaching wish, long nowNs) {
        if (loss.isPresent() || !wish.key().equals(key())) {
            return false;
        }
        this.nowNs = nowNs;
        assembler = new FrameAssembler();
        assembler.trust();
        life = new LinkLife(config.limits(), continuity.patienceNs(config.limits()));
        life.now(nowNs);
        connected = true;
        control.clear();
        try {
            control.add(continuity.adopt(wish.wish(), !parting.isDraining()));
            attached(false);
            return true;
        } catch (MalformedFrameException e) {
            lose(LinkLoss.MALFORMED);
            return false;
        }
    }

    /** Frames of sessions can be sent: for the first time, or again. */
    private void attached(boolean first) {
        askAgain();
        announce();
        if (first) {
            listener.onEstablished(farNodeId());
        } else {
            listener.onResumed();
        }
    }

    /** Another session has the connection: this one is over, without a word. */
    public void surrender() {
        loss = Optional.of(LinkLoss.STOPPED);
    }

    /** A fresh connection for the sessions of a suspended link (edge only). */
    public void reconnect() {
        control.clear();
        connect();
        announce();
    }

    private void dispatch(LinkFrame frame) throws MalformedFrameException {
        switch (frame) {
            case LinkFrame.Hello f -> throw new MalformedFrameException("a second hello");
            case LinkFrame.Proof f -> throw new MalformedFrameException("a second proof");
            case LinkFrame.Ping f -> {
                life.pinged(f.token());
                announce();
            }
            case LinkFrame.Pong f -> counters.roundTripNs = life.answered(f.token());
            case LinkFrame.Goodbye f ->
                    lose(parting.isFarDraining() ? LinkLoss.LEFT : LinkLoss.FAR_STOPPED);
            case LinkFrame.Load f -> told(f.load());
            case LinkFrame.Ack f -> sequence().acknowledged(f.received());
            case LinkFrame.Drain f -> part(true);
            case LinkFrame.Leave f -> part(false);
            case LinkFrame.Attach f -> throw new MalformedFrameException("attached twice");
            case LinkFrame.Attached f -> throw new MalformedFrameException("attached twice");
            case LinkFrame.OfRoute f -> routes.receive(f);
            case LinkFrame.OfQuestion f -> questions.receive(f);
            case LinkFrame.OfStream f -> streams.receive(f);
            case LinkFrame.Quality f -> clients.receive(f);
            case LinkFrame.Restore f -> clients.receive(f);
            case SessionOpen f -> clients.receive(f);
            case OfSession f -> clients.receive(f);
        }
    }

    /** The other end draws near the planned end of the link. */
    private void part(boolean atWhoDials) throws MalformedFrameException {
        if (config.role().dials() != atWhoDials) {
            throw new MalformedFrameException("not for this end to hear");
        }
        if (atWhoDials) {
            parting.farDrains(true);
            listener.onDraining();
        } else {
            parting.left(nowNs);
            announce();
        }
    }

    /** Fires what is due; answers when to be called again, or {@link Long#MAX_VALUE}. */
    public long advance(long nowNs) {
        this.nowNs = nowNs;
        routes.advance(nowNs);
        if (isSuspended() && continuity.untilNs() - nowNs <= 0) {
            end(LinkLoss.NOT_RESUMED);
        }
        if (!isConnected()) {
            return loss.isPresent() ? Long.MAX_VALUE : continuity.untilNs();
        }
        switch (life.advance(nowNs, isEstablished())) {
            case NO_HANDSHAKE -> lose(LinkLoss.HANDSHAKE_TIMED_OUT);
            case DEAD -> lose(LinkLoss.SILENT);
            case PING -> announce();
            case FINE -> {}
        }
        if (parting.isSilent(config.role()) && parting.isLate(nowNs)) {
            lose(LinkLoss.LEFT);
        }
        if (life.isSecondTick(nowNs)) {
            clients.tick(nowNs);
            streams.report();
        }
        if (!isConnected()) {
            return loss.isPresent() ? Long.MAX_VALUE : continuity.untilNs();
        }
        long next = Math.min(life.nextNs(isEstablished()), continuity.untilNs());
        return Math.min(Math.min(next, parting.nextNs(nowNs)), outputByNs(nowNs));
    }

    /** Writes what there is to write, as far as there is room. */
    public void flush(ByteSink sink, long nowNs) {
        flushing();
        this.nowNs = nowNs;
        if (!connected) {
            return;
        }
        life.now(nowNs);
        for (LinkFrame f = handshake.output().poll(); f != null; f = handshake.output().poll()) {
            output.write(f, sink);
        }
        for (LinkFrame f = control.poll(); f != null; f = control.poll()) {
            output.write(f, sink);
        }
        if (goodbye) {
            goodbye = false;
            output.write(new LinkFrame.Goodbye(), sink);
        }
        if (isEstablished()) {
            life.due(nowNs).forEach(frame -> output.write(frame, sink));
            flushEstablished(sink, nowNs);
            if (part(sink, nowNs)) {
                lose(LinkLoss.LEFT);
            }
        }
    }

    /** Ends the link in order; the next flush says goodbye. */
    public void close() {
        goodbye = isEstablished();
        lose(LinkLoss.STOPPED);
    }

    /** Ends the link for a reason that lies in the connection beneath. */
    public void refuse(LinkLoss reason) {
        lose(reason);
    }

    /** The connection beneath is gone. */
    public void hungUp() {
        if (connected) {
            boolean refused = handshake.proved() && !handshake.done();
            lose(refused ? LinkLoss.REFUSED : LinkLoss.HUNG_UP);
        }
    }

    private void lose(LinkLoss reason) {
        if (loss.isEmpty() && continuity.survives(reason)) {
            connected = false;
            control.clear();
            announce(); // so that the connection is closed
            if (continuity.suspend(reason, life.heardNs(), nowNs)) {
                listener.onSuspended(reason);
            }
        } else if (loss.isEmpty()) {
            end(reason);
        }
    }

    private void end(LinkLoss reason) {
        loss = Optional.of(reason);
        CloseReason told =
                reason == LinkLoss.STOPPED ? CloseReason.STOPPING : CloseReason.LINK_LOST;
        clients.endAll(told);
        forgetQuestions();
        streams.clear();
        output.clear();
        announce();
        listener.onLost(reason);
    }
}
