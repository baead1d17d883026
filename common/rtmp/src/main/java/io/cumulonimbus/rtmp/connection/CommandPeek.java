package io.cumulonimbus.rtmp.connection;

import io.cumulonimbus.amf.AmfObject;
import io.cumulonimbus.amf.MalformedAmfException;
import io.cumulonimbus.rtmp.message.Command;
import io.cumulonimbus.rtmp.message.CommandName;
import io.cumulonimbus.rtmp.tc.TcMessage;
import java.util.Optional;

/** The few things that a connection has to know of the commands it carries. */
final class CommandPeek {
    private CommandPeek() {}

    /** The stream that a {@code deleteStream} is about, 0 when it is none. */
    static long deleted(TcMessage message) {
        return command("deleteStream", message)
                .map(command -> (long) command.argument(0).asNumber().orElse(0))
                .orElse(0L);
    }

    /** The code of an {@code onStatus}, or the empty text. */
    static String status(TcMessage message) {
        return command("onStatus", message)
                .map(command -> command.argument(0))
                .filter(AmfObject.class::isInstance)
                .flatMap(info -> ((AmfObject) info).get("code").asText())
                .orElse("");
    }

    /** What a {@code connect} says in {@code capsEx} that the client knows (Enhanced RTMP). */
    static int extendedCapabilities(TcMessage message) {
        return command("connect", message)
                .map(Command::object)
                .filter(AmfObject.class::isInstance)
                .map(object -> (int) ((AmfObject) object).get("capsEx").asNumber().orElse(0))
                .orElse(0);
    }

    private static Optional<Command> command(String name, TcMessage message) {
        if (!CommandName.of(message).equals(name)) {
            return Optional.empty();
        }
        try {
            return Optional.of(Command.decode(message));
        } catch (MalformedAmfException broken) {
            return Optional.empty();
        }
    }
}
