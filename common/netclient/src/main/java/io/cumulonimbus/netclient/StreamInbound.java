package io.cumulonimbus.netclient;

import io.cumulonimbus.client.IncomingFlow;
import io.cumulonimbus.client.Message;
import io.cumulonimbus.rtmp.message.Command;

/** What arrives on one of the server's flows of a stream. Owned by the loop. */
final class StreamInbound extends Inbound {
    private final Stream stream;

    StreamInbound(IncomingFlow flow, FlowBarriers barriers, Stream stream) {
        super(flow, barriers);
        this.stream = stream;
    }

    @Override
    void onCommand(Command call) {
        if (call.name().equals("onStatus")) {
            stream.onStatus(Status.of(call.argument(0)));
        }
    }

    @Override
    void onMedia(MediaKind kind, long timestamp, Message body) {
        stream.onMedia(kind, timestamp, body);
    }

    @Override
    void onLost(long fragments) {
        stream.onLost(fragments);
    }

    /** RFC 7425 §5.3.5.3: the end of a flow means nothing for its stream. */
    @Override
    public void onClosed() {}
}
