package io.cumulonimbus.origin.wire;

import io.cumulonimbus.amf.AmfReader;
import io.cumulonimbus.amf.MalformedAmfException;
import io.cumulonimbus.rtmp.message.MessageType;
import io.cumulonimbus.rtmp.tc.TcMessage;
import java.util.Optional;

/**
 * As much of a broken command as it takes to say that it is broken.
 *
 * @param name its name
 * @param transaction what the answer refers to; 0 when none is wanted
 */
public record CommandHead(String name, double transaction) {
    private static final int MOST_BYTES = 1024;

    /** Reads name and transaction; empty when not even these are there. */
    public static Optional<CommandHead> of(TcMessage message) {
        int skip = message.type() == MessageType.COMMAND_EXTENDED ? 1 : 0;
        int length = Math.min(message.payloadLength(), MOST_BYTES) - skip;
        if (length <= 0) {
            return Optional.empty();
        }
        AmfReader reader = AmfReader.amf0(message.payload(skip, length));
        try {
            Optional<String> name = reader.read().asText();
            double transaction = reader.read().asNumber().orElse(0);
            return name.map(n -> new CommandHead(n, transaction));
        } catch (MalformedAmfException broken) {
            return Optional.empty();
        }
    }
}
