package io.cumulonimbus.origin.wire;

import io.cumulonimbus.amf.AmfArray;
import io.cumulonimbus.amf.AmfObject;
import io.cumulonimbus.amf.AmfReader;
import io.cumulonimbus.amf.AmfValue;
import io.cumulonimbus.amf.MalformedAmfException;
import io.cumulonimbus.amf.UnencodableAmfException;
import io.cumulonimbus.client.Message;
import io.cumulonimbus.rtmp.message.Command;
import io.cumulonimbus.rtmp.message.DataMessage;
import io.cumulonimbus.rtmp.message.ObjectEncoding;
import io.cumulonimbus.rtmp.tc.TcMessage;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/**
 * Data of a publisher, made ready for all viewers: the handler's name as an AMF0 string, then the
 * values.
 *
 * @param metadata whether late joiners get it too; a body with a name alone makes it forgotten
 * @param body the values as the publisher encoded them
 * @param plainBody the values without AMF3, and metadata as an ECMA array, which is how ffmpeg's
 *     player knows it; {@code body} itself where that is so already
 */
public record StreamData(boolean metadata, Message body, Message plainBody) {
    /** The message that clients of RTMP wait for before media: nothing protects the samples. */
    public static final Message SAMPLE_ACCESS =
            DataMessage.of(DataMessage.SAMPLE_ACCESS, AmfValue.of(true), AmfValue.of(true))
                    .toMessage(ObjectEncoding.AMF0, 0)
                    .message();

    /** The message that tells clients of RTMP that media follows. */
    public static final Message DATA_START =
            DataMessage.of("onStatus", new AmfObject().put("code", "NetStream.Data.Start"))
                    .toMessage(ObjectEncoding.AMF0, 0)
                    .message();

    private static final byte[] EMPTY = {};
    private static final int AMF0_STRING = 0x02;
    private static final int AMF3_SWITCH = 0x11;
    private static final int FORMAT = 1;

    /**
     * Reads a data message of type 15 or 18.
     *
     * @throws MalformedAmfException when it cannot be read to its end
     * @throws io.cumulonimbus.amf.UnencodableAmfException when it cannot be written for all viewers
     */
    public static StreamData of(TcMessage message) throws MalformedAmfException {
        DataMessage data = DataMessage.decode(message);
        boolean metadata = data.action() != DataMessage.Action.PASS || data.isMetadata();
        if (data.action() == DataMessage.Action.FORGET) {
            Message name = plain(DataMessage.of(data.handler()));
            return new StreamData(true, name, name);
        }
        Message body = body(data.forward(message), FORMAT);
        boolean named = body.length() > 0 && body.byteAt(0) == AMF0_STRING;
        return of(metadata, named ? body : rewritten(data), data);
    }

    /**
     * The data that says what a command says: NetStream.send by way of a command.
     *
     * @throws io.cumulonimbus.amf.UnencodableAmfException when it cannot be written for all viewers
     */
    public static StreamData of(Command command) {
        DataMessage data =
                DataMessage.of(command.name(), command.arguments().toArray(AmfValue[]::new));
        return of(false, rewritten(data), data);
    }

    private static StreamData of(boolean metadata, Message body, DataMessage data) {
        if (data.isMetadata() && data.first() instanceof AmfObject object) {
            return new StreamData(metadata, body, plain(withArray(data, object)));
        }
        return new StreamData(metadata, body, mayHaveAmf3(body) ? plain(data) : body);
    }

    private static DataMessage withArray(DataMessage data, AmfObject object) {
        AmfArray array = AmfArray.ecma();
        object.members().forEach(array::put);
        List<AmfValue> values = new ArrayList<>(data.values());
        values.set(0, array);
        return new DataMessage(data.action(), data.handler(), values);
    }

    private static Message rewritten(DataMessage data) {
        return body(data.toMessage(ObjectEncoding.AMF3, 0), FORMAT);
    }

    private static Message plain(DataMessage data) {
        return body(data.toMessage(ObjectEncoding.AMF0, 0), 0);
    }

    /**
     * Data of which a script encoded the values; empty when they cannot be read.
     *
     * @param amf AMF0, or AMF3 where it is switched to
     */
    public static Optional<StreamData> of(String handler, byte[] amf) {
        try {
            List<AmfValue> values = AmfReader.amf0(amf).readAll();
            DataMessage data = DataMessage.of(handler, values.toArray(AmfValue[]::new));
            return Optional.of(of(data.toMessage(ObjectEncoding.AMF3, 0)));
        } catch (MalformedAmfException | UnencodableAmfException broken) {
            return Optional.empty();
        }
    }

    /** Tells a player whether it may read samples. */
    public static Message sampleAccess(boolean audio, boolean video, ObjectEncoding encoding) {
        return DataMessage.of(DataMessage.SAMPLE_ACCESS, AmfValue.of(audio), AmfValue.of(video))
                .toMessage(encoding, 0)
                .message();
    }

    /** The payload without its first {@code skip} bytes, shared. */
    public static Message body(TcMessage message, int skip) {
        return message.message().withHead(EMPTY, TcMessage.HEADER_LENGTH + skip);
    }

    private static boolean mayHaveAmf3(Message body) {
        for (int i = 0; i < body.length(); i++) {
            if (body.byteAt(i) == AMF3_SWITCH) {
                return true;
            }
        }
        return false;
    }
}
