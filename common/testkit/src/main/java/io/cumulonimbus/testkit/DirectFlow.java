package io.cumulonimbus.testkit;

import io.cumulonimbus.client.Deadline;
import io.cumulonimbus.client.FlowHandler;
import io.cumulonimbus.client.FlowSpec;
import io.cumulonimbus.client.IncomingFlow;
import io.cumulonimbus.client.Message;
import io.cumulonimbus.client.MessageSink;
import io.cumulonimbus.client.SinkListener;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.Optional;

/** One flow of {@link DirectClients}, both its sending and its receiving side. */
final class DirectFlow implements MessageSink, IncomingFlow {
    private final DirectEnd sender;
    private final FlowSpec spec;
    private final SinkListener listener;
    private final Deque<Message> queue = new ArrayDeque<>();
    private Optional<FlowHandler> receiver = Optional.empty();
    private long queuedBytes;
    private boolean announced;
    private boolean closed;
    private boolean finished;
    private boolean suspended;
    private boolean delivering;

    DirectFlow(DirectEnd sender, FlowSpec spec, SinkListener listener) {
        this.sender = sender;
        this.spec = spec;
        this.listener = listener;
    }

    @Override
    public boolean write(Message message, Deadline deadline) {
        if (closed) {
            return false;
        }
        queue.add(message);
        queuedBytes += message.length();
        return true;
    }

    @Override
    public long queuedBytes() {
        return queuedBytes;
    }

    @Override
    public boolean isOpen() {
        return !closed;
    }

    @Override
    public void close() {
        closed = true;
    }

    @Override
    public byte[] metadata() {
        return spec.metadata();
    }

    @Override
    public Optional<MessageSink> answers() {
        return spec.answers().map(DirectFlow.class::cast);
    }

    @Override
    public void reject(long code) {
        if (!finished) {
            endIncoming();
            abandon();
            listener.onException(code);
        }
    }

    @Override
    public void suspend(boolean stop) {
        suspended = stop;
        if (!stop && receiver.isPresent() && !delivering && !sender.stalled) {
            // At once, within the call: users of the seam must be able to bear that.
            deliver();
        }
    }

    boolean done() {
        return finished;
    }

    boolean pump() {
        if (finished || sender.stalled || queue.isEmpty() && !closed) {
            return false;
        }
        if (!announced) {
            announced = true;
            receiver = sender.other.handler.onFlow(this);
            if (receiver.isEmpty()) {
                reject(0);
            }
            return true;
        }
        boolean moved = deliver();
        if (closed && queue.isEmpty() && !finished) {
            endIncoming();
            abandon();
            moved = true;
        }
        return moved;
    }

    private boolean deliver() {
        boolean moved = false;
        delivering = true;
        while (!queue.isEmpty() && !suspended && !finished) {
            Message message = queue.poll();
            queuedBytes -= message.length();
            moved = true;
            receiver.ifPresent(handler -> handler.onMessage(message, 0));
            listener.onDrained(message.length());
        }
        delivering = false;
        return moved;
    }

    /** The sender's side is over. */
    void abandon() {
        closed = true;
        finished = true;
        queue.clear();
        queuedBytes = 0;
    }

    /** The receiver's side is over. */
    void endIncoming() {
        Optional<FlowHandler> told = receiver;
        receiver = Optional.empty();
        told.ifPresent(FlowHandler::onClosed);
    }
}
