package io.cumulonimbus.netclient;

import io.cumulonimbus.amf.MalformedAmfException;
import io.cumulonimbus.client.FlowHandler;
import io.cumulonimbus.client.IncomingFlow;
import io.cumulonimbus.client.Message;
import io.cumulonimbus.rtmp.message.Command;
import io.cumulonimbus.rtmp.message.MessageType;
import io.cumulonimbus.rtmp.message.SharedObjectMessage;
import io.cumulonimbus.rtmp.message.UserControl;
import io.cumulonimbus.rtmp.tc.TcMessage;
import java.util.Optional;

/** Takes the messages of one flow apart; what makes no sense ends that flow. Owned by the loop. */
abstract class Inbound implements FlowHandler {
    private static final byte[] NO_HEAD = {};

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
        Optional<TcMessage> parsed = TcMessage.parse(message);
        if (parsed.isEmpty()) {
            return;
        }
        try {
            dispatch(parsed.get());
        } catch (MalformedAmfException malformed) {
            flow.reject(0);
        }
    }

    // RFC 7425 §5.1: types 1, 2, 3, 5 and 6 mean nothing here
    private void dispatch(TcMessage message) throws MalformedAmfException {
        switch (message.type()) {
            case MessageType.COMMAND, MessageType.COMMAND_EXTENDED ->
                    onCommand(Command.decode(message));
            case MessageType.AUDIO -> onMedia(MediaKind.AUDIO, message, 0);
            case MessageType.VIDEO -> onMedia(MediaKind.VIDEO, message, 0);
            case MessageType.DATA -> onMedia(MediaKind.DATA, message, 0);
            case MessageType.DATA_EXTENDED -> onMedia(MediaKind.DATA, message, 1);
            case MessageType.USER_CONTROL ->
                    UserControl.decode(message).ifPresent(this::onUserControl);
            case MessageType.SHARED_OBJECT, MessageType.SHARED_OBJECT_EXTENDED ->
                    onSharedObject(SharedObjectMessage.decode(message));
            default -> {}
        }
    }

    private void onMedia(MediaKind kind, TcMessage message, int skip) {
        Message all = message.message();
        int start = Math.min(all.length(), TcMessage.HEADER_LENGTH + skip);
        onMedia(kind, Integer.toUnsignedLong(message.timestamp()), all.withHead(NO_HEAD, start));
    }

    private void onUserControl(UserControl event) {
        switch (event) {
            case UserControl.FlowSync sync -> barriers.reached(flow, sync.syncId(), sync.count());
            case UserControl.PingRequest ping ->
                    onPing(new UserControl.PingResponse(ping.timestamp()));
            default -> {}
        }
    }

    abstract void onCommand(Command command);

    void onMedia(MediaKind kind, long timestamp, Message body) {}

    void onSharedObject(SharedObjectMessage message) {}

    void onPing(UserControl.PingResponse answer) {}

    void onLost(long fragments) {}
}
