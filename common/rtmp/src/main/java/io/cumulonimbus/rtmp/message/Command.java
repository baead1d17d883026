package io.cumulonimbus.rtmp.message;

import io.cumulonimbus.amf.AmfLimits;
import io.cumulonimbus.amf.AmfNothing;
import io.cumulonimbus.amf.AmfReader;
import io.cumulonimbus.amf.AmfString;
import io.cumulonimbus.amf.AmfValue;
import io.cumulonimbus.amf.AmfWriter;
import io.cumulonimbus.amf.ExternalClasses;
import io.cumulonimbus.amf.MalformedAmfException;
import io.cumulonimbus.amf.UnencodableAmfException;
import io.cumulonimbus.rtmp.tc.TcMessage;
import java.util.List;

/**
 * An RTMP command or the answer to one (RTMP 1.0 §7.1.1).
 *
 * @param name what is called, or {@code _result} or {@code _error}
 * @param transactionId what the answer refers to; 0 when none is wanted
 * @param object the command object, mostly null; {@code connect} has its properties there
 * @param arguments what follows
 */
public record Command(
        String name, double transactionId, AmfValue object, List<AmfValue> arguments) {
    /** The answer to a command that succeeded. */
    public static final String RESULT = "_result";

    /** The answer to a command that failed. */
    public static final String ERROR = "_error";

    /** What a client's command may be: 1 MiB, 64 deep, 65536 values. */
    public static final AmfLimits LIMITS = new AmfLimits(1 << 20, 64, 1 << 16, 1 << 20);

    public Command {
        arguments = List.copyOf(arguments);
    }

    /** A command without a command object. */
    public static Command of(String name, double transactionId, AmfValue... arguments) {
        return new Command(name, transactionId, AmfValue.NULL, List.of(arguments));
    }

    /** The answer that this command succeeded. */
    public Command result(AmfValue... values) {
        return of(RESULT, transactionId, values);
    }

    /** The answer that this command failed. */
    public Command error(AmfValue... values) {
        return of(ERROR, transactionId, values);
    }

    /** {@code onStatus} with this information object. */
    public static Command onStatus(AmfValue info) {
        return of("onStatus", 0, info);
    }

    /** The argument at {@code index}, undefined when there are not as many. */
    public AmfValue argument(int index) {
        return index < arguments.size() ? arguments.get(index) : AmfValue.UNDEFINED;
    }

    /** Reads a command with {@link #LIMITS} and Flex' externalizable classes. */
    public static Command decode(TcMessage message) throws MalformedAmfException {
        return decode(message, LIMITS, ExternalClasses.FLEX);
    }

    /**
     * Reads a command of type 20 or 17.
     *
     * @throws MalformedAmfException when it is neither, or not AMF, or beyond the limits
     */
    // RFC 7425 §5.3.3
    public static Command decode(TcMessage message, AmfLimits limits, ExternalClasses externals)
            throws MalformedAmfException {
        if (!MessageType.isCommand(message.type())) {
            throw new MalformedAmfException("type " + message.type() + " is no command");
        }
        AmfReader reader =
                ObjectEncoding.reader(message, MessageType.COMMAND_EXTENDED, limits, externals);
        if (!(reader.read() instanceof AmfString name)) {
            throw new MalformedAmfException("a command without a name");
        }
        double transactionId = transactionId(reader);
        AmfValue object = reader.hasMore() ? reader.read() : AmfValue.NULL;
        return new Command(name.value(), transactionId, object, reader.readAll());
    }

    private static double transactionId(AmfReader reader) throws MalformedAmfException {
        AmfValue id = reader.hasMore() ? reader.read() : AmfNothing.NULL;
        if (id.isNothing()) {
            return 0;
        }
        return id.asNumber()
                .orElseThrow(() -> new MalformedAmfException("a transaction id that is no number"));
    }

    /**
     * The message that says this at time 0: type 20 for AMF0; for AMF3 type 17, the command object
     * in AMF0 and in the arguments every object and array in AMF3. Status information goes to
     * either kind of client as AMF0.
     *
     * @throws UnencodableAmfException when an argument breaks a limit of the encoder
     */
    public TcMessage toMessage(ObjectEncoding encoding) {
        AmfWriter writer =
                encoding.writer()
                        .write(AmfValue.of(name))
                        .write(AmfValue.of(transactionId))
                        .writeInAmf0(object);
        arguments.forEach(writer::write);
        return encoding.message(MessageType.COMMAND, MessageType.COMMAND_EXTENDED, 0, writer);
    }
}
