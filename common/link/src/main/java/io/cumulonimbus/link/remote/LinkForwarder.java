package io.cumulonimbus.link.remote;

import io.cumulonimbus.client.Client;
import io.cumulonimbus.client.ClientHandler;
import io.cumulonimbus.client.CloseReason;
import io.cumulonimbus.client.Deadline;
import io.cumulonimbus.client.FlowHandler;
import io.cumulonimbus.client.FlowSpec;
import io.cumulonimbus.client.IncomingFlow;
import io.cumulonimbus.client.Message;
import io.cumulonimbus.client.MessageSink;
import io.cumulonimbus.client.Priority;
import io.cumulonimbus.client.SinkListener;
import io.cumulonimbus.link.LinkLimits;
import io.cumulonimbus.link.ingress.IngressMedia;
import io.cumulonimbus.stream.MediaKind;
import io.cumulonimbus.stream.Subscription;
import java.net.InetSocketAddress;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Comparator;
import java.util.IdentityHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * The join between a local client and its session on the link: relays flows both ways, unread.
 *
 * <p>What waits for the link suspends the client's flow; what waits for the client is not reported
 * as drained, so that the origin holds it. Owned by the loop that owns both sides.
 */
final class LinkForwarder implements ClientHandler {
    /** In seconds: a script that made flows has made them again by then. */
    private static final int MOST_ORPHANED = 30;

    private final Client local;
    private final RemoteClient remote;
    private final IngressMedia<QueuedMessage> media;

    /** Flows we opened to the client, by the local sink, so that return flows find them. */
    private final Map<MessageSink, LinkIncoming> downward = new IdentityHashMap<>();

    /** Flows the client opened, by the sink on the link. */
    private final Map<MessageSink, IncomingFlow> upward = new IdentityHashMap<>();

    /** The client's first flow: clients with one byte stream hold everything with it. */
    private Optional<IncomingFlow> control = Optional.empty();

    private int holding;
    private int orphaned;

    /** Flows to the client that a lost origin opened, and no other has taken over yet. */
    private final List<Downward> orphans = new ArrayList<>(0);

    private LinkForwarder(Client local, RemoteClient remote) {
        this.local = local;
        this.remote = remote;
        this.media = new IngressMedia<>(remote.link().replayBudget());
    }

    /** Joins the two; answers the handler of the local client. */
    static ClientHandler join(Client local, RemoteClient remote) {
        LinkForwarder forwarder = new LinkForwarder(local, remote);
        remote.mirrors(local);
        remote.handledBy(forwarder.new OriginSide());
        return forwarder;
    }

    @Override
    public Optional<FlowHandler> onFlow(IncomingFlow flow) {
        if (flow.metadata().length > FlowSpec.MAX_METADATA) {
            return Optional.empty();
        }
        Optional<IncomingFlow> answers = flow.answers().map(downward::get);
        // The edge cannot tell a command from a video: within one client all flows are equal.
        FlowSpec spec = new FlowSpec(flow.metadata(), answers, Priority.DATA);
        control = control.or(() -> Optional.of(flow));
        Upward up = new Upward(flow);
        up.sink = remote.open(spec, up);
        if (remote.link().mayMove()) {
            media.of(flow.metadata()).ifPresent(up.sink.resending()::carries);
        }
        upward.put(up.sink, flow);
        up.press();
        return Optional.of(up);
    }

    @Override
    public boolean publishes() {
        return media.isUsed();
    }

    @Override
    public void onAddressChanged(InetSocketAddress address) {
        remote.notes().moved(address);
    }

    @Override
    public void onClosed(CloseReason reason) {
        remote.close(reason);
    }

    /** A flow from the client to the origin. */
    final class Upward implements FlowHandler, SinkListener {
        private final IncomingFlow flow;
        private LinkSink sink;
        private boolean suspended;

        private Upward(IncomingFlow flow) {
            this.flow = flow;
        }

        @Override
        public void onMessage(Message message, long lostBefore) {
            if (message.length() > remote.limits().maxMessage()) {
                // Costs the client this flow, as it would at the origin.
                upward.remove(sink);
                sink.close();
                flow.reject(0);
                return;
            }
            sink.write(message, Deadline.NONE, lostBefore);
            press();
        }

        /** Holds the client back when too much waits already. */
        private void press() {
            if (!suspended && isPressed(1)) {
                suspended = true;
                hold(true);
                remote.link().output().throttled(this);
            }
        }

        boolean isOf(RemoteClient client) {
            return remote == client;
        }

        /** Lets the client go on when the pressure is gone; answers whether it is. */
        boolean relieve() {
            if (isPressed(2)) {
                return false;
            }
            suspended = false;
            hold(false);
            return true;
        }

