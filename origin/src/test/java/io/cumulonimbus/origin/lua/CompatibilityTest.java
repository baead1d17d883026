package io.cumulonimbus.origin.lua;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;

/** The table of compatibility: every feature has a row, and every test that it names exists. */
class CompatibilityTest {
    private static final int ROWS = 88;
    private static final Path ROOT = Path.of("").toAbsolutePath().getParent();
    private static final Pattern NAMED = Pattern.compile("`([A-Z]\\w*Test)(?:\\.(\\w+))?`");

    @Test
    void everyTestNamedInTheTableExists() throws IOException {
        List<String> rows =
                Files.readAllLines(ROOT.resolve("docs/compatibility.md")).stream()
                        .filter(line -> line.matches("\\| \\d+ \\|.*"))
                        .toList();
        assertThat(rows).hasSize(ROWS);
        List<Path> sources = testSources();
        List<String> missing = new ArrayList<>();
        for (String row : rows) {
            assertThat(row).doesNotContain("| done |  |").doesNotEndWith("|  |");
            Matcher named = NAMED.matcher(row);
            while (named.find()) {
                if (!exists(sources, named.group(1), named.group(2))) {
                    missing.add(named.group());
                }
            }
        }
        assertThat(missing).isEmpty();
    }

    private static List<Path> testSources() throws IOException {
        List<Path> sources = new ArrayList<>();
        for (String module : List.of("origin", "cluster-config")) {
            try (Stream<Path> files = Files.walk(ROOT.resolve(module).resolve("src/test/java"))) {
                files.filter(f -> f.toString().endsWith("Test.java")).forEach(sources::add);
            }
        }
        return sources;
    }

    private static boolean exists(List<Path> sources, String type, String method)
            throws IOException {
        for (Path source : sources) {
            if (source.getFileName().toString().equals(type + ".java")) {
                return method == null || Files.readString(source).contains("void " + method + "(");
            }
        }
        return false;
    }
}
