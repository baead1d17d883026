package io.cumulonimbus.watch.cmaf;

import java.util.ArrayList;
import java.util.List;

/** What begins at a key frame and ends before one: a file of a playlist. */
public final class Segment {
    private final long number;
    private final int header;
    private final boolean videoFirst;
    private final List<Part> parts = new ArrayList<>();

    Segment(long number, int header, boolean videoFirst) {
        this.number = number;
        this.header = header;
        this.videoFirst = videoFirst;
    }

    void add(Part part) {
        parts.add(part);
    }

    /** Its number in the playlist. */
    public long number() {
        return number;
    }

    /** The number of the header that goes before it. */
    public int header() {
        return header;
    }

    /** How long it is. */
    public double seconds() {
        return parts.stream().mapToDouble(Part::seconds).sum();
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
