package io.cumulonimbus.config;

import java.util.Collection;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import org.apache.commons.text.similarity.DamerauLevenshteinDistance;

/** Names, and which of them somebody may have meant who wrote another one. */
final class Spelling {
    private static final int LONGEST = 64;
    private static final int LONG = 8;
    private static final DamerauLevenshteinDistance ALIGNMENT = new DamerauLevenshteinDistance();

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
            int distance = ALIGNMENT.apply(text, name.toLowerCase(Locale.ROOT));
            if (distance < least) {
                least = distance;
                best = Optional.of(name);
            }
        }
        return best;
    }
}
