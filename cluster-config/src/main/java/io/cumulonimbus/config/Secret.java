package io.cumulonimbus.config;

import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.util.Arrays;
import java.util.List;

/** A shared secret that cannot be printed: every textual form shows only whether there is one. */
public final class Secret {
    /** No secret. */
    public static final Secret NONE = new Secret(new byte[0]);

    private final byte[] bytes;

    private Secret(byte[] bytes) {
        this.bytes = bytes;
    }

    /** The secret whose bytes are {@code text} in UTF-8; an empty text is {@link #NONE}. */
    public static Secret of(String text) {
        return text.isEmpty() ? NONE : new Secret(text.getBytes(StandardCharsets.UTF_8));
    }

    /** Whether there is no secret. */
    public boolean isEmpty() {
        return bytes.length == 0;
    }

    /** A copy of the bytes; the caller owns it. */
    public byte[] bytes() {
        return bytes.clone();
    }

    /** The text; only for handing it to what needs it. */
    public String text() {
        return new String(bytes, StandardCharsets.UTF_8);
    }

    /** The secrets of a list with commas between them; an empty list is one empty secret. */
    public List<String> texts() {
        List<String> all =
                Arrays.stream(text().split(","))
                        .map(String::strip)
                        .filter(one -> !one.isEmpty())
                        .toList();
        return all.isEmpty() ? List.of("") : all;
    }

    /** Compares in constant time. */
    @Override
    public boolean equals(Object other) {
        return other instanceof Secret secret && MessageDigest.isEqual(bytes, secret.bytes);
    }

    /** The same for all secrets, so that a hash says nothing about one. */
    @Override
    public int hashCode() {
        return Secret.class.hashCode();
    }

    /** {@code (set)} or {@code (none)}. */
    @Override
    public String toString() {
        return isEmpty() ? "(none)" : "(set)";
    }
}
