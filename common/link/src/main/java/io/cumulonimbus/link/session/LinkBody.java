package io.cumulonimbus.link.session;

import io.cumulonimbus.client.Client;
import io.cumulonimbus.client.ClientAcceptor;
import io.cumulonimbus.client.ClientHandler;
import io.cumulonimbus.client.CloseReason;
import io.cumulonimbus.link.ByteSink;
import io.cumulonimbus.link.EdgeLoad;
import io.cumulonimbus.link.LinkConfig;
import io.cumulonimbus.link.LinkLimits;
import io.cumulonimbus.link.LinkLoss;
import io.cumulonimbus.link.LinkRole;
import io.cumulonimbus.link.LinkStatistics;
import io.cumulonimbus.link.ask.LinkQuestions;
import io.cumulonimbus.link.connection.Continuity;
import io.cumulonimbus.link.connection.Parting;
import io.cumulonimbus.link.connection.Sequence;
import io.cumulonimbus.link.ingress.ReplayBudget;
import io.cumulonimbus.link.remote.LinkClients;
import io.cumulonimbus.link.remote.LinkOutput;
import io.cumulonimbus.link.remote.RemoteClient;
import io.cumulonimbus.link.route.RouteAnswer;
import io.cumulonimbus.link.stream.LinkStreams;
import io.cumulonimbus.link.turn.LinkCounters;
import io.cumulonimbus.link.wire.LinkFrame;
import io.cumulonimbus.link.wire.MalformedFrameException;
import java.util.ArrayDeque;
import java.util.List;
import java.util.Optional;
import java.util.Queue;
import java.util.random.RandomGenerator;

/** What a link carries, whatever connection is beneath: its sessions, its streams, its output. */
abstract sealed class LinkBody permits LinkSession {
    /** What is kept of publishers' media in case the origin is lost, in bytes. */
    private static final long MOST_REPLAYED = 64 << 20;

    final LinkConfig config;
    final LinkListener listener;
    final Continuity continuity;
    final LinkCounters counters = new LinkCounters();
    final LinkOutput output;
    final LinkClients clients;
    final LinkStreams streams;
    final LinkPeers peers = new LinkPeers();
    final Parting parting = new Parting();
    final LinkRoutes routes;
    final LinkQuestions questions;
    Optional<LinkLoss> loss = Optional.empty();
    private final Runnable outputPending;
    private Optional<EdgeLoad> load = Optional.empty();
    private final Queue<LinkFrame> farewells = new ArrayDeque<>();
    private final ReplayBudget replayBudget = new ReplayBudget(MOST_REPLAYED);
    private int promised;
    private boolean announced;

    LinkBody(
            LinkConfig config,
            ClientAcceptor acceptor,
            LinkListener listener,
            Runnable outputPending,
            RandomGenerator random) {
        LinkSession self = (LinkSession) this;
        this.config = config;
        this.listener = listener;
        this.outputPending = outputPending;
        this.continuity = new Continuity(config, random);
        LinkCarrier carrier = new LinkCarrier(self);
        this.output = new LinkOutput(carrier);
        this.clients = new LinkClients(carrier, config.role(), acceptor);
        this.streams = new LinkStreams(carrier, config.role());
        this.routes = new LinkRoutes(self);
        this.questions = new LinkQuestions(carrier);
    }

    /** Both ends have proved themselves, and frames of sessions can be sent. */
    public boolean isEstablished() {
        return continuity.isAttached() && loss.isEmpty();
    }

    /** Why the link is over, or empty. */
    public Optional<LinkLoss> loss() {
        return loss;
    }

    /** Figures of this moment. */
    public LinkStatistics statistics() {
        return counters.snapshot(clients.size());
    }

    /** How many clients it carries. */
    public int carried() {
        return clients.size();
    }

    /** Tells the origin how this edge is (edge only); what was not sent yet is replaced. */
    public void tell(EdgeLoad told) {
        if (isEstablished()) {
            load = Optional.of(told);
            announce();
        }
    }

    /** The edge tells how it is (origin only). */
    void told(EdgeLoad far) throws MalformedFrameException {
        if (config.role().dials()) {
            throw new MalformedFrameException("an origin that tells its load");
        }
        listener.onLoad(far);
    }

    /** Shows a frame that came or is sent to whoever looks; answers it. */
    final LinkFrame tapped(boolean incoming, LinkFrame frame) {
        config.tap().frame(incoming, ((LinkSession) this).farNodeId(), (Record) frame);
        return frame;
    }

    /** Which end this is. */
    public LinkRole role() {
        return config.role();
    }

    /**
     * Carries a client over the link (edge only); answers its handler. When the link cannot take
     * it, the client is closed.
     */
    public ClientHandler openSession(Client local) {
        return clients.open(local, false);
    }

    /**
     * As {@link #openSession(Client)}.
     *
     * @param staying whether the client cannot be taken to another origin than this one
     */
    public ClientHandler openSession(Client local, boolean staying) {
        return clients.open(local, staying);
    }

    /**
     * Takes all sessions away from an origin whose connection is lost, because they belong to
     * another by now (edge only). Should it come back it hears that they are over.
     */
    public List<Displaced> displaceAll() {
        return config.role().dials() && continuity.isSuspended()
                ? clients.detachAll().stream().map(Displaced::new).toList()
                : List.of();
    }

