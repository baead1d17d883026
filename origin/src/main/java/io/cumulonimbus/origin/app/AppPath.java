package io.cumulonimbus.origin.app;

import java.util.ArrayDeque;
import java.util.Deque;
import java.util.Optional;

/** Paths of applications: what is left of what clients send. */
final class AppPath {
    private static final int MAX_LENGTH = 1024;

    private AppPath() {}

    /**
     * The path without empty and dot segments and without slashes at its ends; empty when it leaves
     * the root or names what no folder of an application is called.
     */
    static Optional<String> normalise(String path) {
        if (path.length() > MAX_LENGTH) {
            return Optional.empty();
        }
        Deque<String> segments = new ArrayDeque<>();
        for (String segment : path.split("/")) {
            if (segment.equals("..")) {
                if (segments.pollLast() == null) {
                    return Optional.empty();
                }
            } else if (!segment.isEmpty() && !segment.equals(".")) {
                if (!isName(segment)) {
                    return Optional.empty();
                }
                segments.addLast(segment);
            }
        }
        return Optional.of(String.join("/", segments));
    }

    /** Hidden folders, drive letters, other separators and control characters are no names. */
    private static boolean isName(String segment) {
        return segment.charAt(0) != '.'
                && segment.chars().noneMatch(c -> c < ' ' || c == '\\' || c == ':');
    }
}
