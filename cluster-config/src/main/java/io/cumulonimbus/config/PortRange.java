package io.cumulonimbus.config;

import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * Ports next to each other, as an operator writes them: {@code 1936} or {@code 1936-1999}.
 *
 * @param first 0 to 65535
 * @param last not below the first
 */
public record PortRange(int first, int last) {
    private static final int MOST = 65535;
    private static final Pattern SHAPE = Pattern.compile("([0-9]{1,5})(?: *- *([0-9]{1,5}))?");

    /** Checks both ends. */
    public PortRange {
        if (first < 0 || last > MOST || first > last || first == 0 && last > 0) {
            throw new IllegalArgumentException("no range of ports: " + first + "-" + last);
        }
    }

    /** Reads one port or a range; {@link IllegalArgumentException} for what is neither. */
    public static PortRange of(String text) {
        Matcher matcher = SHAPE.matcher(text);
        if (!matcher.matches()) {
            throw new IllegalArgumentException(text);
        }
        int first = Integer.parseInt(matcher.group(1));
        return new PortRange(
                first, matcher.group(2) == null ? first : Integer.parseInt(matcher.group(2)));
    }

    /** Whether there is more than one to choose from. */
    public boolean isWide() {
        return last > first;
    }
}
