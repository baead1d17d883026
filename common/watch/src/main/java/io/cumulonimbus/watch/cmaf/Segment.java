package io.cumulonimbus.watch.cmaf;

import io.cumulonimbus.stream.Groups;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/**
 * What begins at a key frame and ends before one: a file of a playlist. It belongs to one loop
 * until it is whole, and never changes after that.
 */
public final class Segment {
    private final int edition;
    private final long number;
    private final long breaks;
    private final Optional<Header> header;
    private final boolean videoFirst;
    private final int beginMs;
    private final double missingSeconds;
    private final List<Part> parts = new ArrayList<>();

    Segment(long publication, long group, Header header, boolean videoFirst, int beginMs) {
        this.edition = Long.hashCode(publication);
        this.number = Groups.number(group);
        this.breaks = Groups.breaks(group);
        this.header = Optional.of(header);
        this.videoFirst = videoFirst;
        this.beginMs = beginMs;
        this.missingSeconds = 0;
    }

    private Segment(Segment before, int edition, long number, int beginMs, double missingSeconds) {
        this.edition = edition;
        this.number = number;
        this.breaks = before.breaks;
        this.header = Optional.empty();
        this.videoFirst = false;
        this.beginMs = beginMs;
        this.missingSeconds = missingSeconds;
    }

    /** One that there is behind another, but not here; what broke there shows later. */
    static Segment missing(Segment before, int edition, long number, int beginMs, double seconds) {
        return new Segment(before, edition, number, beginMs, seconds);
    }

    void add(Part part) {
        parts.add(part);
    }

    /** What names of files begin with: another one for each publication. */
    public int edition() {
        return edition;
    }

    /** Its number in the playlist. */
    public long number() {
        return number;
    }

    /** Whether it never came by here: it has a place in playlists and nothing else. */
    public boolean isMissing() {
        return header.isEmpty();
    }

    /** What goes before it; empty of one that is missing. */
    public Optional<Header> header() {
        return header;
    }

    /** How long it is. */
    public double seconds() {
        return missingSeconds + parts.stream().mapToDouble(Part::seconds).sum();
    }

    /** How often decoders had to begin anew up to it, itself included, wherever it is. */
    public long breaks() {
        return breaks;
    }

    int beginMs() {
        return beginMs;
    }

    /** How many parts it has so far. */
    public int parts() {
        return parts.size();
    }

    /** How long a part is. */
    public double seconds(int part) {
        return parts.get(part).seconds();
    }

    /** Whether decoding can begin with that part. */
    public boolean isIndependent(int part) {
        return parts.get(part).isIndependent();
    }

    int bytes() {
        return parts.stream().mapToInt(Part::bytes).sum();
    }

    /** All of it as a file, made now. */
    public byte[] toBytes() {
        Boxes out = new Boxes();
        for (int i = 0; i < parts.size(); i++) {
            write(out, i);
        }
        return out.toBytes();
    }

    /** One part as a file, made now. */
    public byte[] toBytes(int part) {
        Boxes out = new Boxes();
        write(out, part);
        return out.toBytes();
    }

    private void write(Boxes out, int part) {
        parts.get(part).write(out, (int) (number << 8) + part + 1, videoFirst);
    }
}
