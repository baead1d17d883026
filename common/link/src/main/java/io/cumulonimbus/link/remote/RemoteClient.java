package io.cumulonimbus.link.remote;

import io.cumulonimbus.client.Client;
import io.cumulonimbus.client.ClientHandler;
import io.cumulonimbus.client.ClientIdentity;
import io.cumulonimbus.client.CloseReason;
import io.cumulonimbus.client.FlowHandler;
import io.cumulonimbus.client.FlowSpec;
import io.cumulonimbus.client.MessageSink;
import io.cumulonimbus.client.PeerHello;
import io.cumulonimbus.client.Protocol;
import io.cumulonimbus.client.SinkListener;
import io.cumulonimbus.link.wire.LinkFrame;
import io.cumulonimbus.link.wire.LinkFrame.FlowOpen;
import io.cumulonimbus.link.wire.MalformedFrameException;
import io.cumulonimbus.stream.FarSubscription;
import io.cumulonimbus.stream.LastHop;
import io.cumulonimbus.stream.Viewer;
import java.net.InetSocketAddress;
import java.util.EnumSet;
import java.util.Optional;
import java.util.Set;

/**
 * One session of a link, seen as a client.
 *
 * <p>At the origin it is the client behind the edge, and behaves as a direct one. At the edge it
 * stands for the origin, and a {@link LinkForwarder} joins it to the real client.
 */
public final class RemoteClient extends KeptClient implements LastHop {
    /** For these the origin waits for nothing, as a session of its own would not. */
    private static final Set<CloseReason> ABRUPT =
            EnumSet.of(CloseReason.MISBEHAVED, CloseReason.FAULT, CloseReason.OVERRIDDEN);

    private ClientCarrier link;
    private long id;
    private final Kept kept = new Kept(this);
    private final OutgoingFlows outgoing;
    private final Optional<ArrivalOrder> arrivals;
    private final IncomingFlows incoming;
    private final SessionNotes notes;
    private long assembling;
    private ClientHandler handler;
    private Optional<CloseReason> closing = Optional.empty();
    private boolean closeForced;
    private long closeByNs;
    private boolean opened;
    private boolean ended;
    private boolean detached;
    private final SessionPeers peers = new SessionPeers(this);
    private Viewers viewers = Viewers.NONE;

    RemoteClient(
            ClientCarrier link,
            long id,
            ClientIdentity identity,
            InetSocketAddress address,
            long roundTripNs) {
        super(identity, address, roundTripNs);
        this.link = link;
        this.id = id;
        this.notes = new SessionNotes(this);
        boolean inOrder = identity.protocol() != Protocol.RTMFP;
        this.outgoing = new OutgoingFlows(this, SendOrder.of(inOrder, link.role()));
        this.arrivals = inOrder ? Optional.of(new ArrivalOrder()) : Optional.empty();
        this.incoming = new IncomingFlows(link.counters());
    }

    /** The far end knows of the session: frames of it may be sent. */
    void opened() {
        opened = true;
        outgoing.offerAll();
        link.output().offer(this);
    }

    /** The frame that opens the session. */
    LinkFrame opening() {
        opened();
        return new LinkFrame.SessionOpen(
                id, identity(), isStaying(), isResumed(), address(), roundTripNs());
    }

    @Override
    Kept kept() {
        return kept;
    }

    /** Whether others may wait for what its client sends (edge only). */
    public boolean publishes() {
        return handler instanceof LinkForwarder.OriginSide side && side.publishes();
    }

    /** Is opened under this number, which the far end has not heard of yet. */
    void numbered(long newId) {
        id = newId;
    }

    /** Another origin takes over, which calls the session by this number. */
    void rehome(long newId) {
        id = newId;
        opened = false;
        if (viewers instanceof NearViewers near) {
            near.restart();
        }
        incoming.orphanAll();
        arrivals.ifPresent(ArrivalOrder::restart);
        outgoing.rehome();
        notes.clear();
        kept.calls().rehome();
        if (handler instanceof LinkForwarder.OriginSide side) {
            side.orphaned();
        }
    }

