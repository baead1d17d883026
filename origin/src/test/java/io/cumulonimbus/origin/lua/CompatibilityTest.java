package io.cumulonimbus.origin.lua;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;

/**
 * The table of compatibility: every feature has a row, and a test with the number of the row in its
 * name; every test that is named exists.
 */
class CompatibilityTest {
    private static final int ROWS = 88;
    private static final Path ROOT = Path.of("").toAbsolutePath().getParent();
    private static final Pattern NAMED = Pattern.compile("`([A-Z]\\w*Test)(?:\\.(\\w+))?`");
    private static final Pattern NUMBER = Pattern.compile("\\| (\\d+) \\|.*");

    @Test
    void everyTestNamedInTheTableExists() throws IOException {
        Map<String, String> sources = testSources();
        List<String> missing = new ArrayList<>();
        for (String row : rows("\\| D?\\d+ \\|.*")) {
            Matcher named = NAMED.matcher(row);
            while (named.find()) {
                if (!exists(sources, named.group(1), named.group(2))) {
                    missing.add(named.group());
                }
            }
        }
        assertThat(missing).isEmpty();
    }

    @Test
    void everyFeatureHasATestWithItsNumberOrAReasonForNone() throws IOException {
        List<String> rows = rows("\\| \\d+ \\|.*");
        assertThat(rows).hasSize(ROWS);
        for (int i = 0; i < ROWS; i++) {
            String row = rows.get(i);
            Matcher number = NUMBER.matcher(row);
            assertThat(number.matches()).isTrue();
            assertThat(number.group(1)).isEqualTo(String.valueOf(i + 1));
            boolean tested = Pattern.compile("[.rR]ow" + (i + 1) + "\\D").matcher(row).find();
            assertThat(tested || row.endsWith("| other issue |") || row.endsWith("| missing |"))
                    .as(row)
                    .isTrue();
        }
    }

    private static List<String> rows(String form) throws IOException {
        return Files.readAllLines(ROOT.resolve("docs/compatibility.md")).stream()
                .filter(line -> line.matches(form))
                .toList();
    }

    /** Names of classes, and their sources, of all modules. */
    private static Map<String, String> testSources() throws IOException {
        Map<String, String> sources = new HashMap<>();
        try (Stream<Path> files = Files.walk(ROOT)) {
            for (Path file : files.filter(CompatibilityTest::isTest).toList()) {
                String name = file.getFileName().toString();
                sources.merge(
                        name.substring(0, name.length() - ".java".length()),
                        Files.readString(file),
                        String::concat);
            }
        }
        return sources;
    }

    private static boolean isTest(Path file) {
        return file.toString().endsWith("Test.java")
                && ROOT.relativize(file).toString().contains("src/test/java/");
    }

    private static boolean exists(Map<String, String> sources, String type, String method) {
        String source = sources.get(type);
        return source != null && (method == null || source.contains("void " + method + "("));
    }
}
