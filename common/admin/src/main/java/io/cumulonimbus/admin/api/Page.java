package io.cumulonimbus.admin.api;

import java.util.List;
import java.util.Optional;
import java.util.function.Function;

/**
 * A part of a list.
 *
 * @param items in their order
 * @param next what to give as {@code after} to get the rest; empty when there is none
 */
public record Page<T>(List<T> items, Optional<String> next) {
    /** Keeps a copy. */
    public Page {
        items = List.copyOf(items);
    }

    /**
     * The first {@code limit} of a list that has one more if there are more.
     *
     * @param place of an entry in the order
     */
    public static <T> Page<T> of(List<T> some, int limit, Function<T, String> place) {
        if (some.size() <= limit) {
            return new Page<>(some, Optional.empty());
        }
        List<T> items = some.subList(0, limit);
        return new Page<>(items, Optional.of(place.apply(items.get(limit - 1))));
    }
}