    /** It is on no link until another one takes it. */
    void detach() {
        rehome(0);
        detached = true;
    }

    /** Another link takes it, under this number. */
    void attach(ClientCarrier to, long newId, boolean staying) {
        outgoing.transfer(link, to);
        link = to;
        id = newId;
        detached = false;
        stays(staying);
        outgoing.attached();
        if (viewers instanceof NearViewers near) {
            to.streams().reports(near);
        }
    }

    /** Sets who handles it; before anything else happens. */
    void handledBy(ClientHandler newHandler) {
        handler = newHandler;
    }

    public long id() {
        return id;
    }

    @Override
    ClientCarrier link() {
        return link;
    }

    SessionNotes notes() {
        return notes;
    }

    public SessionPeers peers() {
        return peers;
    }

    @Override
    public boolean introduce(PeerHello hello) {
        return peers.introduce(hello);
    }

    @Override
    boolean isClosing() {
        return closing.isPresent();
    }

    @Override
    public boolean isEnded() {
        return ended;
    }

    @Override
    public void challenge() {
        if (!link.endAbsent(this, CloseReason.TIMED_OUT)) {
            notes.challenge();
        }
    }

    @Override
    public MessageSink openFlow(FlowSpec spec, SinkListener listener) {
        return open(spec, listener);
    }

    LinkSink open(FlowSpec spec, SinkListener listener) {
        Optional<LinkIncoming> answers =
                spec.answers()
                        .filter(flow -> flow instanceof LinkIncoming in && in.client() == this)
                        .map(LinkIncoming.class::cast);
        LinkSink sink = new LinkSink(this, spec, answers, listener);
        if (ended || closing.isPresent()) {
            sink.abandon();
        } else {
            outgoing.add(sink);
        }
        return sink;
    }

    @Override
    public void close(CloseReason reason) {
        if (detached) {
            end(reason);
        } else if (!ended && closing.isEmpty()) {
            closing = Optional.of(reason);
            closeForced = !isAtEdge() && ABRUPT.contains(reason);
            if (closeForced && link.endAbsent(this, reason)) {
                return;
            }
            outgoing.closeAll();
            link.clients().closing(this);
            link.output().offer(this);
        }
    }

    /** Closes without waiting any longer when what was written takes too long. */
    void lingered(long nowNs) {
        if (closeByNs == 0) {
            closeByNs = nowNs + limits().closeLingerNs();
        } else if (nowNs - closeByNs >= 0) {
            closeForced = true;
            link.output().offer(this);
        }
    }

    /** Reports this client's round-trip time from now on. */
    void mirrors(Client local) {
        joins(local);
        viewers = new NearViewers(this);
    }

    @Override
    public Optional<FarSubscription> subscribe(String stream, Viewer viewer) {
        if (ended || isAtEdge()) {
            return Optional.empty();
        }
        FarViewers far = viewers instanceof FarViewers known ? known : new FarViewers(this);
        viewers = far;
        return far.subscribe(stream, viewer);
    }

    Viewers viewers() {
        return viewers;
    }

    /** What waits in order, of clients that have one byte stream for everything. */
    Optional<ArrivalOrder> arrivals() {
        return arrivals;
    }

    Optional<LinkIncoming> incoming(long flow) {
        return Optional.ofNullable(incoming.get(flow));
    }

    /** Once a second. */
    void tick() {
        if (handler instanceof LinkForwarder.OriginSide side) {
            side.tick();
            local().ifPresent(client -> notes.roundTrip(client.roundTripNs()));
        }
    }

    // ---- what comes from the far end ----

