package io.cumulonimbus.link;

import io.cumulonimbus.client.MessageSink;
import io.cumulonimbus.client.Priority;
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
    private final ReadyFlows ready = new ReadyFlows();
    private long nextFlow = 1;
    private long underWay;

    OutgoingFlows(RemoteClient client) {
        this.client = client;
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
        if (!sink.inRing && sink.isSendable() && !client.isEnded()) {
            ready.add(sink);
        } else if (sink.isOver()) {
            forget(sink);
        }
        client.link().output().offer(client);
    }

    /** Whether flows of these priorities have something to send. */
    boolean has(Priority lowest, Priority highest) {
        return ready.has(lowest, highest);
    }

    /** Takes the next one out of its ring, or answers null. */
    LinkSink poll(Priority lowest, Priority highest) {
        return ready.poll(lowest, highest);
    }

    /** Whether nothing waits, ends of flows included. */
    boolean areSent() {
        return sinks.stream().allMatch(LinkSink::isSent);
    }

    void closeAll() {
        List.copyOf(sinks).forEach(LinkSink::close);
    }

    void abandonAll() {
        sinks.forEach(LinkSink::abandon);
        sinks.clear();
        named.clear();
    }
}
