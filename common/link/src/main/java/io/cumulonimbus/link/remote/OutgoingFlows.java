package io.cumulonimbus.link.remote;

import io.cumulonimbus.client.MessageSink;
import io.cumulonimbus.client.Priority;
import io.cumulonimbus.link.wire.LinkFrame;
import io.cumulonimbus.link.wire.MalformedFrameException;
import java.util.HashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

/** The flows of one session that we send: their numbers, their turns, what is under way. */
final class OutgoingFlows {
    private final RemoteClient client;
    private final Set<LinkSink> sinks = new LinkedHashSet<>();
    private final Map<Long, LinkSink> named = new HashMap<>();
    private final ReadyFlows ready;
    private long nextFlow = 1;
    private long underWay;
    private long waiting;

    OutgoingFlows(RemoteClient client, SendOrder order) {
        this.client = client;
        this.ready = new ReadyFlows(order);
    }

    void add(LinkSink sink) {
        sinks.add(sink);
    }

    Optional<MessageSink> find(long flow) {
        return Optional.ofNullable(named.get(flow));
    }

    void receive(LinkFrame.FlowReject f) throws MalformedFrameException {
        LinkSink sink = sink(f.flow());
        if (sink != null) {
            forget(sink);
            sink.onReject(f.code());
            client.link().output().offer(client);
        }
    }

    void receive(LinkFrame.Drained f) throws MalformedFrameException {
        LinkSink sink = sink(f.flow());
        if (sink != null) {
            boolean full = underWay >= client.limits().sessionWindow();
            sink.onDrained(f);
            if (full && underWay < client.limits().sessionWindow()) {
                List.copyOf(sinks).forEach(this::offer);
            }
        }
    }

    /** A flow of ours, or null when it is over. */
    private LinkSink sink(long flow) throws MalformedFrameException {
        if (flow >= nextFlow) {
            throw new MalformedFrameException("a flow that was never opened");
        }
        LinkSink sink = named.get(flow);
        if (sink == null) {
            client.link().counters().stale++;
        }
        return sink;
    }

    /** Whether a message of this priority may begin, seen from the session's window. */
    boolean mayBegin(Priority priority) {
        return priority == Priority.COMMAND || underWay < client.limits().sessionWindow();
    }

    void underWay(long change) {
        underWay += change;
    }

    /** What waits for the link, of all flows: bytes, and a little for each message. */
    long waiting() {
        return waiting;
    }

    void weigh(long change) {
        waiting += change;
        client.link().counters().backlog += change;
    }

    /** Names a flow that is about to be announced. */
    long nameOf(LinkSink sink) {
        named.put(nextFlow, sink);
        return nextFlow++;
    }

    private void forget(LinkSink sink) {
        sinks.remove(sink);
        named.remove(sink.id());
    }

    /** Puts a flow of ours where its turn will come, if it has something to send. */
    void offer(LinkSink sink) {
        ready.offer(sink);
        if (sink.isOver()) {
            forget(sink);
        }
        client.link().output().offer(client);
    }

    /** The place of what is written to one of them now. */
    long write(LinkSink sink) {
        return ready.write(sink);
    }

    /** Whether something is to be sent before bulk and video, or else after it. */
    boolean has(boolean express) {
        return ready.has(express);
    }

    /** The flow whose turn it is, or null. */
    LinkSink poll(boolean express) {
        return ready.poll(express);
    }

    /** Whether nothing waits, ends of flows included. */
    boolean areSent() {
        return sinks.stream().allMatch(LinkSink::isSent);
    }

    void closeAll() {
        List.copyOf(sinks).forEach(LinkSink::close);
    }

    /**
     * Another origin takes over: flows are announced to it in the order in which they were opened.
     */
    void rehome() {
        named.clear();
        nextFlow = 1;
        underWay = 0;
        sinks.forEach(LinkSink::rehome);
        sinks.removeIf(LinkSink::isOver);
        ready.restart(sinks);
    }

    /** The session leaves one link for another: what waits is counted there. */
    void transfer(ClientCarrier from, ClientCarrier to) {
        from.counters().backlog -= waiting;
        to.counters().backlog += waiting;
        from.output().handOver(client, to.output());
    }

    /** The session is on another link: what was written meanwhile is sent there. */
    void attached() {
        sinks.stream().filter(LinkSink::isFresh).forEach(client.link().output()::stamp);
    }

    /** They may have something to send. */
    void offerAll() {
        List.copyOf(sinks).forEach(this::offer);
    }

    void abandonAll() {
        sinks.forEach(LinkSink::abandon);
        sinks.clear();
        named.clear();
    }
}
