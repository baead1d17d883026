package io.cumulonimbus.watch.cmaf;

import java.util.ArrayDeque;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.function.Consumer;

/**
 * The last segments of a publication, by their numbers: those that were made here, and those that
 * others had. Bounded in number and bytes.
 */
public final class KeptSegments {
    /** So many at most. */
    static final int MOST = 12;

    private static final int MOST_BYTES = 24 << 20;

    private final TreeMap<Long, Segment> kept = new TreeMap<>();
    private final Consumer<Segment> made;
    private long open;
    private List<Segment> list = List.of();

    /**
     * @param made hears of each segment that is whole
     */
    public KeptSegments(Consumer<Segment> made) {
        this.made = made;
    }

    /** A segment is whole. */
    void add(Segment whole) {
        put(whole);
        made.accept(whole);
    }

    /** A segment that is whole elsewhere; what is here is left as it is. */
    public void offer(Segment whole) {
        Segment known = kept.get(whole.number());
        boolean wanted = known == null || known.isMissing();
        if (wanted && (open == 0 || whole.number() < open)) {
            put(whole);
        }
    }

    /** A segment begins here; those between it and the last one are missing. */
    void goesOn(Segment next) {
        open = next.number();
        kept.tailMap(open, true).clear(); // others were here sooner
        changed();
        if (kept.isEmpty()) {
            return;
        }
        Segment last = kept.lastEntry().getValue();
        long missing = next.number() - last.number() - 1;
        if (missing >= MOST) {
            kept.clear();
            changed();
            return;
        }
        double endMs = last.beginMs() + last.seconds() * 1_000;
        double span = Math.max(0, next.beginMs() - endMs) / Math.max(1, missing);
        for (int i = 0; i < missing; i++) {
            int beginMs = (int) (endMs + i * span);
            double seconds = Math.min(span, Segmenter.MOST_MS) / 1_000;
            long number = last.number() + 1 + i;
            put(Segment.missing(last, last.edition(), number, beginMs, seconds));
        }
    }

    private void put(Segment segment) {
        kept.put(segment.number(), segment);
        while (kept.size() > MOST || kept.size() > 1 && bytes() > MOST_BYTES) {
            kept.pollFirstEntry();
        }
        changed();
    }

    private long bytes() {
        return kept.values().stream().mapToLong(Segment::bytes).sum();
    }

    private void changed() {
        ArrayDeque<Segment> run = new ArrayDeque<>();
        for (Map.Entry<Long, Segment> entry : kept.descendingMap().entrySet()) {
            if (!run.isEmpty() && run.peekFirst().number() != entry.getKey() + 1) {
                break;
            }
            run.addFirst(entry.getValue());
        }
        while (!run.isEmpty() && run.peekFirst().isMissing()) {
            run.pollFirst();
        }
        list = List.copyOf(run);
    }

    /** The last of them, oldest first, whose numbers follow each other. */
    public List<Segment> list() {
        boolean onward = open == 0 || list.isEmpty() || list.getLast().number() >= open - 1;
        return onward ? list : List.of();
    }
}
