package io.cumulonimbus.config.doctor;

import java.util.Locale;

/**
 * One thing that was looked at.
 *
 * @param words what was found, and, where it is not well, what to do
 */
public record Finding(Grade grade, String words) {
    /** How it is. */
    public enum Grade {
        /** Nothing is to be done. */
        OK,
        /** It works; something is worth a thought. */
        NOTE,
        /** It does not work. */
        BAD
    }

    static Finding ok(String words) {
        return new Finding(Grade.OK, words);
    }

    static Finding note(String words) {
        return new Finding(Grade.NOTE, words);
    }

    static Finding bad(String words) {
        return new Finding(Grade.BAD, words);
    }

    /** One line. */
    @Override
    public String toString() {
        return "%-4s  %s".formatted(grade.name().toLowerCase(Locale.ROOT), words);
    }
}
