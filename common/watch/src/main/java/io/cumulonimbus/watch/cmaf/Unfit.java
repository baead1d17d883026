package io.cumulonimbus.watch.cmaf;

import java.util.Arrays;
import java.util.Optional;
import java.util.TreeSet;
import java.util.stream.Collectors;

/** Codecs that came and that files do not have. */
final class Unfit {
    /** For so long something else may follow. */
    private static final int SURE_MS = 2_000;

    private static final int MOST = 4;

    private final TreeSet<String> names = new TreeSet<>();
    private int sinceMs;
    private boolean sure;

    /** Some media came in that codec. */
    void note(String name, int timeMs) {
        if (names.isEmpty()) {
            sinceMs = timeMs;
        }
        if (names.size() < MOST) {
            names.add(name);
        }
        sure |= timeMs - sinceMs >= SURE_MS;
    }

    /** Says that there is nothing else, and what there could be. */
    Optional<String> refusal() {
        if (!sure) {
            return Optional.empty();
        }
        String known =
                Arrays.stream(Codec.values()).map(Enum::name).collect(Collectors.joining(", "));
        return Optional.of(
                "As HLS there are "
                        + known
                        + ", but this is "
                        + String.join(", ", names)
                        + ": watch it as FLV");
    }
}
