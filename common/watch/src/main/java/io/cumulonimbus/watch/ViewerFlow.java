package io.cumulonimbus.watch;

import io.cumulonimbus.client.ClientHandler;
import io.cumulonimbus.client.FlowHandler;
import io.cumulonimbus.client.IncomingFlow;
import io.cumulonimbus.client.MessageSink;
import io.cumulonimbus.rtmp.tc.FlowMetadata;
import io.cumulonimbus.rtmp.tc.TcMessage;
import java.util.ArrayDeque;
import java.util.Optional;

/** A flow that the viewer sends: what it says waits here until it is taken. */
final class ViewerFlow implements IncomingFlow {
    private final byte[] metadata;
    private final Optional<MessageSink> answers;
    private final Runnable wake;
    private final ArrayDeque<TcMessage> waiting = new ArrayDeque<>();
    private Optional<FlowHandler> handler = Optional.empty();
    private boolean suspended;
    private boolean rejected;
    private long bytes;

    ViewerFlow(long streamId, Optional<MessageSink> answers, Runnable wake) {
        this.metadata = FlowMetadata.sequence(streamId).toBytes();
        this.answers = answers;
        this.wake = wake;
    }

    /** Offers it to who stands on the viewer. */
    void open(ClientHandler to) {
        handler = to.onFlow(this);
        rejected |= handler.isEmpty();
    }

    void say(TcMessage message) {
        waiting.add(message);
        bytes += message.payloadLength();
        wake.run();
    }

    /** Hands over what may be; answers whether there was anything. */
    boolean deliver() {
        if (waiting.isEmpty() || suspended || rejected) {
            return false;
        }
        TcMessage next = waiting.poll();
        bytes -= next.payloadLength();
        handler.ifPresent(to -> to.onMessage(next.message(), 0));
        return true;
    }

    /** Payload of what waits. */
    long waiting() {
        return bytes;
    }

    boolean isRejected() {
        return rejected;
    }

    void end() {
        Optional<FlowHandler> told = handler;
        handler = Optional.empty();
        rejected = true;
        told.ifPresent(FlowHandler::onClosed);
    }

    @Override
    public byte[] metadata() {
        return metadata;
    }

    @Override
    public Optional<MessageSink> answers() {
        return answers;
    }

    @Override
    public void reject(long code) {
        rejected = true;
        wake.run();
    }

    @Override
    public void suspend(boolean wanted) {
        suspended = wanted;
        if (!wanted) {
            wake.run();
        }
    }
}