    /** The streams that cross. */
    public LinkStreams streams() {
        return streams;
    }

    /** Where its clients belong. */
    public LinkRoutes routes() {
        return routes;
    }

    /** What one origin asks another. */
    public LinkQuestions questions() {
        return questions;
    }

    /** There is a connection, for the first time or again. */
    void askAgain() {
        routes.attached();
        questions.restart();
    }

    /** There will be none any more. */
    void forgetQuestions() {
        routes.end();
        questions.restart();
    }

    /** How its clients meet others. */
    public LinkPeers peers() {
        return peers;
    }

    /** We are going to stop: the edge may take its sessions elsewhere (origin only). */
    public void drain() {
        parting.drain(isEstablished());
        announce();
    }

    /** Whether the origin said that it is going to stop (edge only). */
    public boolean isFarDraining() {
        return parting.isFarDraining() && isEstablished();
    }

    /**
     * Leaves the origin in good order, for another one (edge only): the link is {@linkplain
     * LinkListener#onSuspended suspended} as soon as the origin has said all, a second from now at
     * the latest.
     */
    public void leave() {
        if (mayMove() && isEstablished()) {
            parting.leave();
            announce();
        }
    }

    /** What is numbered, and its acknowledgements. */
    void flushEstablished(ByteSink sink, long nowNs) {
        parting.flush(frame -> output.write(frame, sink), sequence(), nowNs);
        if (parting.isSilent(config.role())) {
            return;
        }
        load.ifPresent(told -> output.write(new LinkFrame.Load(told), sink));
        load = Optional.empty();
        routes.flush(output, sink);
        questions.flush(frame -> output.write(frame, sink), sink);
        long before = counters.framesOut;
        if (output.catchUp(sink)) {
            for (LinkFrame f = farewells.poll(); f != null; f = farewells.poll()) {
                output.write(f, sink);
            }
            for (LinkFrame f = streams.next(); f != null; f = streams.next()) {
                output.write(f, sink);
            }
            output.flush(sink, nowNs);
        }
        if (mayAcknowledge() && sequence().isAckDue(counters.framesOut > before, nowNs)) {
            output.write(sequence().ack(), sink);
        }
    }

    /** Says goodbye to an edge that leaves, once it was told all; answers whether that is so. */
    boolean part(ByteSink sink, long nowNs) {
        if (!parting.isOver(config.role(), output.isIdle(), nowNs)) {
            return false;
        }
        if (mayAcknowledge()) {
            output.write(sequence().ack(), sink);
        }
        output.write(new LinkFrame.Goodbye(), sink);
        return true;
    }

    /** When the next flush is due; what is due now is asked for, and the flush takes care of it. */
    long outputByNs(long nowNs) {
        long by = Math.min(sequence().ackByNs(), output.nextNs());
        if (by - nowNs > 0) {
            return by;
        }
        announce();
        return Long.MAX_VALUE;
    }

    /** What was announced is flushed now. */
    void flushing() {
        announced = false;
    }

    LinkLimits limits() {
        return config.limits();
    }

    Sequence sequence() {
        return continuity.sequence();
    }

    /** Is sent when there is a connection again. */
    void farewell(LinkFrame frame) {
        farewells.add(frame);
        announce();
    }

    /**
     * Ends a session whose edge is away, and can be neither asked nor told: whoever comes in its
     * place is here. The edge hears of it when it is back. Answers false when it is not away.
     */
    boolean endAbsent(RemoteClient client, CloseReason reason) {
        if (!continuity.isSuspended() || loss.isPresent()) {
            return false;
        }
        farewell(new LinkFrame.SessionClose(client.id(), reason));
        client.end(reason);
        return true;
    }

    /** For how long the link has been without a connection; 0 when it has one, or is over. */
    long awayNs(long nowNs) {
        return loss.isEmpty() ? continuity.awayNs(nowNs) : 0;
    }

    /** The origin does not serve a session any more. */
    void displaced(RemoteClient client) {
        listener.onElsewhere(new Displaced(client));
    }

    /** Sessions will belong to another origin in a moment. */
    void expected(RouteAnswer home) {
        listener.onExpected(home.home());
    }

    /** Runs a callback; what it throws costs this client only. */
    void guarded(RemoteClient client, Runnable callback) {
        try {
            callback.run();
        } catch (RuntimeException e) {
            fault(client);
        }
    }

    /** A session that keeps too much of unfinished messages costs itself, nobody else. */
    void assembling(int change) {
        counters.assembling += change;
        if (change > 0 && counters.assembling > limits().maxAssembly()) {
            clients.closeLargestAssembly();
        }
    }

    /** Whether messages are kept for another origin that may have to take over. */
    boolean mayMove() {
        return config.role().dials() && continuity.keeps();
    }

    ReplayBudget replayBudget() {
        return replayBudget;
    }

    /** Whether the edge keeps sessions for a while when we are lost. */
    boolean keeps() {
        return config.role() == LinkRole.ORIGIN && continuity.keeps();
    }

    /**
     * Whether all that was caused by what came is on this connection, before the acknowledgement.
     */
    private boolean mayAcknowledge() {
        return promised == 0 && sequence().isCaughtUp();
    }

    /** Checkpoints that are to be written before anything is acknowledged. */
    void promises(int change) {
        promised += change;
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
