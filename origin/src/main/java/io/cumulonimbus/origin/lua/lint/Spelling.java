package io.cumulonimbus.origin.lua.lint;

import java.util.Locale;
import java.util.Optional;
import java.util.Set;

/** Finds the name that somebody may have meant. */
final class Spelling {
    private static final int SHORT = 4;

    private Spelling() {}

    /** The nearest of the names, when it is near enough for a mistake of typing. */
    static Optional<String> nearest(String written, Set<String> names) {
        String best = null;
        int least = written.length() <= SHORT ? 2 : 3;
        for (String name : names) {
            int distance =
                    written.equalsIgnoreCase(name)
                            ? 0
                            : distance(
                                    written.toLowerCase(Locale.ROOT),
                                    name.toLowerCase(Locale.ROOT));
            if (distance < least) {
                best = name;
                least = distance;
            }
        }
        return Optional.ofNullable(best);
    }

    /** What to say behind a name that is not known. */
    static String hint(String written, Set<String> names) {
        return nearest(written, names).map(n -> ": did you mean " + n + "?").orElse("");
    }

    /** How many letters are missing, too many, others, or exchanged with the next. */
    private static int distance(String a, String b) {
        int[][] d = new int[a.length() + 1][b.length() + 1];
        for (int i = 0; i <= a.length(); i++) {
            for (int j = 0; j <= b.length(); j++) {
                d[i][j] = i == 0 || j == 0 ? i + j : cheapest(a, b, i, j, d);
            }
        }
        return d[a.length()][b.length()];
    }

    private static int cheapest(String a, String b, int i, int j, int[][] d) {
        int other = a.charAt(i - 1) == b.charAt(j - 1) ? 0 : 1;
        int least = Math.min(d[i - 1][j - 1] + other, Math.min(d[i - 1][j], d[i][j - 1]) + 1);
        boolean exchanged =
                i > 1
                        && j > 1
                        && a.charAt(i - 1) == b.charAt(j - 2)
                        && a.charAt(i - 2) == b.charAt(j - 1);
        return exchanged ? Math.min(least, d[i - 2][j - 2] + 1) : least;
    }
}