    void receive(LinkFrame.OfSession frame) throws MalformedFrameException {
        if (isElsewhere() && !(frame instanceof LinkFrame.SessionClose)) {
            return; // for whoever serves it next, who gets it from the edge
        }
        switch (frame) {
            case LinkFrame.Elsewhere f -> link.clients().displaced(this);
            case LinkFrame.SessionOpen f -> throw new MalformedFrameException("opened twice");
            case LinkFrame.SessionClose f -> end(f.reason());
            case LinkFrame.AddressChange f -> {
                moved(f.address());
                handler.onAddressChanged(f.address());
            }
            case LinkFrame.RoundTrip f -> measured(f.ns());
            case LinkFrame.Challenge f -> local().ifPresent(Client::challenge);
            case LinkFrame.Checkpoint f -> kept.keep(f.part(), f.checkpoint());
            case LinkFrame.Owe f -> kept.calls().owed(f.call());
            case LinkFrame.LastWords f -> kept.last(f, incoming.get(f.flow()));
            case LinkFrame.OfViewer f -> viewers.receive(f);
            case LinkFrame.OfPeer f -> peers.receive(f, local());
            case FlowOpen f -> onFlowOpen(f);
            case LinkFrame.InFlow f -> incoming.receive(f);
            case LinkFrame.FlowReject f -> outgoing.receive(f);
            case LinkFrame.Drained f -> outgoing.receive(f);
        }
    }

    private void onFlowOpen(FlowOpen f) throws MalformedFrameException {
        incoming.opened(f.flow());
        Optional<MessageSink> answers = outgoing.find(f.answers());
        LinkIncoming flow = new LinkIncoming(this, f.flow(), f.metadata(), answers, f.priority());
        flow.handledBy(Nobody.FLOW);
        if (closing.isPresent() || incoming.size() >= limits().maxFlows()) {
            flow.reject(0);
            return;
        }
        incoming.add(flow);
        arrivals.ifPresent(order -> order.opened(flow));
        Optional<FlowHandler> taker = handler.onFlow(flow);
        if (taker.isPresent()) {
            flow.handledBy(taker.get());
        } else {
            flow.reject(0);
        }
    }

    // ---- what goes to the far end ----

    void assembling(int change) {
        assembling += change;
        link.assembling(change);
    }

    /** Bytes of unfinished messages. */
    long assembling() {
        return assembling;
    }

    OutgoingFlows outgoing() {
        return outgoing;
    }

    void note(LinkIncoming flow) {
        if (!ended) {
            notes.add(flow);
        }
    }

    void forget(LinkIncoming flow) {
        incoming.remove(flow);
    }

    @Override
    protected boolean hasExpress() {
        return opened && !ended && (notes.isPending() || outgoing.has(true) || kept.isPending());
    }

    @Override
    protected boolean hasNormal() {
        return opened && !ended && (outgoing.has(false) || goesElsewhere() || isCloseDue());
    }

    private boolean isCloseDue() {
        return closing.isPresent() && (closeForced || outgoing.areSent());
    }

    @Override
    protected LinkFrame next(boolean express, long nowNs) {
        if (notes.isPending()) {
            return notes.next();
        }
        LinkSink sink = outgoing.poll(express);
        if (sink != null) {
            LinkFrame frame = sink.next(nowNs);
            outgoing.offer(sink);
            return frame;
        }
        if (express && kept.isPending()) {
            return kept.next();
        }
        if (goesElsewhere() && !outgoing.has(false)) {
            end(CloseReason.FAR_CLOSED);
            return new LinkFrame.Elsewhere(id);
        }
        if (isCloseDue()) {
            CloseReason reason = closing.orElseThrow();
            end(reason);
            return new LinkFrame.SessionClose(id, reason);
        }
        return null;
    }

    @Override
    protected void fault() {
        link.fault(this);
    }

    /** Ends the session now: its flows, then itself. */
    public void end(CloseReason reason) {
        if (ended) {
            return;
        }
        ended = true;
        if (reason == CloseReason.LINK_LOST) {
            kept.sayLast();
        }
        kept.forgetPromises();
        forgetElsewhere();
        link.clients().forget(this);
        viewers.end();
        outgoing.abandonAll();
        for (LinkIncoming flow : incoming.all()) {
            link.guarded(this, flow::endWithSession);
        }
        link.guarded(this, () -> handler.onClosed(reason));
    }
}
