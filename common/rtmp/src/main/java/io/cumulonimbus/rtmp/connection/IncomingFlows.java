package io.cumulonimbus.rtmp.connection;

import io.cumulonimbus.client.FlowHandler;
import io.cumulonimbus.client.IncomingFlow;
import io.cumulonimbus.client.MessageSink;
import io.cumulonimbus.rtmp.tc.TcMessage;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.EnumMap;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * The flows that a connection's incoming messages make up. A flow opens with its first message;
 * what a suspended flow gets is held here, and delivered in the order in which it came. While the
 * control flow is suspended everything is: the messages behind rely on what it asks for.
 */
final class IncomingFlows {
    /** What a held message costs besides its bytes. */
    private static final int HELD_COST = 64;

    private final Owner owner;
    private final Map<Long, EnumMap<FlowKind, StreamFlow>> streams = new HashMap<>();
    private ArrayDeque<Held> held = new ArrayDeque<>();
    private long heldBytes;
    private boolean resumed;
    private long ignored;

    /** The connection, as its flows see it. */
    interface Owner {
        /** Offers a flow to the client's handler. */
        Optional<FlowHandler> offer(IncomingFlow flow);

        /** The flow of ours that the far end's flows answer, if there is one yet. */
        Optional<MessageSink> answered();

        /** Whether this may be the first message of the control flow. */
        boolean opensControl(TcMessage message);

        /** A message is about to be handed over. */
        void delivering(long streamId, TcMessage message);

        /** A message was handed over. */
        void delivered(long streamId, TcMessage message);

        /** Whether messages are still wanted. */
        boolean isOpen();

        /**
         * There is something to deliver outside of a call.
         *
         * @param patient whether that may wait; it never may here
         */
        void wake(boolean patient);
    }

    private record Held(long streamId, FlowKind kind, TcMessage message) {
        long cost() {
            return message.message().length() + HELD_COST;
        }
    }

    IncomingFlows(Owner owner) {
        this.owner = owner;
    }

    /** Bytes that wait for their flows. */
    long heldBytes() {
        return heldBytes;
    }

    /** Messages that belong to no flow, or to one that nobody wants. */
    long ignored() {
        return ignored;
    }

    void receive(long streamId, TcMessage message) {
        Optional<FlowKind> kind = FlowKind.of(streamId, message.type());
        if (kind.isEmpty() || !owner.isOpen()) {
            ignored++;
            return;
        }
        Held next = new Held(streamId, kind.get(), message);
        if (waits(next)) {
            hold(next);
        } else {
            deliver(next);
        }
    }

    private void hold(Held next) {
        held.add(next);
        heldBytes += next.cost();
    }

    private boolean waits(Held next) {
        if (suspended(0, FlowKind.CONTROL) || suspended(next.streamId, next.kind)) {
            return true;
        }
        return !held.isEmpty() && held.stream().anyMatch(before -> isBefore(before, next));
    }

    private static boolean isBefore(Held before, Held next) {
        return before.kind == FlowKind.CONTROL
                || before.streamId == next.streamId && before.kind == next.kind;
    }

    private boolean suspended(long streamId, FlowKind kind) {
        return find(streamId, kind).filter(StreamFlow::isSuspended).isPresent();
    }

    private Optional<StreamFlow> find(long streamId, FlowKind kind) {
        EnumMap<FlowKind, StreamFlow> flows = streams.get(streamId);
        return flows == null ? Optional.empty() : Optional.ofNullable(flows.get(kind));
    }

    /** Some flow may go on. */
    void resumed() {
        if (!held.isEmpty()) {
            resumed = true;
            owner.wake(false);
        }
    }

    /** Delivers what no longer has to wait. */
    void drain() {
        if (!resumed) {
            return;
        }
        resumed = false;
        ArrayDeque<Held> all = held;
        held = new ArrayDeque<>();
        heldBytes = 0;
        while (!all.isEmpty()) {
            Held next = all.poll();
            if (!owner.isOpen()) {
                return;
            }
            if (waits(next)) {
                hold(next);
            } else {
                deliver(next);
            }
        }
    }

    private void deliver(Held next) {
        Optional<StreamFlow> flow = find(next.streamId, next.kind);
        if (flow.filter(f -> mayAskAgain(f, next)).isPresent()) {
            endStream(next.streamId);
            flow = Optional.empty();
        }
        if (flow.isEmpty()) {
            flow = open(next);
        }
        if (flow.isEmpty() || flow.get().isRejected()) {
            ignored++;
            return;
        }
        if (flow.get().isSuspended()) {
            // From its beginning.
            hold(next);
            return;
        }
        owner.delivering(next.streamId, next.message);
        flow.get().handler().onMessage(next.message.message(), 0);
        owner.delivered(next.streamId, next.message);
    }

    /** A stream whose flows were rejected may be used for something new by a command. */
    private static boolean mayAskAgain(StreamFlow flow, Held next) {
        return flow.isRejected() && next.kind == FlowKind.COMMAND;
    }

    private Optional<StreamFlow> open(Held first) {
        if (first.kind == FlowKind.CONTROL && !owner.opensControl(first.message)) {
            return Optional.empty();
        }
        StreamFlow flow = new StreamFlow(first.streamId, this, owner.answered());
        Optional<FlowHandler> handler = owner.offer(flow);
        if (handler.isEmpty()) {
            return Optional.empty();
        }
        flow.accepted(handler.get());
        streams.computeIfAbsent(first.streamId, id -> new EnumMap<>(FlowKind.class))
                .put(first.kind, flow);
        return Optional.of(flow);
    }

    /** The far end deleted a message stream: its flows end, as they would over RTMFP. */
    void endStream(long streamId) {
        EnumMap<FlowKind, StreamFlow> flows = streams.remove(streamId);
        if (flows != null) {
            List.copyOf(flows.values()).forEach(flow -> flow.handler().onClosed());
        }
    }

    /**
     * Ends all flows; nothing is delivered any more.
     *
     * @param delivering what is held before that, as far as its flow is open: the far end cannot be
     *     made to wait any longer
     */
    void end(boolean delivering) {
        ArrayDeque<Held> last = held;
        held = new ArrayDeque<>();
        heldBytes = 0;
        for (Held next : last) {
            find(next.streamId, next.kind)
                    .filter(flow -> delivering && !flow.isRejected())
                    .ifPresent(flow -> flow.handler().onMessage(next.message.message(), 0));
        }
        new ArrayList<>(streams.keySet()).forEach(this::endStream);
    }
}
