package io.cumulonimbus.origin.lua.lib;

/** Classes and sets of characters in patterns, in the C locale. */
final class CharClass {
    private CharClass() {}

    /** Whether {@code c} belongs to the class {@code %letter}; other letters mean themselves. */
    static boolean is(int c, int letter) {
        boolean found =
                switch (letter | 0x20) {
                    case 'a' -> isLetter(c);
                    case 'c' -> c < ' ' || c == 127;
                    case 'd' -> isDigit(c);
                    case 'l' -> c >= 'a' && c <= 'z';
                    case 'p' -> c > ' ' && c < 127 && !isLetter(c) && !isDigit(c);
                    case 's' -> c == ' ' || c >= 9 && c <= 13;
                    case 'u' -> c >= 'A' && c <= 'Z';
                    case 'w' -> isLetter(c) || isDigit(c);
                    case 'x' -> isDigit(c) || (c | 0x20) >= 'a' && (c | 0x20) <= 'f';
                    case 'z' -> c == 0;
                    default -> letter == c;
                };
        boolean negated = letter >= 'A' && letter <= 'Z' && isClass(letter | 0x20);
        return negated != found;
    }

    private static boolean isClass(int lower) {
        return "acdlpsuwxz".indexOf(lower) >= 0;
    }

    private static boolean isLetter(int c) {
        return c >= 'a' && c <= 'z' || c >= 'A' && c <= 'Z';
    }

    private static boolean isDigit(int c) {
        return c >= '0' && c <= '9';
    }

    /**
     * Whether {@code c} is in the set from {@code [} at {@code from} to {@code ]} at {@code to}.
     */
    static boolean inSet(byte[] p, int c, int from, int to) {
        boolean wanted = true;
        int at = from + 1;
        if (p[at] == '^') {
            wanted = false;
            at++;
        }
        for (; at < to; at++) {
            if (p[at] == '%' && at + 1 < to) {
                if (is(c, p[++at] & 0xff)) {
                    return wanted;
                }
            } else if (at + 2 < to && p[at + 1] == '-') {
                if ((p[at] & 0xff) <= c && c <= (p[at + 2] & 0xff)) {
                    return wanted;
                }
                at += 2;
            } else if ((p[at] & 0xff) == c) {
                return wanted;
            }
        }
        return !wanted;
    }
}
