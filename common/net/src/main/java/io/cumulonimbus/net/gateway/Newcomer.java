package io.cumulonimbus.net.gateway;

import io.cumulonimbus.client.Arrival;
import io.cumulonimbus.client.ClientHandler;
import io.cumulonimbus.client.CloseReason;
import io.cumulonimbus.client.FlowHandler;
import io.cumulonimbus.client.IncomingFlow;
import io.cumulonimbus.client.Message;
import java.net.InetSocketAddress;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.function.Consumer;
import java.util.function.Predicate;

/**
 * A client of which it is not known yet who handles it: what it says waits, within bounds and in
 * the order of each flow. Afterwards everything goes to its handler. Owned by the client's loop.
 *
 * <p>Its flows are stopped as soon as it has said what tells who handles it, or 64 KiB that do not.
 */
public final class Newcomer implements ClientHandler {
    /** What may wait of one flow, in bytes. */
    private static final int MOST_HELD = 1 << 20;

    /** Beyond that, in bytes, flows are stopped that may still tell what the client wants. */
    private static final int MUCH = 64 << 10;

    private final Predicate<Message> said;
    private final Runnable left;
    private final List<Passage> passages = new ArrayList<>(1);
    private Optional<ClientHandler> handler = Optional.empty();
    private Optional<Consumer<String>> awaiting = Optional.empty();
    private boolean enough;
    private long heldOfAll;
    private boolean gone;

    /**
     * @param said hears of messages that wait, until it answers that it knows enough
     * @param left runs when the client is gone
     */
    public Newcomer(Predicate<Message> said, Runnable left) {
        this.said = said;
        this.left = left;
    }

    /** Whether the client is gone. */
    public boolean isGone() {
        return gone;
    }

    /** Who handles it, once that is known. */
    public Optional<ClientHandler> handler() {
        return handler;
    }

    /**
     * Goes on with this handler, which gets all that waits; a second one is told that it is late.
     */
    public void handledBy(ClientHandler by) {
        if (handler.isPresent()) {
            by.onClosed(CloseReason.NEAR_CLOSED);
            return;
        }
        handler = Optional.of(by);
        awaiting.ifPresent(by::onceConnected);
        if (gone) {
            by.onClosed(CloseReason.FAR_CLOSED);
            return;
        }
        List<Passage> waiting = List.copyOf(passages);
        passages.clear();
        waiting.forEach(passage -> passage.goOn(by));
    }

    /** Once it is known what the client wants, none of its flows has to go on. */
    private void listen(Message message) {
        heldOfAll += message.length();
        if (!enough && said.test(message)) {
            enough = true;
            List.copyOf(passages).forEach(Passage::stop);
        }
    }

    /** Whether no more is needed, or there is no room for more. */
    private boolean isFull() {
        return enough || heldOfAll > MUCH;
    }

    @Override
    public Optional<FlowHandler> onFlow(IncomingFlow flow) {
        if (handler.isPresent()) {
            return handler.get().onFlow(flow);
        }
        Passage passage = new Passage(flow);
        passages.add(passage);
        return Optional.of(passage);
    }

    @Override
    public void onAddressChanged(InetSocketAddress address) {
        handler.ifPresent(by -> by.onAddressChanged(address));
    }

    @Override
    public boolean publishes() {
        return handler.filter(ClientHandler::publishes).isPresent();
    }

    @Override
    public Optional<String> application() {
        return handler.flatMap(ClientHandler::application);
    }

    @Override
    public void onceConnected(Consumer<String> listener) {
        awaiting = Optional.of(listener);
        handler.ifPresent(by -> by.onceConnected(listener));
    }

    @Override
    public void onDismissed() {
        handler.ifPresent(ClientHandler::onDismissed);
    }

    @Override
    public void onClosed(CloseReason reason) {
        gone = true;
        left.run();
        handler.ifPresent(by -> by.onClosed(reason));
    }

    /** A flow that was opened before it was known who takes it. */
    private final class Passage implements FlowHandler {
        private final IncomingFlow flow;
        private final ArrayDeque<Held> held = new ArrayDeque<>();
        private Optional<FlowHandler> next = Optional.empty();
        private int heldBytes;
        private boolean stopped;
        private boolean draining;
        private boolean closed;

        /** A message that waits, and how it is handed on. */
        private record Held(Consumer<FlowHandler> handOn) {}

        Passage(IncomingFlow flow) {
            this.flow = flow;
        }

        private void hand(Message message, Consumer<FlowHandler> handOn) {
            if (next.isPresent() && !draining) {
                handOn.accept(next.get());
                return;
            }
            heldBytes += message.length();
            if (closed || heldBytes > MOST_HELD || !enough && heldOfAll > MOST_HELD) {
                flow.reject(0);
                return;
            }
            held.add(new Held(handOn));
            if (!draining) {
                listen(message);
            }
            if (isFull()) {
                stop();
            }
        }

        /** Takes no more, if something waits and nobody takes it yet. */
        private void stop() {
            if (!stopped && !held.isEmpty() && next.isEmpty()) {
                stopped = true;
                flow.suspend(true);
            }
        }

        @Override
        public void onMessage(Message message, long lostBefore) {
            hand(message, taker -> taker.onMessage(message, lostBefore));
        }

        @Override
        public void onMedia(Message message, Arrival arrival) {
            hand(message, taker -> taker.onMedia(message, arrival));
        }

        @Override
        public void onRepeated(Message message, long lostBefore) {
            hand(message, taker -> taker.onRepeated(message, lostBefore));
        }

        @Override
        public void onClosed() {
            closed = true;
            if (!draining) {
                next.ifPresent(FlowHandler::onClosed);
            }
        }

        void goOn(ClientHandler by) {
            Optional<FlowHandler> taken = by.onFlow(flow);
            if (taken.isEmpty()) {
                flow.reject(0);
                return;
            }
            next = taken;
            draining = true;
            if (stopped) {
                stopped = false;
                flow.suspend(false); // before the handler may wish otherwise
            }
            for (Held one = held.poll(); one != null; one = held.poll()) {
                one.handOn.accept(taken.get());
            }
            draining = false;
            if (closed) {
                taken.get().onClosed();
            }
        }
    }
}
