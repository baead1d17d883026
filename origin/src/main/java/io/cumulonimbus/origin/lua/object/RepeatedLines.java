package io.cumulonimbus.origin.lua.object;

import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;

/**
 * Which lines of a log were written lately, so that one that comes again and again, with each
 * packet or tick, is written once and then counted, and so that many different ones do not fill it
 * either. Owned by one loop.
 */
final class RepeatedLines {
    /** Different lines between two writings of one; more are counted only. */
    static final int MOST = 64;

    /** From one writing of a line to the next, in nanoseconds: 10 s. */
    static final long SPACING_NS = 10_000_000_000L;

    private final Map<String, Line> lines = new LinkedHashMap<>();
    private long left;

    /** When one was written, and how often it came since. */
    private static final class Line {
        private final long writtenNs;
        private long withheld;

        Line(long writtenNs) {
            this.writtenNs = writtenNs;
        }
    }

    /** What is to be written of a line; nothing when that is for later, or too much. */
    Optional<String> take(String line, long nowNs) {
        Line known = lines.get(line);
        if (known != null && nowNs - known.writtenNs < SPACING_NS) {
            known.withheld++;
            return Optional.empty();
        }
        lines.remove(line);
        if (lines.size() >= MOST && !forgetOldest(nowNs)) {
            left++;
            return Optional.empty();
        }
        lines.put(line, new Line(nowNs));
        String times =
                known == null || known.withheld == 0
                        ? ""
                        : " (and " + known.withheld + " times before this)";
        String others = left == 0 ? "" : " (and " + left + " other lines before this)";
        left = 0;
        return Optional.of(line + times + others);
    }

    /** Lines are in the order in which they were written. */
    private boolean forgetOldest(long nowNs) {
        Map.Entry<String, Line> oldest = lines.entrySet().iterator().next();
        return nowNs - oldest.getValue().writtenNs >= SPACING_NS
                && lines.remove(oldest.getKey()) != null;
    }
}
