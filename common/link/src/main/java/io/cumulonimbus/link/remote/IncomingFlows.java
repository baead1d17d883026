package io.cumulonimbus.link.remote;

import io.cumulonimbus.link.turn.LinkCounters;
import io.cumulonimbus.link.wire.LinkFrame;
import io.cumulonimbus.link.wire.MalformedFrameException;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/** The flows of one session that the far end opened, by the numbers it gave them. */
final class IncomingFlows {
    private final LinkCounters counters;
    private final Map<Long, LinkIncoming> flows = new HashMap<>();
    private long highest;

    IncomingFlows(LinkCounters counters) {
        this.counters = counters;
    }

    /** Takes note of a number, which must be a new one. */
    void opened(long flow) throws MalformedFrameException {
        if (flow <= highest) {
            throw new MalformedFrameException("a flow opened twice");
        }
        highest = flow;
    }

    void add(LinkIncoming flow) {
        flows.put(flow.id(), flow);
    }

    void remove(LinkIncoming flow) {
        flows.remove(flow.id());
    }

    /** An open flow, or null. */
    LinkIncoming get(long flow) {
        return flows.get(flow);
    }

    /** The far end is another one, which knows of none of them. */
    void orphanAll() {
        flows.values().forEach(LinkIncoming::orphan);
        flows.clear();
        highest = 0;
    }

    int size() {
        return flows.size();
    }

    List<LinkIncoming> all() {
        return List.copyOf(flows.values());
    }

    /** What goes on in a flow; nothing in one that has ended here already. */
    void receive(LinkFrame.InFlow frame) throws MalformedFrameException {
        if (frame.flow() > highest) {
            throw new MalformedFrameException("a flow that was never opened");
        }
        LinkIncoming flow = flows.get(frame.flow());
        if (flow == null) {
            counters.stale++;
            return;
        }
        switch (frame) {
            case LinkFrame.MessageBegin f -> flow.onBegin(f);
            case LinkFrame.MessageMore f -> flow.onMore(f);
            case LinkFrame.FlowClose f -> flow.onFarClose();
        }
    }
}
