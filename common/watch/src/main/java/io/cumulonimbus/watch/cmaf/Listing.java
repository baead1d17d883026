package io.cumulonimbus.watch.cmaf;

import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/**
 * What there is of a stream at a moment.
 *
 * @param tracks what it consists of
 * @param segments those that are whole, oldest first; their numbers follow each other
 * @param open the one that is being made; not to be used after the moment
 */
public record Listing(List<Track> tracks, List<Segment> segments, Optional<Segment> open) {
    /** Of a stream of which nothing came. */
    public static final Listing NOTHING = new Listing(List.of(), List.of(), Optional.empty());

    /**
     * The same behind segments of publications before this one, if its numbers follow theirs and
     * decoders begin anew; else those alone.
     */
    public Listing behind(List<Segment> past) {
        Optional<Segment> first = segments.isEmpty() ? open : Optional.of(segments.getFirst());
        if (past.isEmpty()) {
            return this;
        }
        Segment last = past.getLast();
        if (first.isEmpty() || !follows(last, first.get().number(), first.get().breaks())) {
            return new Listing(tracks, past, Optional.empty());
        }
        List<Segment> all = new ArrayList<>(past);
        for (long number = last.number() + 1; number < first.get().number(); number++) {
            int edition = first.get().edition();
            all.add(Segment.missing(last, edition, number, last.beginMs(), last.seconds()));
        }
        all.addAll(segments);
        int left = Math.max(0, all.size() - KeptSegments.MOST);
        return new Listing(tracks, List.copyOf(all.subList(left, all.size())), open);
    }

    /** Whether a segment of another publication can stand in one list with the last one before. */
    public static boolean follows(Segment last, long number, long breaks) {
        long ahead = number - last.number();
        return ahead > 0 && ahead <= KeptSegments.MOST && breaks > last.breaks();
    }

    /** The segment of that number, if it is whole. */
    public Optional<Segment> segment(long number) {
        return segments.stream()
                .filter(one -> one.number() == number && !one.isMissing())
                .findFirst();
    }

    /** The header of that number, if one of the segments needs it. */
    public Optional<Header> header(long number) {
        for (Segment segment : segments) {
            Optional<Header> header = segment.header().filter(one -> one.number() == number);
            if (header.isPresent()) {
                return header;
            }
        }
        return open.flatMap(Segment::header).filter(one -> one.number() == number);
    }
}
