package io.cumulonimbus.origin.disk;

import java.nio.charset.StandardCharsets;
import java.text.Normalizer;
import java.util.Optional;
import java.util.Set;

/** Names that clients give to files: what is left of them. */
public final class FileName {
    private static final int MOST_PARTS = 8;

    /** Bytes of one part: file systems allow 255, and endings are added. */
    private static final int MOST_BYTES = 200;

    private static final String FORBIDDEN = "\\:*?\"<>|";

    /** Folders of applications, which names must not lead into. */
    private static final Set<String> RESERVED = Set.of("streams", "sharedobjects");

    private FileName() {}

    /**
     * The relative path that a name means; empty when it is none: parts between slashes, at most
     * eight of 200 bytes, not hidden, without characters that mean something to a file system.
     */
    public static Optional<String> of(String name) {
        String text = Normalizer.normalize(name, Normalizer.Form.NFC);
        String[] parts = text.split("/", -1);
        if (parts.length > MOST_PARTS) {
            return Optional.empty();
        }
        for (String part : parts) {
            if (!isGood(part)) {
                return Optional.empty();
            }
        }
        return Optional.of(text);
    }

    private static boolean isGood(String part) {
        if (part.isBlank() || part.startsWith(".") || part.endsWith(".") || part.endsWith(" ")) {
            return false;
        }
        byte[] bytes = part.getBytes(StandardCharsets.UTF_8);
        return bytes.length <= MOST_BYTES
                && new String(bytes, StandardCharsets.UTF_8).equals(part)
                && !RESERVED.contains(part)
                && part.chars()
                        .noneMatch(c -> Character.isISOControl(c) || FORBIDDEN.indexOf(c) >= 0);
    }
}
