package io.cumulonimbus.link;

import io.cumulonimbus.client.Client;
import io.cumulonimbus.client.ClientAcceptor;
import io.cumulonimbus.client.ClientHandler;
import io.cumulonimbus.client.CloseReason;
import io.cumulonimbus.link.LinkFrame.OfSession;
import io.cumulonimbus.link.LinkFrame.SessionOpen;
import java.util.Optional;
import java.util.random.RandomGenerator;

/**
 * One end of a link between an edge and an origin: a byte stream that carries many clients.
 *
 * <p>Not thread-safe, never blocks, never logs. Its host feeds it with {@link #receive}, calls
 * {@link #advance} at the latest at the time it answered last, and {@link #flush} at the end of the
 * loop turn after {@code outputPending} ran and whenever the connection has room again. Closing the
 * connection after {@link LinkListener#onLost} is the host's business.
 */
public final class LinkSession {
    private final LinkConfig config;
    private final LinkListener listener;
    private final Runnable outputPending;
    private final Handshake handshake;
    private final FrameAssembler assembler = new FrameAssembler();
    private final LinkCounters counters = new LinkCounters();
    private final LinkLife life;
    private final LinkOutput output = new LinkOutput(this);
    private final LinkStreams streams;
    private final LinkClients clients;
    private final LinkPeers peers = new LinkPeers();
    private boolean announced;
    private boolean goodbye;
    private Optional<EdgeLoad> load = Optional.empty();
    private Optional<LinkLoss> loss = Optional.empty();

