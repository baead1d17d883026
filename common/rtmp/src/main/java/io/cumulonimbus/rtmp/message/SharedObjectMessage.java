package io.cumulonimbus.rtmp.message;

import io.cumulonimbus.amf.AmfReader;
import io.cumulonimbus.amf.AmfValue;
import io.cumulonimbus.amf.AmfWriter;
import io.cumulonimbus.amf.ExternalClasses;
import io.cumulonimbus.amf.MalformedAmfException;
import io.cumulonimbus.rtmp.tc.TcMessage;
import java.io.ByteArrayOutputStream;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;

/**
 * What is said about one shared object (RTMP 1.0 §7.1.3): a few events that belong together.
 *
 * @param name of the object
 * @param version of its properties, 32 bits; counts changes
 * @param persistent whether it outlasts those who use it: one of the same name that does not is
 *     another object
 * @param events in order
 */
public record SharedObjectMessage(
        String name, long version, boolean persistent, List<SharedObjectEvent> events) {
    /** Events in one message, at most. */
    public static final int MOST_EVENTS = 4096;

    private static final int PERSISTENT = 2;
    private static final int FORMAT_AMF3 = 3;
    private static final int HEAD = 12;
    private static final int EVENT_HEAD = 5;

    public SharedObjectMessage {
        events = List.copyOf(events);
    }

    /**
     * Reads a message of type 19 or 16. Events that nobody knows are left out.
     *
     * @throws MalformedAmfException when it is neither, or cannot be read, or has too many events
     */
    public static SharedObjectMessage decode(TcMessage message) throws MalformedAmfException {
        boolean extended = message.type() == MessageType.SHARED_OBJECT_EXTENDED;
        if (!extended && message.type() != MessageType.SHARED_OBJECT) {
            throw new MalformedAmfException("type " + message.type() + " is no shared object");
        }
        ByteBuffer in = ByteBuffer.wrap(message.payload());
        need(in, extended ? 1 : 0);
        int format = extended ? in.get() : 0;
        String name = text(in);
        need(in, HEAD);
        long version = Integer.toUnsignedLong(in.getInt());
        boolean persistent = in.getInt() == PERSISTENT;
        in.getInt();
        List<SharedObjectEvent> events = new ArrayList<>();
        while (in.hasRemaining()) {
            need(in, EVENT_HEAD);
            int number = in.get() & 0xff;
            int length = in.getInt();
            if (length < 0 || events.size() >= MOST_EVENTS) {
                throw new MalformedAmfException("an event of " + length + " bytes");
            }
            need(in, length);
            event(number, in.slice(in.position(), length), format, events);
            in.position(in.position() + length);
        }
        return new SharedObjectMessage(name, version, persistent, events);
    }

    private static void event(int number, ByteBuffer in, int format, List<SharedObjectEvent> events)
            throws MalformedAmfException {
        switch (number) {
            case 1 -> events.add(new SharedObjectEvent.Use());
            case 2 -> events.add(new SharedObjectEvent.Release());
            case 3 -> changes(in, format, events);
            case 4 -> events.add(new SharedObjectEvent.Change(text(in), value(in, format)));
            case 5 -> events.add(new SharedObjectEvent.Success(text(in)));
            case 6 -> events.add(send(in, format));
            case 7 -> events.add(new SharedObjectEvent.Status(text(in), text(in)));
            case 8 -> events.add(new SharedObjectEvent.Clear());
            case 9 -> events.add(new SharedObjectEvent.Remove(text(in)));
            case 10 -> events.add(new SharedObjectEvent.RequestRemove(text(in)));
            case 11 -> events.add(new SharedObjectEvent.UseSuccess());
            default -> {}
        }
    }

    /** Mostly one, but some put several into one event. */
    private static void changes(ByteBuffer in, int format, List<SharedObjectEvent> events)
            throws MalformedAmfException {
        do {
            events.add(new SharedObjectEvent.RequestChange(text(in), value(in, format)));
        } while (in.hasRemaining() && events.size() < MOST_EVENTS);
    }

    private static SharedObjectEvent send(ByteBuffer in, int format) throws MalformedAmfException {
        AmfReader reader = reader(in, format);
        String handler =
                reader.read()
                        .asText()
                        .orElseThrow(() -> new MalformedAmfException("a call of nothing"));
        return new SharedObjectEvent.Send(handler, reader.readAll());
    }

    private static AmfValue value(ByteBuffer in, int format) throws MalformedAmfException {
        AmfReader reader = reader(in, format);
        AmfValue value = reader.read();
        in.position(in.limit() - reader.remaining());
        return value;
    }

    private static AmfReader reader(ByteBuffer in, int format) {
        byte[] all = in.array();
        int from = in.arrayOffset() + in.position();
        return format == FORMAT_AMF3
                ? AmfReader.amf3(all, from, in.remaining(), Command.LIMITS, ExternalClasses.FLEX)
                : AmfReader.amf0(all, from, in.remaining(), Command.LIMITS, ExternalClasses.FLEX);
    }

    private static String text(ByteBuffer in) throws MalformedAmfException {
        need(in, Short.BYTES);
        byte[] bytes = new byte[in.getShort() & 0xffff];
        need(in, bytes.length);
        in.get(bytes);
        return new String(bytes, StandardCharsets.UTF_8);
    }

    private static void need(ByteBuffer in, int bytes) throws MalformedAmfException {
        if (in.remaining() < bytes) {
            throw new MalformedAmfException("a shared object that ends too soon");
        }
    }

    /**
     * The message that says this at time 0: type 19 for AMF0, type 16 for AMF3.
     *
     * @throws io.cumulonimbus.amf.UnencodableAmfException when a value breaks a limit
     * @throws IllegalArgumentException when a name is longer than 65535 bytes
     */
    public TcMessage toMessage(ObjectEncoding encoding) {
        ByteArrayOutputStream out = new ByteArrayOutputStream();
        if (encoding == ObjectEncoding.AMF3) {
            out.write(0);
        }
        out.writeBytes(text(name));
        out.writeBytes(
                ByteBuffer.allocate(HEAD)
                        .putInt((int) version)
                        .putInt(persistent ? PERSISTENT : 0)
                        .array());
        for (SharedObjectEvent event : events) {
            byte[] data = data(event, encoding);
            out.write(event.number());
            out.writeBytes(ByteBuffer.allocate(Integer.BYTES).putInt(data.length).array());
            out.writeBytes(data);
        }
        int type =
                encoding == ObjectEncoding.AMF3
                        ? MessageType.SHARED_OBJECT_EXTENDED
                        : MessageType.SHARED_OBJECT;
        return TcMessage.of(type, 0, out.toByteArray());
    }

    private static byte[] data(SharedObjectEvent event, ObjectEncoding encoding) {
        return switch (event) {
            case SharedObjectEvent.RequestChange e -> property(e.property(), e.value(), encoding);
            case SharedObjectEvent.Change e -> property(e.property(), e.value(), encoding);
            case SharedObjectEvent.Success e -> text(e.property());
            case SharedObjectEvent.Remove e -> text(e.property());
            case SharedObjectEvent.RequestRemove e -> text(e.property());
            case SharedObjectEvent.Status e -> joined(text(e.code()), text(e.level()));
            case SharedObjectEvent.Send e -> {
                AmfWriter writer = encoding.writer().write(AmfValue.of(e.handler()));
                e.arguments().forEach(writer::write);
                yield writer.toBytes();
            }
            default -> new byte[0];
        };
    }

    private static byte[] property(String property, AmfValue value, ObjectEncoding encoding) {
        return joined(text(property), encoding.writer().write(value).toBytes());
    }

    private static byte[] joined(byte[] first, byte[] second) {
        return ByteBuffer.allocate(first.length + second.length).put(first).put(second).array();
    }

    private static byte[] text(String text) {
        byte[] bytes = text.getBytes(StandardCharsets.UTF_8);
        if (bytes.length > 0xffff) {
            throw new IllegalArgumentException("a name of " + bytes.length + " bytes");
        }
        return ByteBuffer.allocate(Short.BYTES + bytes.length)
                .putShort((short) bytes.length)
                .put(bytes)
                .array();
    }
}
