package io.cumulonimbus.origin.lua.lint;

/**
 * Something in a script that is hardly meant so.
 *
 * @param file as it was given
 * @param line from 1
 */
public record Finding(String file, int line, String text) {
    @Override
    public String toString() {
        return file + ":" + line + ": " + text;
    }
}
