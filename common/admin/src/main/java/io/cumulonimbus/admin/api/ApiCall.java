package io.cumulonimbus.admin.api;

import java.util.Map;
import java.util.Optional;

/**
 * A call of a route, whose parameters were checked.
 *
 * @param values by the names of parameters; those that are missing are not there
 */
public record ApiCall(Map<String, String> values) {
    /** Most entries of a page. */
    public static final int MOST_LIMIT = 500;

    private static final int USUAL_LIMIT = 100;

    /** Keeps a copy. */
    public ApiCall {
        values = Map.copyOf(values);
    }

    /** A text, if it is there. */
    public Optional<String> text(String name) {
        return Optional.ofNullable(values.get(name));
    }

    /** A text that must be there. */
    public String demand(String name) {
        return text(name).orElseThrow(() -> ApiRefusal.wrong("'" + name + "' is missing"));
    }

    /** A number, or else {@code missing}. */
    public long number(String name, long missing) {
        return text(name).map(text -> number(name, text)).orElse(missing);
    }

    static long number(String name, String text) {
        try {
            long number = Long.parseLong(text);
            if (number >= 0) {
                return number;
            }
        } catch (NumberFormatException e) {
            // Said below, as of negative ones.
        }
        throw ApiRefusal.wrong("'" + name + "' is not a whole number from 0 on");
    }

    /** How many entries are wanted at most. */
    public int limit() {
        long limit = number(ApiParameter.LIMIT.name(), USUAL_LIMIT);
        if (limit < 1 || limit > MOST_LIMIT) {
            throw ApiRefusal.wrong("'limit' is from 1 to " + MOST_LIMIT);
        }
        return (int) limit;
    }

    /** Where to go on, in a list that is ordered by numbers. */
    public long afterNumber() {
        return number(ApiParameter.AFTER.name(), 0);
    }

    /** The same in one that is ordered by texts. */
    public String after() {
        return text(ApiParameter.AFTER.name()).orElse("");
    }
}
