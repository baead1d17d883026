package io.cumulonimbus.rtmp.connection;

import io.cumulonimbus.rtmp.message.MessageType;
import java.util.Optional;

/** Which flow of a message stream a message would come in over RTMFP. */
enum FlowKind {
    /** All of message stream 0. */
    CONTROL,
    COMMAND,
    DATA,
    AUDIO,
    VIDEO;

    /** Empty for what belongs into no flow. */
    static Optional<FlowKind> of(long streamId, int type) {
        return switch (type) {
            case MessageType.AUDIO -> ofStream(streamId, AUDIO);
            case MessageType.VIDEO -> ofStream(streamId, VIDEO);
            case MessageType.DATA, MessageType.DATA_EXTENDED -> within(streamId, DATA);
            case MessageType.COMMAND, MessageType.COMMAND_EXTENDED -> within(streamId, COMMAND);
            case MessageType.SHARED_OBJECT,
                    MessageType.SHARED_OBJECT_EXTENDED,
                    MessageType.USER_CONTROL ->
                    within(streamId, COMMAND);
            default -> Optional.empty();
        };
    }

    private static Optional<FlowKind> within(long streamId, FlowKind kind) {
        return Optional.of(streamId == 0 ? CONTROL : kind);
    }

    private static Optional<FlowKind> ofStream(long streamId, FlowKind kind) {
        return streamId == 0 ? Optional.empty() : Optional.of(kind);
    }
}
