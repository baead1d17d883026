package io.cumulonimbus.netclient;

import io.cumulonimbus.amf.AmfValue;
import io.cumulonimbus.client.Deadline;
import io.cumulonimbus.client.FlowSpec;
import io.cumulonimbus.client.IncomingFlow;
import io.cumulonimbus.client.Message;
import io.cumulonimbus.client.MessageSink;
import io.cumulonimbus.client.Priority;
import io.cumulonimbus.client.SinkListener;
import io.cumulonimbus.rtmp.message.Command;
import io.cumulonimbus.rtmp.message.ObjectEncoding;
import io.cumulonimbus.rtmp.tc.FlowMetadata;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;

/**
 * A stream of a peer that we play: our control flow to it, and what comes back on the flows that
 * answer it (RFC 7425 §5.4.1). Owned by the loop.
 */
final class DirectPlay implements SinkListener {
    private final PeerLink link;
    private final MessageSink control;
    private final StreamListener listener;
    private final CompletableFuture<DirectPlay> started = new CompletableFuture<>();
    private boolean over;

    DirectPlay(PeerLink link, long streamId, StreamListener listener) {
        this.link = link;
        this.listener = listener;
        byte[] metadata = FlowMetadata.sequence(streamId).toBytes();
        FlowSpec spec = new FlowSpec(metadata, Optional.empty(), Priority.COMMAND);
        this.control = link.client().openFlow(spec, this);
    }

    MessageSink control() {
        return control;
    }

    // RFC 7425 §5.4.1
    CompletableFuture<DirectPlay> start(String name) {
        command("play", AmfValue.of(name));
        return started;
    }

    void command(String name, AmfValue argument) {
        Message message = Command.of(name, 0, argument).toMessage(ObjectEncoding.AMF0).message();
        if (!control.write(message, Deadline.NONE)) {
            end();
        }
    }

    /** One of the flows that answer ours. */
    Inbound answer(IncomingFlow flow, FlowBarriers barriers) {
        return new Answer(flow, barriers);
    }

    /** What the peer sends for the stream. */
    private final class Answer extends Inbound {
        Answer(IncomingFlow flow, FlowBarriers barriers) {
            super(flow, barriers);
        }

        @Override
        void onCommand(Command command) {
            if (!over && command.name().equals("onStatus")) {
                onStatus(Status.of(command.argument(0)));
            }
        }

        @Override
        void onMedia(MediaKind kind, long timestamp, Message body) {
            if (!over) {
                started.complete(DirectPlay.this);
                listener.onMessage(kind, timestamp, body);
            }
        }

        @Override
        void onLost(long fragments) {
            if (!over) {
                listener.onLost(fragments);
            }
        }

        /** RFC 7425 §5.4.2: the end of a flow means nothing for the stream. */
        @Override
        public void onClosed() {}
    }

    private void onStatus(Status status) {
        boolean refused = status.level().equals("error");
        if (refused) {
            started.completeExceptionally(
                    new NetClientException("The peer refused to play", status));
        } else if (status.code().equals("NetStream.Play.Start")) {
            started.complete(this);
        }
        listener.onStatus(status);
        if (refused) {
            end();
        }
    }

    /** The peer wants to end it. */
    // RFC 7425 §5.4.3
    @Override
    public void onException(long code) {
        end();
    }

    /** Wants no more; harmless when repeated. */
    // RFC 7425 §5.4.3
    CompletableFuture<Void> close() {
        end();
        return CompletableFuture.completedFuture(null);
    }

    /** It is over, whoever ended it. */
    void end() {
        if (!over) {
            over = true;
            control.close();
            link.ended(this);
            started.completeExceptionally(
                    new NetClientException("The peer ended the stream before it began"));
            listener.onClosed();
        }
    }
}
