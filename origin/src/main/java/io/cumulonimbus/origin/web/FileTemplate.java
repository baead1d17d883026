package io.cumulonimbus.origin.web;

import java.io.ByteArrayOutputStream;
import java.nio.charset.StandardCharsets;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

/**
 * A file with tags in it, for which values stand: {@code <% name %>} is the value of a name, and
 * nothing where there is none. In files that browsers read as markup, what could be taken for
 * markup in a value is written so that it cannot; {@code <%- name %>} is the value as it is.
 *
 * @param name of the file, whose ending says what it is
 * @param content of it; not written to
 */
record FileTemplate(String name, byte[] content) {
    /** Longer files are no templates, in bytes. */
    static final int MOST_BYTES = PublicFiles.PIECE;

    /** What is made of one is not longer, in bytes. */
    static final int MOST_FILLED = 2 * MOST_BYTES;

    private static final int LONGEST_TAG = 132;
    private static final Set<String> MARKUP = Set.of("html", "htm", "xhtml", "xml", "svg");

    /** The content with these values; nothing when it would be too long. */
    Optional<byte[]> filled(Map<String, String> values) {
        String text = new String(content, StandardCharsets.ISO_8859_1);
        ByteArrayOutputStream out = new ByteArrayOutputStream(content.length);
        int at = 0;
        while (at < text.length() && out.size() <= MOST_FILLED) {
            int begin = text.indexOf("<%", at);
            int end = begin < 0 ? -1 : text.indexOf("%>", begin + 2);
            if (end < 0) {
                break;
            }
            if (end - begin > LONGEST_TAG) {
                out.write(content, at, begin + 2 - at);
                at = begin + 2;
            } else {
                out.write(content, at, begin - at);
                out.writeBytes(value(tag(begin + 2, end), values));
                at = end + 2;
            }
        }
        out.write(content, at, content.length - at);
        return out.size() <= MOST_FILLED ? Optional.of(out.toByteArray()) : Optional.empty();
    }

    private String tag(int begin, int end) {
        return new String(content, begin, end - begin, StandardCharsets.UTF_8).strip();
    }

    private byte[] value(String tag, Map<String, String> values) {
        boolean asItIs = tag.startsWith("-") || !isMarkup();
        String key = tag.startsWith("-") ? tag.substring(1).strip() : tag;
        String value = values.getOrDefault(key, "");
        return (asItIs ? value : escaped(value)).getBytes(StandardCharsets.UTF_8);
    }

    private boolean isMarkup() {
        String ending = name.substring(name.lastIndexOf('.') + 1);
        return MARKUP.contains(ending.toLowerCase(Locale.ROOT));
    }

    private static String escaped(String value) {
        return value.replace("&", "&amp;")
                .replace("<", "&lt;")
                .replace(">", "&gt;")
                .replace("\"", "&quot;")
                .replace("'", "&#39;");
    }
}