        private void hold(boolean wanted) {
            if (remote.arrivals().isEmpty()) {
                if (wanted || sink.isOpen()) {
                    flow.suspend(wanted);
                }
                return;
            }
            // One flow that waits while others go on would change the order.
            holding += wanted ? 1 : -1;
            control.ifPresent(all -> all.suspend(holding > 0));
        }

        /**
         * Whether more waits for the link than the limits, divided, allow. When it is too much of
         * all clients together, those wait whose doing that is.
         */
        private boolean isPressed(int divisor) {
            LinkLimits limits = remote.limits();
            long ours = remote.outgoing().waiting();
            long most = limits.linkBacklog() / divisor;
            return sink.waiting() > limits.backlog() / divisor
                    || ours > limits.sessionBacklog() / divisor
                    || remote.link().counters().backlog > most
                            && ours > most / remote.link().clients().atLeastOne();
        }

        @Override
        public void onException(long code) {
            upward.remove(sink);
            flow.reject(code);
        }

        @Override
        public void onClosed() {
            upward.remove(sink);
            sink.close();
        }
    }

    /** What the origin does, done to the client. */
    final class OriginSide implements ClientHandler {
        @Override
        public Optional<FlowHandler> onFlow(IncomingFlow flow) {
            LinkIncoming incoming = (LinkIncoming) flow;
            Optional<Downward> orphan =
                    orphans.stream().filter(one -> one.suits(incoming)).findFirst();
            if (orphan.isPresent()) {
                orphans.remove(orphan.get());
                orphan.get().adopt(incoming);
                return Optional.of(orphan.get());
            }
            Optional<IncomingFlow> answers = flow.answers().map(upward::get);
            FlowSpec spec = new FlowSpec(flow.metadata(), answers, incoming.priority());
            Downward down = new Downward(incoming);
            down.sink = local.openFlow(spec, down);
            downward.put(down.sink, incoming);
            return Optional.of(down);
        }

        @Override
        public boolean publishes() {
            return LinkForwarder.this.publishes();
        }

        /** The origin is lost: another one opens its flows anew, and gets those of the client. */
        void orphaned() {
            orphans.clear();
            downward.values().stream()
                    .sorted(Comparator.comparingLong(LinkIncoming::id))
                    .forEach(flow -> orphans.add((Downward) flow.handler()));
            orphaned = 0;
        }

        /** Once a second: flows that the other origin has not opened by now nobody speaks on. */
        void tick() {
            if (!orphans.isEmpty() && ++orphaned > MOST_ORPHANED) {
                endOrphans();
            }
        }

        private void endOrphans() {
            List.copyOf(orphans).forEach(Downward::onClosed);
            orphans.clear();
        }

        @Override
        public void onClosed(CloseReason reason) {
            media.clear();
            local.close(reason);
        }
    }

    /** A flow from the origin to the client. */
    final class Downward implements RelayTarget, SinkListener {
        private LinkIncoming flow;
        private long staleBytes;
        private MessageSink sink;
        private Optional<Subscription> viewer = Optional.empty();
        private MediaKind kind = MediaKind.DATA;
        private boolean held;

        private Downward(LinkIncoming flow) {
            this.flow = flow;
        }

        /** Holds back, or not, what the origin writes. */
        void hold(boolean wanted) {
            held = wanted;
            flow.suspend(wanted);
        }

        boolean isHeld() {
            return held;
        }

        MessageSink sink() {
            return sink;
        }

        boolean suits(LinkIncoming wanted) {
            return flow.priority() == wanted.priority()
                    && Arrays.equals(flow.metadata(), wanted.metadata());
        }

        /** Goes on as a flow of another origin, which did not send what is on its way. */
        void adopt(LinkIncoming successor) {
            flow.succeededBy(successor);
            flow = successor;
            staleBytes = sink.queuedBytes();
            viewer = Optional.empty();
            kind = MediaKind.DATA;
            downward.put(sink, successor);
        }

        /** From now on a viewer of this edge writes to the flow too, and hears what is given up. */
        void carries(Subscription watching, MediaKind media) {
            viewer = Optional.of(watching);
            kind = media;
        }

        @Override
        public void onMessage(Message message, Deadline deadline) {
            if (!sink.write(message, deadline)) {
                flow.consumed(message.length());
            }
        }

        @Override
        public void onDrained(long bytes) {
            long stale = Math.min(bytes, staleBytes);
            staleBytes -= stale;
            flow.consumed(bytes - stale);
        }

        @Override
        public void onAbandoned(long messages) {
            viewer.ifPresentOrElse(
                    watching -> watching.abandoned(kind, messages), () -> flow.abandoned(messages));
        }

        @Override
        public void onException(long code) {
            downward.remove(sink);
            flow.reject(code);
        }

        @Override
        public void onClosed() {
            downward.remove(sink);
            sink.close();
        }
    }
}
