package io.cumulonimbus.netclient;

import io.cumulonimbus.amf.AmfLimits;
import io.cumulonimbus.amf.AmfReader;
import io.cumulonimbus.amf.AmfValue;
import io.cumulonimbus.amf.AmfWriter;
import io.cumulonimbus.amf.ExternalClasses;
import io.cumulonimbus.amf.MalformedAmfException;
import io.cumulonimbus.client.Message;
import java.nio.ByteBuffer;
import java.util.List;
import java.util.OptionalLong;

/** RTMP messages in RTMFP flows, as far as a client needs them (RFC 7425 §5.1). */
final class Wire {
    static final int HEADER_LENGTH = 5;
    static final int USER_CONTROL = 4;
    static final int AUDIO = 8;
    static final int VIDEO = 9;
    static final int DATA_AMF3 = 15;
    static final int COMMAND_AMF3 = 17;
    static final int DATA_AMF0 = 18;
    static final int COMMAND_AMF0 = 20;

    private static final int EVENT_SET_BUFFER = 3;
    private static final int EVENT_FLOW_SYNC = 34;
    private static final byte[] EMPTY = {};
    private static final int SID_PRESENT = 4;

    private Wire() {}

    /** A command taken apart; arguments are what follows the command object. */
    record Call(String name, double transaction, List<AmfValue> arguments) {
        AmfValue argument(int index) {
            return index < arguments.size() ? arguments.get(index) : AmfValue.UNDEFINED;
        }
    }

    // RFC 7425 §5.1.1
    static byte[] metadata(long streamId) {
        int length = 1;
        while (length < 10 && streamId >>> 7 * length != 0) {
            length++;
        }
        byte[] bytes = new byte[3 + length];
        bytes[0] = 'T';
        bytes[1] = 'C';
        bytes[2] = SID_PRESENT;
        for (int i = 0; i < length; i++) {
            long digit = streamId >>> 7 * (length - 1 - i) & 0x7f;
            bytes[3 + i] = (byte) (i < length - 1 ? digit | 0x80 : digit);
        }
        return bytes;
    }

    // RFC 7425 §5.1.1
    static OptionalLong streamId(byte[] metadata) {
        if (metadata.length < 4
                || metadata[0] != 'T'
                || metadata[1] != 'C'
                || (metadata[2] & SID_PRESENT) == 0) {
            return OptionalLong.empty();
        }
        long id = 0;
        for (int i = 3; i < metadata.length && i < 8; i++) {
            id = id << 7 | metadata[i] & 0x7f;
            if (metadata[i] >= 0) {
                return OptionalLong.of(id);
            }
        }
        return OptionalLong.empty();
    }

    static Message message(int type, long timestamp, byte[] payload) {
        byte[] head = {
            (byte) type,
            (byte) (timestamp >>> 24),
            (byte) (timestamp >>> 16),
            (byte) (timestamp >>> 8),
            (byte) timestamp
        };
        return Message.of(head, payload, 0, payload.length);
    }

    /** Type 20, or type 17 in format 0 when AMF3 may be used (RFC 7425 §5.3.3). */
    static Message command(boolean amf3, String name, double transaction, List<AmfValue> values) {
        AmfWriter writer = amf3 ? AmfWriter.amf0SwitchingToAmf3() : AmfWriter.amf0();
        writer.write(AmfValue.of(name)).write(AmfValue.of(transaction));
        values.forEach(writer::write);
        return amf3
                ? message(COMMAND_AMF3, 0, withFormat(writer.toBytes()))
                : message(COMMAND_AMF0, 0, writer.toBytes());
    }

    static Message data(boolean amf3, long timestamp, List<AmfValue> values) {
        AmfWriter writer = amf3 ? AmfWriter.amf0SwitchingToAmf3() : AmfWriter.amf0();
        values.forEach(writer::write);
        return amf3
                ? message(DATA_AMF3, timestamp, withFormat(writer.toBytes()))
                : message(DATA_AMF0, timestamp, writer.toBytes());
    }

    private static byte[] withFormat(byte[] values) {
        byte[] bytes = new byte[values.length + 1];
        System.arraycopy(values, 0, bytes, 1, values.length);
        return bytes;
    }

    static Call call(Message message) throws MalformedAmfException {
        byte[] bytes = message.toBytes();
        int at = HEADER_LENGTH + (message.byteAt(0) == COMMAND_AMF3 ? 1 : 0);
        if (at > bytes.length) {
            throw new MalformedAmfException("a command without a format");
        }
        List<AmfValue> values =
                AmfReader.amf0(
                                bytes,
                                at,
                                bytes.length - at,
                                AmfLimits.DEFAULT,
                                ExternalClasses.FLEX)
                        .readAll();
        if (values.isEmpty()) {
            throw new MalformedAmfException("a command without a name");
        }
        return new Call(
                values.get(0).asText().orElse(""),
                values.size() > 1 ? values.get(1).asNumber().orElse(0) : 0,
                values.size() > 3 ? values.subList(3, values.size()) : List.of());
    }

    static Message setBuffer(long streamId, int millis) {
        return message(
                USER_CONTROL,
                0,
                ByteBuffer.allocate(10)
                        .putShort((short) EVENT_SET_BUFFER)
                        .putInt((int) streamId)
                        .putInt(millis)
                        .array());
    }

    static boolean isFlowSync(Message message) {
        return message.length() >= HEADER_LENGTH + 10
                && (message.byteAt(5) << 8 | message.byteAt(6)) == EVENT_FLOW_SYNC;
    }

    static long syncId(Message message) {
        return unsigned(message, 7);
    }

    static long syncCount(Message message) {
        return unsigned(message, 11);
    }

    static long timestamp(Message message) {
        return unsigned(message, 1);
    }

    /** What follows the header and {@code skip} more bytes. */
    static Message body(Message message, int skip) {
        return message.withHead(EMPTY, Math.min(message.length(), HEADER_LENGTH + skip));
    }

    private static long unsigned(Message message, int at) {
        return (long) message.byteAt(at) << 24
                | message.byteAt(at + 1) << 16
                | message.byteAt(at + 2) << 8
                | message.byteAt(at + 3);
    }
}
