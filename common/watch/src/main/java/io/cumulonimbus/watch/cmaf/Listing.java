package io.cumulonimbus.watch.cmaf;

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
