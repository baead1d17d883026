package io.cumulonimbus.origin.app;

import java.util.Map;

/** What a client that asks for a file of its application is shown. */
public sealed interface FileAnswer {
    /**
     * A file as it is.
     *
     * @param name of the file in the folder for everybody
     */
    record Shown(String name) implements FileAnswer {}

    /**
     * A file with values in it.
     *
     * @param name of the file in the folder for everybody
     * @param values texts that stand for the names of tags
     */
    record Filled(String name, Map<String, String> values) implements FileAnswer {
        public Filled {
            values = Map.copyOf(values);
        }
    }

    /** Nothing. */
    record Refused() implements FileAnswer {}
}
