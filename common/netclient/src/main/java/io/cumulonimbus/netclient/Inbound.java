package io.cumulonimbus.netclient;

import io.cumulonimbus.amf.MalformedAmfException;
import io.cumulonimbus.client.FlowHandler;
import io.cumulonimbus.client.IncomingFlow;
import io.cumulonimbus.client.Message;

/** Takes the messages of one flow apart; what makes no sense ends that flow. Owned by the loop. */
abstract class Inbound implements FlowHandler {
    private final IncomingFlow flow;
    private final FlowBarriers barriers;

    Inbound(IncomingFlow flow, FlowBarriers barriers) {
        this.flow = flow;
        this.barriers = barriers;
    }

    @Override
    public final void onMessage(Message message, long lostBefore) {
        if (lostBefore > 0) {
            onLost(lostBefore);
        }
        if (message.length() < Wire.HEADER_LENGTH) {
            return;
        }
        try {
            dispatch(message);
        } catch (MalformedAmfException malformed) {
            flow.reject(0);
        }
    }

    // RFC 7425 §5.1: types 1, 2, 3, 5 and 6 mean nothing here
    private void dispatch(Message message) throws MalformedAmfException {
        long timestamp = Wire.timestamp(message);
        switch (message.byteAt(0)) {
            case Wire.COMMAND_AMF0, Wire.COMMAND_AMF3 -> onCommand(Wire.call(message));
            case Wire.AUDIO -> onMedia(MediaKind.AUDIO, timestamp, Wire.body(message, 0));
            case Wire.VIDEO -> onMedia(MediaKind.VIDEO, timestamp, Wire.body(message, 0));
            case Wire.DATA_AMF0 -> onMedia(MediaKind.DATA, timestamp, Wire.body(message, 0));
            case Wire.DATA_AMF3 -> onMedia(MediaKind.DATA, timestamp, Wire.body(message, 1));
            case Wire.USER_CONTROL -> onUserControl(message);
            default -> {}
        }
    }

    private void onUserControl(Message message) {
        if (Wire.isFlowSync(message)) {
            barriers.reached(flow, Wire.syncId(message), Wire.syncCount(message));
        }
    }

    abstract void onCommand(Wire.Call call);

    void onMedia(MediaKind kind, long timestamp, Message body) {}

    void onLost(long fragments) {}
}
