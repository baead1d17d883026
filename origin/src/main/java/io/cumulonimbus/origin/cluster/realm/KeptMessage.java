package io.cumulonimbus.origin.cluster.realm;

import java.nio.BufferUnderflowException;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.BitSet;
import java.util.List;
import java.util.Optional;

/** What nodes tell each other of what an application keeps. */
sealed interface KeptMessage {
    /** Longer entries stay where they were written. */
    int LONGEST_ENTRY = 900 << 10;

    /** Whose it is. */
    String application();

    /** Entries, newer ones or asked for. */
    record Entries(String application, List<KeptTexts.Entry> entries) implements KeptMessage {}

    /** The state of all parts, to be compared. */
    record Digests(String application, long[] parts) implements KeptMessage {}

    /** Asks for the entries of some parts. */
    record Wanted(String application, BitSet parts) implements KeptMessage {}

    /** Asks for the digests of all applications: whoever begins may not know their names. */
    record Compare(String application) implements KeptMessage {
        static final Compare ALL = new Compare("");
    }

    /** About how many bytes an entry takes. */
    static int length(KeptTexts.Entry entry) {
        return 32 + 3 * (entry.key().length() + entry.text().map(String::length).orElse(0));
    }

    /** Its bytes. */
    default byte[] toBytes() {
        byte[] whose = application().getBytes(StandardCharsets.UTF_8);
        int most = 16 + whose.length;
        if (this instanceof Entries some) {
            most += some.entries().stream().mapToInt(KeptMessage::length).sum();
        } else {
            most += KeptTexts.PARTS * Long.BYTES;
        }
        ByteBuffer out = ByteBuffer.allocate(most);
        switch (this) {
            case Entries some -> {
                text(out.put((byte) 1), whose);
                some.entries().forEach(entry -> write(out, entry));
            }
            case Digests all -> {
                text(out.put((byte) 2), whose);
                for (long part : all.parts()) {
                    out.putLong(part);
                }
            }
            case Wanted some -> {
                text(out.put((byte) 3), whose);
                out.put(some.parts().toByteArray());
            }
            case Compare all -> text(out.put((byte) 4), whose);
        }
        byte[] bytes = new byte[out.position()];
        out.flip().get(bytes);
        return bytes;
    }

    private static void text(ByteBuffer out, byte[] text) {
        out.putInt(text.length).put(text);
    }

    private static void write(ByteBuffer out, KeptTexts.Entry entry) {
        text(out, entry.key().getBytes(StandardCharsets.UTF_8));
        out.putLong(entry.version().counter()).putLong(entry.version().writer());
        if (entry.text().isPresent()) {
            text(out, entry.text().get().getBytes(StandardCharsets.UTF_8));
        } else {
            out.putInt(-1);
        }
    }

    /** What the bytes say; nothing when they make no sense. */
    static Optional<KeptMessage> read(byte[] bytes) {
        ByteBuffer in = ByteBuffer.wrap(bytes);
        try {
            byte type = in.get();
            String whose = text(in, in.getInt());
            return Optional.ofNullable(
                    switch (type) {
                        case 1 -> new Entries(whose, entries(in));
                        case 2 -> new Digests(whose, digests(in));
                        case 3 -> new Wanted(whose, BitSet.valueOf(in));
                        case 4 -> Compare.ALL;
                        default -> null;
                    });
        } catch (BufferUnderflowException | NegativeArraySizeException broken) {
            return Optional.empty();
        }
    }

    private static List<KeptTexts.Entry> entries(ByteBuffer in) {
        List<KeptTexts.Entry> all = new ArrayList<>();
        while (in.hasRemaining()) {
            String key = text(in, in.getInt());
            KeptVersion version = new KeptVersion(in.getLong(), in.getLong());
            int length = in.getInt();
            all.add(
                    new KeptTexts.Entry(
                            key,
                            version,
                            length < 0 ? Optional.empty() : Optional.of(text(in, length))));
        }
        return all;
    }

    private static long[] digests(ByteBuffer in) {
        long[] all = new long[KeptTexts.PARTS];
        for (int i = 0; i < all.length; i++) {
            all[i] = in.getLong();
        }
        return all;
    }

    private static String text(ByteBuffer in, int length) {
        if (length > in.remaining()) {
            throw new BufferUnderflowException();
        }
        byte[] text = new byte[length];
        in.get(text);
        return new String(text, StandardCharsets.UTF_8);
    }
}