    private LinkSession(
            LinkConfig config,
            ClientAcceptor acceptor,
            LinkListener listener,
            Runnable outputPending,
            RandomGenerator random) {
        this.config = config;
        this.listener = listener;
        this.outputPending = outputPending;
        this.handshake = new Handshake(config, random);
        this.life = new LinkLife(config.limits());
        this.clients = new LinkClients(this, config.role(), acceptor);
        this.streams = new LinkStreams(this, config.role());
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
        if (config.role() != LinkRole.EDGE) {
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

    /** Both ends have proved themselves and the link is not over. */
    public boolean isEstablished() {
        return handshake.done() && loss.isEmpty();
    }

    /** Why the link is over, or empty. */
    public Optional<LinkLoss> loss() {
        return loss;
    }

    /** The far end's process: another number after its restart; 0 while it is unknown. */
    public long farInstance() {
        return handshake.farInstance();
    }

    /** The far end's name, or the empty text while it is unknown. */
    public String farNodeId() {
        return handshake.farNodeId();
    }

    /** Figures of this moment. */
    public LinkStatistics statistics() {
        return counters.snapshot(clients.size());
    }

    /**
     * Carries a client over the link (edge only); answers its handler. When the link cannot take
     * it, the client is closed.
     */
    public ClientHandler openSession(Client local) {
        return clients.open(local);
    }

    /** The streams that cross. */
    public LinkStreams streams() {
        return streams;
    }

    /** How its clients meet others. */
    public LinkPeers peers() {
        return peers;
    }

    /** Tells the origin how this edge is (edge only); what was not sent yet is replaced. */
    public void tell(EdgeLoad told) {
        if (isEstablished()) {
            load = Optional.of(told);
            announce();
        }
    }

    /** Takes bytes off the connection. */
    public void receive(byte[] bytes, int offset, int length, long nowNs) {
        if (loss.isPresent()) {
            return;
        }
        life.heard(nowNs);
        counters.bytesIn += length;
        if (!assembler.receive(bytes, offset, length, this::onFrame)) {
            lose(LinkLoss.OVERSIZED);
        }
    }

    private boolean onFrame(int type, byte[] bytes, int offset, int length) {
        counters.framesIn++;
        try {
            LinkFrame frame = LinkCodec.decode(type, bytes, offset, length);
            if (handshake.done()) {
                dispatch(frame);
            } else {
                shake(frame);
            }
        } catch (MalformedFrameException e) {
            lose(LinkLoss.MALFORMED);
        }
        return loss.isEmpty();
    }

    private void shake(LinkFrame frame) {
        handshake.receive(frame);
        announce();
        if (handshake.failure().isPresent()) {
            lose(handshake.failure().get());
        } else if (handshake.done()) {
            assembler.trust();
            listener.onEstablished(farNodeId());
        }
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
            case LinkFrame.Goodbye f -> lose(LinkLoss.FAR_STOPPED);
            case LinkFrame.Load f -> onLoad(f.load());
            case LinkFrame.OfStream f -> streams.receive(f);
            case LinkFrame.Quality f -> streams.receive(f);
            case SessionOpen f -> clients.receive(f);
            case OfSession f -> clients.receive(f);
        }
    }

    private void onLoad(EdgeLoad told) throws MalformedFrameException {
        if (config.role() == LinkRole.EDGE) {
            throw new MalformedFrameException("an origin that tells its load");
        }
        listener.onLoad(told);
    }

    /** Fires what is due; answers when to be called again, or {@link Long#MAX_VALUE}. */
    public long advance(long nowNs) {
        if (loss.isPresent()) {
            return Long.MAX_VALUE;
        }
        LinkLife.Verdict verdict = life.advance(nowNs, handshake.done());
        switch (verdict) {
            case NO_HANDSHAKE -> lose(LinkLoss.HANDSHAKE_TIMED_OUT);
            case DEAD -> lose(LinkLoss.SILENT);
            case PING -> announce();
            case FINE -> {}
        }
        if (life.isSecondTick(nowNs)) {
            clients.tick(nowNs);
            streams.report();
        }
        return loss.isPresent() ? Long.MAX_VALUE : life.nextNs(handshake.done());
    }

    /** Writes what there is to write, as far as there is room. */
    public void flush(ByteSink sink, long nowNs) {
        announced = false;
        life.now(nowNs);
        for (LinkFrame f = handshake.output().poll(); f != null; f = handshake.output().poll()) {
            output.write(f, sink);
        }
        if (goodbye) {
            goodbye = false;
            output.write(new LinkFrame.Goodbye(), sink);
        }
        if (isEstablished()) {
            life.due(nowNs).forEach(frame -> output.write(frame, sink));
            load.ifPresent(told -> output.write(new LinkFrame.Load(told), sink));
            load = Optional.empty();
            for (LinkFrame f = streams.next(); f != null; f = streams.next()) {
                output.write(f, sink);
            }
            output.flush(sink, nowNs);
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

    /** Which end this is. */
    public LinkRole role() {
        return config.role();
    }

    /** The connection beneath is gone. */
    public void hungUp() {
        boolean refused = handshake.proved() && !handshake.done();
        lose(refused ? LinkLoss.REFUSED : LinkLoss.HUNG_UP);
    }

    private void lose(LinkLoss reason) {
        if (loss.isPresent()) {
            return;
        }
        loss = Optional.of(reason);
        CloseReason told =
                reason == LinkLoss.STOPPED ? CloseReason.STOPPING : CloseReason.LINK_LOST;
        clients.endAll(told);
        streams.clear();
        output.clear();
        announce();
        listener.onLost(reason);
    }

    // ---- for the sessions ----

    LinkLimits limits() {
        return config.limits();
    }

    LinkCounters counters() {
        return counters;
    }

    LinkOutput output() {
        return output;
    }

    /** The viewers of a session; none of one that is over. */
    Viewers viewers(long session) throws MalformedFrameException {
        return clients.viewersOf(session);
    }

    void closing(RemoteClient client) {
        clients.closing(client);
    }

    void forget(RemoteClient client) {
        clients.forget(client);
    }

    /** Runs a callback; what it throws costs this client only. */
    void guarded(RemoteClient client, Runnable callback) {
        try {
            callback.run();
        } catch (RuntimeException e) {
            fault(client);
        }
    }

    void fault(RemoteClient client) {
        counters.faults++;
        client.close(CloseReason.FAULT);
    }

    /** Asks the host for a flush. */
    void announce() {
        if (!announced) {
            announced = true;
            outputPending.run();
        }
    }
}
