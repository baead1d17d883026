package io.cumulonimbus.watch.json;

import io.cumulonimbus.amf.AmfArray;
import io.cumulonimbus.amf.AmfObject;
import io.cumulonimbus.amf.AmfValue;
import java.io.ByteArrayOutputStream;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/**
 * What one text asks for: a call, or several as JSON-RPC 2.0 has them, which are answered together.
 *
 * @param parts in order
 * @param single whether the text was one call rather than an array of them
 */
public record ScriptBatch(List<Part> parts, boolean single) {
    /** More calls in one text are none. */
    public static final int MOST = 32;

    private static final int MOST_BYTES = 8 << 20;

    /** One of them. */
    public sealed interface Part {
        /** A call. */
        record Asked(ScriptCall call) implements Part {}

        /**
         * Something else.
         *
         * @param answer to it
         */
        record Broken(byte[] answer) implements Part {}
    }

    public ScriptBatch {
        parts = List.copyOf(parts);
    }

    /**
     * Reads a text.
     *
     * @throws MalformedJsonException when it asks for nothing that can be called
     */
    public static ScriptBatch parse(byte[] text) throws MalformedJsonException {
        AmfValue value = JsonReading.read(text);
        if (!(value instanceof AmfArray array) || !(array.at(0) instanceof AmfObject)) {
            return of(ScriptCall.of(value));
        }
        if (array.size() > MOST) {
            throw new MalformedJsonException("more than " + MOST + " calls");
        }
        List<Part> parts = new ArrayList<>();
        for (AmfValue element : array.elements()) {
            parts.add(part(element));
        }
        return new ScriptBatch(parts, false);
    }

    /** One call. */
    public static ScriptBatch of(ScriptCall call) {
        return new ScriptBatch(List.of(new Part.Asked(call)), true);
    }

    private static Part part(AmfValue element) {
        try {
            if (element instanceof AmfArray) {
                throw new MalformedJsonException("no call");
            }
            return new Part.Asked(ScriptCall.of(element));
        } catch (MalformedJsonException broken) {
            return new Part.Broken(ScriptCall.mistakeAmongOthers(broken.getMessage()));
        }
    }

    /** How many calls there are. */
    public int calls() {
        return (int) parts.stream().filter(Part.Asked.class::isInstance).count();
    }

    /** The one call of a text that is single. */
    public ScriptCall only() {
        return ((Part.Asked) parts.get(0)).call();
    }

    /**
     * The answers to several calls as one text; nothing when no answer is wanted. Those that make
     * it longer than 8 MiB are left out for one that says so.
     *
     * @param answers in the order of the parts, empty where none is wanted
     */
    public Optional<byte[]> together(List<Optional<byte[]>> answers) {
        ByteArrayOutputStream out = new ByteArrayOutputStream();
        for (int i = 0; i < answers.size(); i++) {
            if (answers.get(i).isPresent()) {
                byte[] answer = answers.get(i).get();
                out.write(out.size() == 0 ? '[' : ',');
                out.writeBytes(
                        out.size() + (long) answer.length > MOST_BYTES ? tooLong(i) : answer);
            }
        }
        if (out.size() == 0) {
            return Optional.empty();
        }
        out.write(']');
        return Optional.of(out.toByteArray());
    }

    private byte[] tooLong(int index) {
        String why = "The answers are longer than " + MOST_BYTES + " bytes together";
        return parts.get(index) instanceof Part.Asked asked
                ? asked.call().failure(ScriptCall.FAILED, why)
                : ScriptCall.mistakeAmongOthers(why);
    }
}
