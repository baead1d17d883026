package io.cumulonimbus.testkit;

import com.fasterxml.jackson.core.json.JsonReadFeature;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.json.JsonMapper;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.HexFormat;
import java.util.List;

/** Reader of test vectors: JSON or JSON-lines files on the class path, byte strings as hex. */
public final class Vectors {
    private static final ObjectMapper JSON =
            JsonMapper.builder().enable(JsonReadFeature.ALLOW_NON_NUMERIC_NUMBERS).build();

    private Vectors() {}

    /** The JSON document {@code vectors/<name>} of the test class path. */
    public static JsonNode json(String name) {
        try {
            return JSON.readTree(bytes(name));
        } catch (IOException e) {
            throw new UncheckedIOException(name, e);
        }
    }

    /** The lines of the JSON-lines file {@code vectors/<name>}; empty lines are skipped. */
    public static List<JsonNode> lines(String name) {
        List<JsonNode> lines = new ArrayList<>();
        for (String line : new String(bytes(name), StandardCharsets.UTF_8).split("\n")) {
            try {
                if (!line.isBlank()) {
                    lines.add(JSON.readTree(line));
                }
            } catch (IOException e) {
                throw new UncheckedIOException(name + " line " + (lines.size() + 1), e);
            }
        }
        return lines;
    }

    /** The bytes of {@code vectors/<name>}. */
    public static byte[] bytes(String name) {
        try (InputStream in =
                Thread.currentThread()
                        .getContextClassLoader()
                        .getResourceAsStream("vectors/" + name)) {
            if (in == null) {
                throw new IllegalArgumentException("no vectors/" + name + " on the class path");
            }
            return in.readAllBytes();
        } catch (IOException e) {
            throw new UncheckedIOException(name, e);
        }
    }

    /** The bytes of a hex field; fails when there is no such field. */
    public static byte[] hex(JsonNode node, String field) {
        JsonNode value = node.get(field);
        if (value == null || !value.isTextual()) {
            throw new IllegalArgumentException("no text \"" + field + "\" in " + node);
        }
        return hex(value.textValue());
    }

    /** The bytes of hexadecimal digits; blanks are allowed between bytes. */
    public static byte[] hex(String digits) {
        return HexFormat.of().parseHex(digits.replaceAll("\\s", ""));
    }

    /** Lower-case hexadecimal digits. */
    public static String hex(byte[] bytes) {
        return HexFormat.of().formatHex(bytes);
    }
}
