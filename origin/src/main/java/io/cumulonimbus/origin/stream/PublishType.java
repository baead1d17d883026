package io.cumulonimbus.origin.stream;

import java.util.Locale;

/** What is to become of a publication besides being live. */
enum PublishType {
    /** Nothing. */
    LIVE,
    /** A new file. */
    RECORD,
    /** The file that is there goes on. */
    APPEND;

    /** What a client's word means; {@code live} unless it is known. */
    static PublishType of(String word) {
        return switch (word.toLowerCase(Locale.ROOT)) {
            case "record" -> RECORD;
            case "append", "appendwithgap" -> APPEND;
            default -> LIVE;
        };
    }

    boolean records() {
        return this != LIVE;
    }
}
