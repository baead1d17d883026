package io.cumulonimbus.watch;

import io.cumulonimbus.amf.AmfObject;
import io.cumulonimbus.amf.AmfValue;

/** What came of a call. */
public sealed interface CallOutcome {
    /** What has nothing to answer went well. */
    CallOutcome DONE = new Result(AmfValue.of(true));

    /**
     * The function answered.
     *
     * @param value null where it answered nothing
     */
    record Result(AmfValue value) implements CallOutcome {}

    /**
     * It failed, or was not called.
     *
     * @param description in the server's or the script's words
     */
    record Failed(String description) implements CallOutcome {
        /** Whether it is because nobody has such a function. */
        public boolean isNotFound(String method) {
            return equals(notFound(method));
        }

        /** Whether it is because of limits that are open again in a moment. */
        public boolean isTooMany() {
            return description.startsWith("Too many calls");
        }
    }

    /** Nobody has such a function, in the words of the origin. */
    static Failed notFound(String method) {
        return new Failed("Method '" + method + "' not found");
    }

    /** What the server says of a call that failed. */
    static Failed failed(AmfValue info) {
        return new Failed(
                info instanceof AmfObject object
                        ? object.get("description").asText().orElse("")
                        : "");
    }
}
