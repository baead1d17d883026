package io.cumulonimbus.watch;

import io.cumulonimbus.amf.AmfByteArray;
import io.cumulonimbus.amf.AmfObject;

/** What an origin answers to whoever asks for a file. */
public sealed interface FileAnswer {
    /**
     * A part of it.
     *
     * @param name of the file that is shown, which may be another one than that asked for
     * @param size of the whole file, in bytes
     * @param modifiedS when it was written last, in seconds since 1970; below 0 when it was made
     *     just now
     * @param from where the part begins
     * @param bytes of it; not to be written to
     */
    record Part(String name, long size, long modifiedS, long from, byte[] bytes)
            implements FileAnswer {}

    /**
     * None.
     *
     * @param why the answer to a request for it
     */
    record None(WatchAnswer why) implements FileAnswer {}

    /** What came of a call for a part; the words are those of the origin. */
    static FileAnswer of(CallOutcome outcome, String asked) {
        return switch (outcome) {
            case CallOutcome.Result result ->
                    result.value() instanceof AmfObject piece
                                    && piece.get("bytes") instanceof AmfByteArray bytes
                            ? part(piece, bytes, asked)
                            : new None(WatchAnswer.NOT_FOUND);
            case CallOutcome.Failed failed -> new None(why(failed.description()));
        };
    }

    private static WatchAnswer why(String words) {
        return switch (words) {
            case "Not allowed" -> WatchAnswer.FORBIDDEN;
            case "There is no such file" -> WatchAnswer.NOT_FOUND;
            default -> WatchAnswer.UNAVAILABLE;
        };
    }

    private static Part part(AmfObject piece, AmfByteArray bytes, String asked) {
        return new Part(
                piece.get("name").asText().orElse(asked),
                number(piece, "size"),
                number(piece, "modified"),
                number(piece, "from"),
                bytes.bytes());
    }

    private static long number(AmfObject piece, String name) {
        return (long) piece.get(name).asNumber().orElse(0);
    }
}
