package io.cumulonimbus.rtmp.connection;

import io.cumulonimbus.client.FlowHandler;
import io.cumulonimbus.client.IncomingFlow;
import io.cumulonimbus.client.MessageSink;
import io.cumulonimbus.rtmp.tc.FlowMetadata;
import java.util.Optional;

/** The messages of one kind of one message stream, as the flow that they would be over RTMFP. */
final class StreamFlow implements IncomingFlow {
    final long streamId;
    private final IncomingFlows flows;
    private final Optional<MessageSink> answers;
    private final byte[] metadata;
    private FlowHandler handler;
    private boolean suspended;
    private boolean rejected;

    StreamFlow(long streamId, IncomingFlows flows, Optional<MessageSink> answers) {
        this.streamId = streamId;
        this.flows = flows;
        this.answers = answers;
        this.metadata = FlowMetadata.sequence(streamId).toBytes();
    }

    @Override
    public byte[] metadata() {
        return metadata;
    }

    @Override
    public Optional<MessageSink> answers() {
        return answers;
    }

    /** Nothing tells an RTMP peer so: what comes on the flow is dropped. */
    @Override
    public void reject(long code) {
        rejected = true;
        suspend(false);
    }

    @Override
    public void suspend(boolean wanted) {
        if (suspended && !wanted) {
            flows.resumed();
        }
        suspended = wanted && !rejected;
    }

    void accepted(FlowHandler by) {
        handler = by;
    }

    FlowHandler handler() {
        return handler;
    }

    boolean isSuspended() {
        return suspended;
    }

    boolean isRejected() {
        return rejected;
    }
}
