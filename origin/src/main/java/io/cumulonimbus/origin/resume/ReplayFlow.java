package io.cumulonimbus.origin.resume;

import io.cumulonimbus.client.IncomingFlow;
import io.cumulonimbus.client.MessageSink;
import io.cumulonimbus.rtmp.tc.FlowMetadata;
import java.util.Optional;

/**
 * A flow on which nobody speaks but we: what a client said to an origin that is lost.
 *
 * @param streamId of the stream that it belongs to
 */
record ReplayFlow(long streamId) implements IncomingFlow {
    @Override
    public byte[] metadata() {
        return FlowMetadata.sequence(streamId).toBytes();
    }

    @Override
    public Optional<MessageSink> answers() {
        return Optional.empty();
    }

    @Override
    public void reject(long code) {}

    @Override
    public void suspend(boolean suspended) {}
}
