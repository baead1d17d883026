package io.cumulonimbus.rtmfp.packet;

import java.util.ArrayList;
import java.util.List;

/**
 * The codec of {@link Option}: single, as a list that a marker ends (RFC 7016 §2.1.4), and as a
 * sequence to the end of a field (RFC 7425 §4.3.1, §4.4.1, §4.5.1).
 */
public final class Options {
    /** More options than this in one list or sequence are refused: no peer sends ten. */
    public static final int MAX_OPTIONS = 128;

    private Options() {}

    /** Bytes that {@code option} takes on the wire, its length field included. */
    public static int length(Option option) {
        if (option.marker()) {
            return 1;
        }
        int payload = Vlu.length(option.type()) + option.value().length;
        return Vlu.length(payload) + payload;
    }

    /** Bytes of the options and the marker behind them. */
    public static int listLength(List<Option> options) {
        int length = 1;
        for (int i = 0; i < options.size(); i++) {
            length += length(options.get(i));
        }
        return length;
    }

    /** Writes one option, or a marker. */
    // RFC 7016 §2.1.3
    public static void write(Option option, PacketWriter out) {
        if (option.marker()) {
            out.u8(0);
            return;
        }
        out.vlu(Vlu.length(option.type()) + (long) option.value().length);
        out.vlu(option.type());
        out.bytes(option.value());
    }

    /** Writes the options and the marker behind them. */
    // RFC 7016 §2.1.4
    public static void writeList(List<Option> options, PacketWriter out) {
        for (int i = 0; i < options.size(); i++) {
            write(options.get(i), out);
        }
        out.u8(0);
    }

    /** Reads one option, or a marker. */
    public static Option read(PacketReader in) throws MalformedPacketException {
        int length = in.vluLength();
        if (length == 0) {
            return Option.MARKER;
        }
        int valueEnd = in.position() + length;
        long type = in.vlu();
        int value = valueEnd - in.position();
        if (value < 0) {
            throw new MalformedPacketException("an option type longer than its option");
        }
        return Option.of(type, in.bytes(value));
    }

    /** Reads options up to a marker, which must be there and is not part of the answer. */
    public static List<Option> readList(PacketReader in) throws MalformedPacketException {
        Option first = read(in);
        if (first.marker()) {
            return List.of();
        }
        List<Option> options = new ArrayList<>(2);
        for (Option next = first; !next.marker(); next = read(in)) {
            add(options, next);
        }
        return options;
    }

    /** Reads options and markers, which are part of the answer, up to the end of {@code field}. */
    public static List<Option> sequence(byte[] field) throws MalformedPacketException {
        PacketReader in = new PacketReader(field);
        List<Option> options = new ArrayList<>();
        while (in.remaining() > 0) {
            add(options, read(in));
        }
        return options;
    }

    /** The bytes of a sequence of options, without a marker behind them. */
    public static byte[] toBytes(List<Option> options) {
        PacketWriter out = new PacketWriter(listLength(options) - 1);
        for (Option option : options) {
            write(option, out);
        }
        return out.buffer();
    }

    private static void add(List<Option> options, Option option) throws MalformedPacketException {
        if (options.size() == MAX_OPTIONS) {
            throw new MalformedPacketException("too many options");
        }
        options.add(option);
    }
}
