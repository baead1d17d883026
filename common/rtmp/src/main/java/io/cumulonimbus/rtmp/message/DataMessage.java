package io.cumulonimbus.rtmp.message;

import io.cumulonimbus.amf.AmfLimits;
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
 * A data message of a stream: what {@code NetStream.send} and metadata are.
 *
 * @param action whether the server is to keep the data for those who come later
 * @param handler the function that the viewer's side calls, for example {@code onMetaData}
 * @param values its arguments
 */
public record DataMessage(Action action, String handler, List<AmfValue> values) {
    /** The handler of stream metadata. */
    public static final String ON_META_DATA = "onMetaData";

    /** Sent before media when nothing protects the samples. */
    public static final String SAMPLE_ACCESS = "|RtmpSampleAccess";

    /** What a client's data message may be: 1 MiB, 64 deep, 65536 values. */
    public static final AmfLimits LIMITS = Command.LIMITS;

    private static final String SET_DATA_FRAME = "@setDataFrame";
    private static final String CLEAR_DATA_FRAME = "@clearDataFrame";

    /** What the server is asked to do besides passing the message on. */
    public enum Action {
        /** Nothing. */
        PASS,
        /** {@code @setDataFrame}: pass the handler's call on, and keep it for late joiners. */
        KEEP,
        /** {@code @clearDataFrame}: forget what was kept for the handler; nothing to pass on. */
        FORGET
    }

    public DataMessage {
        values = List.copyOf(values);
    }

    /** A call of the viewers' {@code handler}. */
    public static DataMessage of(String handler, AmfValue... values) {
        return new DataMessage(Action.PASS, handler, List.of(values));
    }

    /** Whether it is {@code onMetaData}, however it was sent. */
    public boolean isMetadata() {
        return handler.equals(ON_META_DATA);
    }

    /** Reads a data message with {@link #LIMITS} and Flex' externalizable classes. */
    public static DataMessage decode(TcMessage message) throws MalformedAmfException {
        return decode(message, LIMITS, ExternalClasses.FLEX);
    }

    /**
     * Reads a data message of type 0x12 or 0x0f.
     *
     * @throws MalformedAmfException when it is neither, or not AMF, or beyond the limits
     */
    public static DataMessage decode(TcMessage message, AmfLimits limits, ExternalClasses externals)
            throws MalformedAmfException {
        if (!MessageType.isData(message.type())) {
            throw new MalformedAmfException("type " + message.type() + " is no data");
        }
        AmfReader reader =
                ObjectEncoding.reader(message, MessageType.DATA_EXTENDED, limits, externals);
        String name = text(reader);
        return switch (name) {
            case SET_DATA_FRAME -> new DataMessage(Action.KEEP, handler(reader), reader.readAll());
            case CLEAR_DATA_FRAME -> new DataMessage(Action.FORGET, handler(reader), List.of());
            default -> new DataMessage(Action.PASS, name, reader.readAll());
        };
    }

    // Otherwise what is passed on would be a request to a server again.
    private static String handler(AmfReader reader) throws MalformedAmfException {
        String name = text(reader);
        if (name.equals(SET_DATA_FRAME) || name.equals(CLEAR_DATA_FRAME)) {
            throw new MalformedAmfException("an action for an action");
        }
        return name;
    }

    private static String text(AmfReader reader) throws MalformedAmfException {
        if (!(reader.read() instanceof AmfString text)) {
            throw new MalformedAmfException("data without a handler");
        }
        return text.value();
    }

    /** Its first value, undefined when there is none: the metadata itself. */
    public AmfValue first() {
        return values.isEmpty() ? AmfValue.UNDEFINED : values.getFirst();
    }

    /**
     * The message that calls the handler at a viewer: type 0x12 for AMF0, 0x0f for AMF3. The
     * server's action is not part of it.
     *
     * @throws UnencodableAmfException when a value breaks a limit of the encoder
     */
    public TcMessage toMessage(ObjectEncoding encoding, int timestamp) {
        return written(encoding, encoding.writer(), timestamp);
    }

    /**
     * The message that asks a server for the action and calls the handler: what a publisher sends.
     *
     * @throws UnencodableAmfException when a value breaks a limit of the encoder
     */
    public TcMessage toServerMessage(ObjectEncoding encoding, int timestamp) {
        AmfWriter writer = encoding.writer();
        switch (action) {
            case PASS -> {}
            case KEEP -> writer.write(AmfValue.of(SET_DATA_FRAME));
            case FORGET -> writer.write(AmfValue.of(CLEAR_DATA_FRAME));
        }
        return written(encoding, writer, timestamp);
    }

    private TcMessage written(ObjectEncoding encoding, AmfWriter writer, int timestamp) {
        writer.write(AmfValue.of(handler));
        values.forEach(writer::write);
        return encoding.message(MessageType.DATA, MessageType.DATA_EXTENDED, timestamp, writer);
    }

    /**
     * The message to pass on to viewers of AMF3, every byte of the values shared with {@code
     * received}: the format byte is put in front if it is missing, {@code @setDataFrame} taken
     * away. Viewers of AMF0 get {@link #toMessage}, as any value may be AMF3.
     *
     * @param received what this was decoded from
     */
    public TcMessage forward(TcMessage received) {
        int skip = received.type() == MessageType.DATA_EXTENDED ? 1 : 0;
        // As a publisher writes it: marker, 16-bit length, the text itself.
        int action = 3 + SET_DATA_FRAME.length();
        if (this.action == Action.KEEP && startsShort(received, skip)) {
            return received.with(
                    MessageType.DATA_EXTENDED, received.timestamp(), skip + action, new byte[1]);
        }
        if (this.action == Action.PASS) {
            return received.with(
                    MessageType.DATA_EXTENDED, received.timestamp(), skip, new byte[1]);
        }
        return toMessage(ObjectEncoding.AMF3, received.timestamp());
    }

    private static boolean startsShort(TcMessage received, int at) {
        return received.payloadByte(at) == 0x02
                && received.payloadByte(at + 1) == 0
                && received.payloadByte(at + 2) == SET_DATA_FRAME.length();
    }
}
