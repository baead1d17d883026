package io.cumulonimbus.config.launch;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.List;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * What a program did about its clients when it was told to stop, in a file beside that with the
 * number of its process: a line for each step, then one that says how it ended. It is written by
 * the program and outlives it. Any thread.
 *
 * @param file where it is
 */
record DrainNotes(Path file) {
    /** The last line when nothing and nobody stayed that was to go. */
    static final String ALL_GONE = "done";

    /** The last line when something or somebody did. */
    static final String LEFT = "left";

    private static final Logger LOG = LoggerFactory.getLogger(DrainNotes.class);

    /** Those of the program whose number is in that file. */
    static DrainNotes beside(Path pidFile) {
        return new DrainNotes(pidFile.resolveSibling(pidFile.getFileName() + ".drain"));
    }

    /** Forgets those of an earlier program. */
    void delete() {
        try {
            Files.deleteIfExists(file);
        } catch (IOException e) {
            LOG.warn("The file {} cannot be deleted: {}", file, e.toString());
        }
    }

    /** Adds a line. */
    void add(String line) {
        try {
            Files.writeString(
                    file, line + "\n", StandardOpenOption.CREATE, StandardOpenOption.APPEND);
        } catch (IOException e) {
            LOG.warn("The file {} cannot be written: {}", file, e.toString());
        }
    }

    /** How it ended. */
    void end(boolean allGone) {
        add(allGone ? ALL_GONE : LEFT);
    }

    /**
     * The lines that are there, without one that is not written to its end; none without a file.
     */
    List<String> lines() {
        try {
            String text = Files.readString(file);
            return text.substring(0, text.lastIndexOf('\n') + 1).lines().toList();
        } catch (IOException none) {
            return List.of();
        }
    }
}
