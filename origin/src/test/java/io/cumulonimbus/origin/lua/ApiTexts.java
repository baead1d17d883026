package io.cumulonimbus.origin.lua;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/**
 * What is said of each name that scripts can use, with an example.
 *
 * @param intros of kinds
 * @param entries of kinds, by name
 */
record ApiTexts(Map<String, String> intros, Map<String, Map<String, Entry>> entries) {
    /**
     * Of one name.
     *
     * @param signature the name, with parameters if it is called
     */
    record Entry(String signature, String text, List<String> example) {
        String code() {
            return String.join("\n", example);
        }
    }

    static ApiTexts read() throws IOException {
        try (var in = ApiTexts.class.getResourceAsStream("/lua-api.txt")) {
            return parse(new String(in.readAllBytes(), StandardCharsets.UTF_8));
        }
    }

    private static ApiTexts parse(String all) {
        Map<String, String> intros = new LinkedHashMap<>();
        Map<String, Map<String, Entry>> entries = new LinkedHashMap<>();
        Map<String, Entry> section = Map.of();
        Entry last = null;
        for (String line : all.split("\n")) {
            String[] parts = line.split(" \\| ", 2);
            if (line.startsWith("= ")) {
                section = new LinkedHashMap<>();
                intros.put(parts[0].substring(2), parts[1]);
                entries.put(parts[0].substring(2), section);
            } else if (line.startsWith(". ")) {
                String signature = parts[0].substring(2);
                last = new Entry(signature, parts[1], new ArrayList<>());
                section.put(signature.replaceAll("\\(.*", ""), last);
            } else if (line.startsWith("  ")) {
                last.example().add(line.substring(2));
            }
        }
        return new ApiTexts(intros, entries);
    }
}
