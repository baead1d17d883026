package io.cumulonimbus.origin.wire;

import io.cumulonimbus.amf.AmfBoolean;
import io.cumulonimbus.amf.AmfNothing;
import io.cumulonimbus.amf.AmfNumber;
import io.cumulonimbus.amf.AmfObject;
import io.cumulonimbus.amf.AmfString;
import io.cumulonimbus.amf.AmfValue;
import io.cumulonimbus.client.Message;
import io.cumulonimbus.rtmp.message.Command;
import io.cumulonimbus.rtmp.message.ObjectEncoding;
import java.util.List;
import java.util.Map;

/**
 * Commands in a client's own object encoding.
 *
 * <p>A client of AMF0 gets AMF0 in messages of type 20. One of AMF3 gets the same for all that is
 * plain, and type 17 as soon as something in it is written in AMF3. Information objects are AMF0
 * for both.
 *
 * @param encoding what the client announced
 */
public record CommandWriter(ObjectEncoding encoding) {
    /** What a client asks for in its connect. */
    public static CommandWriter of(Command connect) {
        return new CommandWriter(ObjectEncoding.announcedIn(connect.object()));
    }

    /** Whether the client reads AMF3. */
    public boolean amf3() {
        return encoding == ObjectEncoding.AMF3;
    }

    /**
     * A command with these arguments.
     *
     * @throws io.cumulonimbus.amf.UnencodableAmfException when they break a limit
     */
    public Message command(String name, double transaction, List<AmfValue> arguments) {
        boolean plain = arguments.stream().allMatch(CommandWriter::isPlain);
        return new Command(name, transaction, AmfValue.NULL, arguments)
                .toMessage(plain ? ObjectEncoding.AMF0 : encoding)
                .message();
    }

    private static boolean isPlain(AmfValue value) {
        return value instanceof AmfString
                || value instanceof AmfNumber
                || value instanceof AmfBoolean
                || value instanceof AmfNothing;
    }

    /** An {@code onStatus} of level "status". */
    public Message status(String code, String description, Map<String, AmfValue> extra) {
        return information("onStatus", 0, "status", code, description, extra);
    }

    /** An {@code onStatus} of level "error". */
    public Message failure(String code, String description) {
        return information("onStatus", 0, "error", code, description, Map.of());
    }

    /**
     * A {@code _result} with an information object of level "status".
     *
     * @param properties what stands in front of the information; null mostly
     */
    public Message success(
            double transaction,
            AmfValue properties,
            String code,
            String description,
            Map<String, AmfValue> extra) {
        AmfObject info = info("status", code, description, extra);
        return new Command(Command.RESULT, transaction, properties, List.of(info))
                .toMessage(ObjectEncoding.AMF0)
                .message();
    }

    /** An {@code _error} with an information object of level "error". */
    public Message error(double transaction, String code, String description) {
        return information(Command.ERROR, transaction, "error", code, description, Map.of());
    }

    private static Message information(
            String name,
            double transaction,
            String level,
            String code,
            String description,
            Map<String, AmfValue> extra) {
        return Command.of(name, transaction, info(level, code, description, extra))
                .toMessage(ObjectEncoding.AMF0)
                .message();
    }

    private static AmfObject info(
            String level, String code, String description, Map<String, AmfValue> extra) {
        AmfObject info =
                new AmfObject()
                        .put("level", level)
                        .put("code", code)
                        .put("description", description);
        extra.forEach(info::put);
        return info;
    }
}
