package io.cumulonimbus.config;

import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Optional;

/**
 * All keys of one program in the order of its file. The shipped file and the reference of {@code
 * --help} are renderings of it.
 */
public final class KeyTable {
    private static final int WIDTH = 96;

    private final String program;
    private final List<ConfigKey<?>> keys;

    KeyTable(String program, List<ConfigKey<?>> keys) {
        this.program = program;
        this.keys = List.copyOf(keys);
    }

    /** The keys of {@code origin start}. */
    public static KeyTable origin() {
        return OriginKeys.TABLE;
    }

    /** The keys of {@code edge start}. */
    public static KeyTable edge() {
        return EdgeKeys.TABLE;
    }

    /** {@code origin} or {@code edge}; its file is {@code <program>.ini}. */
    public String program() {
        return program;
    }

    List<ConfigKey<?>> keys() {
        return keys;
    }

    Optional<ConfigKey<?>> find(String name) {
        return keys.stream()
                .filter(
                        key ->
                                key.name().equalsIgnoreCase(name)
                                        || key.aliases().stream().anyMatch(name::equalsIgnoreCase))
                .findFirst();
    }

    /** The shipped file: every key with its explanation, at its default. */
    public String file() {
        StringBuilder text = new StringBuilder();
        text.append("; Settings of the Cumulonimbus ")
                .append(program)
                .append(", all at their defaults.\n");
        text.append(
                "; A line that begins with ';' is a comment; there are no comments behind a value.\n");
        text.append(
                "; Keys are case-insensitive. ${other.key} and ${system.env.NAME} are replaced.\n");
        text.append(
                "; Keys that are not listed here are legal and are handed to scripts as they are.\n");
        String section = "";
        for (ConfigKey<?> key : keys) {
            text.append('\n');
            if (!key.section().equals(section)) {
                section = key.section();
                text.append('[').append(section).append("]\n");
            }
            wrapped(key.explanation()).forEach(line -> text.append("; ").append(line).append('\n'));
            text.append("; Expected: ").append(key.type().expected()).append(".\n");
            text.append((key.nameInSection() + " = " + key.standard()).strip()).append('\n');
        }
        return text.toString();
    }

    /** The reference: every key with default, environment variable and explanation. */
    public String reference() {
        StringBuilder text = new StringBuilder();
        for (ConfigKey<?> key : keys) {
            String standard = key.standard().isEmpty() ? "empty" : key.standard();
            text.append("  ").append(key.name()).append(" = ").append(standard).append('\n');
            String words = key.explanation() + " " + sentence(key.type().expected());
            wrapped(words).forEach(line -> text.append("      ").append(line).append('\n'));
            text.append("      Environment: ").append(key.variable()).append('\n');
        }
        return text.toString();
    }

    /** The reference as a part of a page in Markdown. */
    public String page() {
        StringBuilder text = new StringBuilder();
        text.append("## ").append(program).append(".ini\n\n");
        text.append("| key | default | expected | |\n| --- | --- | --- | --- |\n");
        for (ConfigKey<?> key : keys) {
            String standard = key.standard().isEmpty() ? "" : "`" + key.standard() + "`";
            text.append(
                    "| `%s` | %s | %s | %s |\n"
                            .formatted(
                                    key.name(),
                                    standard,
                                    cell(key.type().expected()),
                                    cell(key.explanation())));
        }
        return text.toString();
    }

    private static String cell(String words) {
        return words.replace("|", "\\|").replace("<", "&lt;");
    }

    private static String sentence(String words) {
        return words.substring(0, 1).toUpperCase(Locale.ROOT) + words.substring(1) + ".";
    }

    private static List<String> wrapped(String words) {
        List<String> lines = new ArrayList<>();
        StringBuilder line = new StringBuilder();
        for (String word : words.split(" ")) {
            if (line.length() + word.length() + 1 > WIDTH) {
                lines.add(line.toString());
                line.setLength(0);
            }
            line.append(line.isEmpty() ? "" : " ").append(word);
        }
        lines.add(line.toString());
        return lines;
    }
}
