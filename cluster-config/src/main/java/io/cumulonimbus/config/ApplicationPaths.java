package io.cumulonimbus.config;

import java.util.Arrays;
import java.util.List;

/** Lists of applications in settings: each stands for itself and those below it. */
final class ApplicationPaths {
    /** Stands for all applications. */
    static final String EVERY = "*";

    static final ValueType<List<String>> TYPE =
            new ValueType<>(
                    "paths of applications with commas between them, or *", ApplicationPaths::read);

    private ApplicationPaths() {}

    private static List<String> read(String text) {
        List<String> paths =
                Arrays.stream(text.split(",", -1))
                        .map(path -> path.strip().replaceAll("^/+|/+$", ""))
                        .toList();
        if (paths.contains("")) {
            throw new IllegalArgumentException(text);
        }
        return paths;
    }

    /** Whether a path, or one above it, is listed. */
    static boolean cover(List<String> listed, String path) {
        return listed.stream()
                .anyMatch(
                        one -> one.equals(EVERY) || one.equals(path) || path.startsWith(one + "/"));
    }
}
