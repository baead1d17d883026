package io.cumulonimbus.origin.lua.vm;

import java.nio.charset.StandardCharsets;

/**
 * The words and signs of a Lua source, one after another; comments are left out, strings and
 * numbers come as one opaque token.
 */
final class Tokens {
    private static final String OPAQUE = "<literal>";

    private final byte[] source;
    private int at;
    private String text = "";

    Tokens(byte[] source) {
        this.source = source;
        if (source.length > 0 && source[0] == '#') {
            skipLine();
        }
    }

    /** The token that {@link #next} found. */
    String text() {
        return text;
    }

    /** Where it ends. */
    int end() {
        return at;
    }

    /** Goes to the next token; answers false at the end. */
    boolean next() {
        skipBlanksAndComments();
        if (at >= source.length) {
            return false;
        }
        int start = at;
        int c = source[at] & 0xff;
        if (isWord(c)) {
            while (at < source.length && isWord(source[at] & 0xff)) {
                at++;
            }
            boolean number = c >= '0' && c <= '9';
            text = number ? OPAQUE : string(start);
        } else if (c == '"' || c == '\'') {
            skipQuoted(c);
            text = OPAQUE;
        } else if (c == '[' && longBracket(at) >= 0) {
            skipLong(longBracket(at));
            text = OPAQUE;
        } else {
            at += c == '.' && peek(1) == '.' ? (peek(2) == '.' ? 3 : 2) : 1;
            text = string(start);
        }
        return true;
    }

    private String string(int start) {
        return new String(source, start, at - start, StandardCharsets.ISO_8859_1);
    }

    private static boolean isWord(int c) {
        return c >= '0' && c <= '9' || c >= 'a' && c <= 'z' || c >= 'A' && c <= 'Z' || c == '_';
    }

    private int peek(int ahead) {
        return at + ahead < source.length ? source[at + ahead] & 0xff : -1;
    }

    private void skipBlanksAndComments() {
        while (at < source.length) {
            if (source[at] >= 0 && source[at] <= ' ') {
                at++;
            } else if (source[at] == '-' && peek(1) == '-') {
                at += 2;
                int level = peek(0) == '[' ? longBracket(at) : -1;
                if (level >= 0) {
                    skipLong(level);
                } else {
                    skipLine();
                }
            } else {
                return;
            }
        }
    }

    private void skipLine() {
        while (at < source.length && source[at] != '\n' && source[at] != '\r') {
            at++;
        }
    }

    private void skipQuoted(int quote) {
        at++;
        while (at < source.length && source[at] != quote) {
            at += source[at] == '\\' ? 2 : 1;
        }
        at = Math.min(at + 1, source.length);
    }

    /** The level of the long bracket that opens at {@code from}, or -1. */
    private int longBracket(int from) {
        int p = from + 1;
        while (p < source.length && source[p] == '=') {
            p++;
        }
        return p < source.length && source[p] == '[' ? p - from - 1 : -1;
    }

    private void skipLong(int level) {
        at += level + 2;
        for (; at < source.length; at++) {
            if (source[at] == ']' && closes(level)) {
                at += level + 2;
                return;
            }
        }
    }

    private boolean closes(int level) {
        for (int i = 1; i <= level; i++) {
            if (peek(i) != '=') {
                return false;
            }
        }
        return peek(level + 1) == ']';
    }
}
