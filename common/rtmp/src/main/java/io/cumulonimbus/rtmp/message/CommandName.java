package io.cumulonimbus.rtmp.message;

import io.cumulonimbus.rtmp.tc.TcMessage;
import java.nio.charset.StandardCharsets;

/** Reads the name of a command and nothing else, for those who only pass commands on. */
public final class CommandName {
    private static final int STRING = 0x02;
    private static final int MOST = 64;

    private CommandName() {}

    /**
     * The name in a message, or the empty text when it is no command, or has none in AMF0 of at
     * most 64 bytes.
     */
    public static String of(TcMessage message) {
        if (!MessageType.isCommand(message.type())) {
            return "";
        }
        int at = message.type() == MessageType.COMMAND_EXTENDED ? 1 : 0;
        int length = message.payloadLength();
        if (length < at + 3 || message.payloadByte(at) != STRING) {
            return "";
        }
        int name = message.payloadByte(at + 1) << 8 | message.payloadByte(at + 2);
        if (name > MOST || name > length - at - 3) {
            return "";
        }
        return new String(message.payload(at + 3, name), StandardCharsets.UTF_8);
    }
}
