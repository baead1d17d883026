package io.cumulonimbus.config;

import java.util.Collection;
import java.util.List;
import java.util.Locale;
import java.util.Optional;

/** Names, and which of them somebody may have meant who wrote another one. */
final class Spelling {
    private static final int LONGEST = 64;
    private static final int LONG = 8;

    private final List<String> names;

    Spelling(Collection<String> names) {
        this.names = List.copyOf(names);
    }

    /**
     * The name that is written most alike: with one letter more, less, changed or in its
     * neighbour's place, or with two of these where it is long.
     */
    Optional<String> meant(String written) {
        String text = written.toLowerCase(Locale.ROOT);
        if (text.length() > LONGEST) {
            return Optional.empty();
        }
        Optional<String> best = Optional.empty();
        int least = text.length() < LONG ? 2 : 3;
        for (String name : names) {
            int distance = distance(text, name.toLowerCase(Locale.ROOT));
            if (distance < least) {
                least = distance;
                best = Optional.of(name);
            }
        }
        return best;
    }

    /** Optimal string alignment. */
    private static int distance(String a, String b) {
        int[][] all = new int[a.length() + 1][b.length() + 1];
        for (int i = 0; i <= a.length(); i++) {
            for (int j = 0; j <= b.length(); j++) {
                all[i][j] = i == 0 || j == 0 ? i + j : step(all, a, b, i, j);
            }
        }
        return all[a.length()][b.length()];
    }

    private static int step(int[][] all, String a, String b, int i, int j) {
        int changed = all[i - 1][j - 1] + (a.charAt(i - 1) == b.charAt(j - 1) ? 0 : 1);
        int least = Math.min(changed, Math.min(all[i - 1][j], all[i][j - 1]) + 1);
        boolean swapped =
                i > 1
                        && j > 1
                        && a.charAt(i - 1) == b.charAt(j - 2)
                        && a.charAt(i - 2) == b.charAt(j - 1);
        return swapped ? Math.min(least, all[i - 2][j - 2] + 1) : least;
    }
}
