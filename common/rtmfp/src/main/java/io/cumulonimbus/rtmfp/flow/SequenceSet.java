package io.cumulonimbus.rtmfp.flow;

import io.cumulonimbus.rtmfp.chunk.Range;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;

/**
 * The set of sequence numbers seen in a receiving flow, SEQUENCE_SET of RFC 7016 §3.6.3: everything
 * from 0 to a cumulative number, and a bounded number of ranges above it.
 *
 * <p>Number 0 is never sent and always in the set. Numbers are unsigned.
 */
public final class SequenceSet {
    private static final long[] NOTHING = {};

    private final int maxRanges;
    private long cumulative;
    private long[] firsts = NOTHING;
    private long[] lasts = NOTHING;
    private int count;

    /**
     * The set that contains only 0.
     *
     * @param maxRanges how many separate ranges above the cumulative number are kept; a far end
     *     that leaves more holes loses what would open another one
     */
    public SequenceSet(int maxRanges) {
        this.maxRanges = maxRanges;
    }

    /** The last number of the contiguous range that begins with 0. */
    public long cumulative() {
        return cumulative;
    }

    /** Whether a number below the highest one is missing. */
    public boolean hasGaps() {
        return count > 0;
    }

    /** How many separate ranges there are above the cumulative number. */
    public int gaps() {
        return count;
    }

    /** The highest number in the set. */
    public long highest() {
        return count == 0 ? cumulative : lasts[count - 1];
    }

    /** Whether the number is in the set. */
    public boolean contains(long number) {
        if (Long.compareUnsigned(number, cumulative) <= 0) {
            return true;
        }
        int at = rangeAtLeast(number);
        return at < count && Long.compareUnsigned(firsts[at], number) <= 0;
    }

    /** Adds a number; answers false when it would need one range too many and was not added. */
    public boolean add(long number) {
        if (Long.compareUnsigned(number, cumulative) <= 0) {
            return true;
        }
        if (number == cumulative + 1) {
            cumulative = number;
            absorb();
            return true;
        }
        return addAbove(number);
    }

    /** Adds every number from 0 to {@code last}. */
    public void addThrough(long last) {
        if (Long.compareUnsigned(last, cumulative) > 0) {
            cumulative = last;
            absorb();
        }
    }

    /** The ranges above the cumulative number, ascending. */
    public List<Range> ranges() {
        if (count == 0) {
            return List.of();
        }
        List<Range> ranges = new ArrayList<>(count);
        for (int i = 0; i < count; i++) {
            ranges.add(new Range(firsts[i], lasts[i]));
        }
        return ranges;
    }

    private boolean addAbove(long number) {
        int at = rangeAtLeast(number);
        if (at < count && Long.compareUnsigned(firsts[at], number) <= 0) {
            return true;
        }
        boolean joinsBefore = at > 0 && lasts[at - 1] + 1 == number;
        boolean joinsAfter = at < count && firsts[at] - 1 == number;
        if (joinsBefore && joinsAfter) {
            lasts[at - 1] = lasts[at];
            remove(at, at + 1);
        } else if (joinsBefore) {
            lasts[at - 1] = number;
        } else if (joinsAfter) {
            firsts[at] = number;
        } else {
            return open(at, number);
        }
        return true;
    }

    private boolean open(int at, long number) {
        if (count >= maxRanges) {
            return false;
        }
        if (count == firsts.length) {
            int capacity = Math.max(4, count * 2);
            firsts = Arrays.copyOf(firsts, capacity);
            lasts = Arrays.copyOf(lasts, capacity);
        }
        System.arraycopy(firsts, at, firsts, at + 1, count - at);
        System.arraycopy(lasts, at, lasts, at + 1, count - at);
        firsts[at] = number;
        lasts[at] = number;
        count++;
        return true;
    }

    /** The first range that ends at the number or above it, or {@code count}. */
    private int rangeAtLeast(long number) {
        if (count == 0 || Long.compareUnsigned(lasts[count - 1], number) < 0) {
            return count;
        }
        int low = 0;
        int high = count - 1;
        while (low < high) {
            int middle = low + high >>> 1;
            if (Long.compareUnsigned(lasts[middle], number) < 0) {
                low = middle + 1;
            } else {
                high = middle;
            }
        }
        return low;
    }

    /** Drops the ranges that the cumulative number has reached. */
    private void absorb() {
        int gone = 0;
        while (gone < count && Long.compareUnsigned(firsts[gone] - 1, cumulative) <= 0) {
            if (Long.compareUnsigned(lasts[gone], cumulative) > 0) {
                cumulative = lasts[gone];
            }
            gone++;
        }
        if (gone > 0) {
            remove(0, gone);
        }
    }

    private void remove(int from, int to) {
        System.arraycopy(firsts, to, firsts, from, count - to);
        System.arraycopy(lasts, to, lasts, from, count - to);
        count -= to - from;
        if (count == 0) {
            firsts = NOTHING;
            lasts = NOTHING;
        }
    }

    @Override
    public String toString() {
        return "0-" + Long.toUnsignedString(cumulative) + " " + ranges();
    }
}
