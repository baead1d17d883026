package io.cumulonimbus.testkit;

import io.cumulonimbus.client.ClientHandler;
import io.cumulonimbus.client.CloseReason;
import io.cumulonimbus.client.FlowHandler;
import io.cumulonimbus.client.IncomingFlow;
import io.cumulonimbus.client.Message;
import java.net.InetSocketAddress;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.function.BiConsumer;
import java.util.function.Consumer;

/** A client's handler that writes down all it hears, and holds every party to the seam's rules. */
public final class RecordingHandler implements ClientHandler {
    /** One incoming flow and what came of it. */
    public static final class Flow implements FlowHandler {
        private final IncomingFlow incoming;
        private final RecordingHandler owner;
        private final List<Message> messages = new ArrayList<>();
        private long lost;
        private boolean closed;

        Flow(IncomingFlow incoming, RecordingHandler owner) {
            this.incoming = incoming;
            this.owner = owner;
        }

        public IncomingFlow incoming() {
            return incoming;
        }

        /** The messages so far, in order. */
        public List<Message> messages() {
            return messages;
        }

        /** The bytes of all messages so far. */
        public long bytes() {
            return messages.stream().mapToLong(Message::length).sum();
        }

        /** The sum of {@code lostBefore}. */
        public long lost() {
            return lost;
        }

        public boolean closed() {
            return closed;
        }

        @Override
        public void onMessage(Message message, long lostBefore) {
            owner.require(!closed, "a message after the flow's end");
            messages.add(message);
            lost += lostBefore;
            owner.messageHook.accept(this, message);
        }

        @Override
        public void onClosed() {
            owner.require(!closed, "a second end of a flow");
            closed = true;
        }
    }

    private final List<Flow> flows = new ArrayList<>();
    private final List<InetSocketAddress> addresses = new ArrayList<>();
    private Consumer<Flow> flowHook = flow -> {};
    private BiConsumer<Flow, Message> messageHook = (flow, message) -> {};
    private boolean refusing;
    private Optional<CloseReason> closed = Optional.empty();
    private Optional<String> broken = Optional.empty();

    /** Refuses every flow from now on. */
    public RecordingHandler refusing() {
        refusing = true;
        return this;
    }

    /** Does something more with each new flow, before its first message. */
    public RecordingHandler onFlow(Consumer<Flow> hook) {
        flowHook = hook;
        return this;
    }

    /** Does something more with each message. */
    public RecordingHandler onMessage(BiConsumer<Flow, Message> hook) {
        messageHook = hook;
        return this;
    }

    /** The flows that were opened, oldest first. */
    public List<Flow> flows() {
        return flows;
    }

    /** The addresses that the client moved to. */
    public List<InetSocketAddress> addresses() {
        return addresses;
    }

    /** Why the client ended, or empty while it lives. */
    public Optional<CloseReason> closed() {
        return closed;
    }

    /** Fails when somebody broke the rules of the seam. */
    public void verify() {
        broken.ifPresent(
                text -> {
                    throw new AssertionError(text);
                });
    }

    @Override
    public Optional<FlowHandler> onFlow(IncomingFlow incoming) {
        require(closed.isEmpty(), "a flow after the client's end");
        if (refusing) {
            return Optional.empty();
        }
        Flow flow = new Flow(incoming, this);
        flows.add(flow);
        flowHook.accept(flow);
        return Optional.of(flow);
    }

    @Override
    public void onAddressChanged(InetSocketAddress address) {
        addresses.add(address);
    }

    @Override
    public void onClosed(CloseReason reason) {
        require(closed.isEmpty(), "a second end of the client");
        closed = Optional.of(reason);
        require(flows.stream().allMatch(Flow::closed), "the client ended before its flows");
    }

    /** Callbacks must not throw, so breaches are kept for {@link #verify}. */
    private void require(boolean kept, String breach) {
        if (!kept && broken.isEmpty()) {
            broken = Optional.of(breach);
        }
    }
}
