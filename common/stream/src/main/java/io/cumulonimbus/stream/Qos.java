package io.cumulonimbus.stream;

/** Running totals of one kind of media at one place; they only grow. Owned by one loop. */
public final class Qos {
    private long frames;
    private long bytes;
    private long dropped;
    private long abandoned;
    private long lost;
    private long duplicates;

    /** The same figures, as they are now. */
    public Qos copy() {
        return new Qos().plus(this);
    }

    /** What was added to {@code earlier} since. */
    public Qos since(Qos earlier) {
        return of(
                frames - earlier.frames,
                bytes - earlier.bytes,
                dropped - earlier.dropped,
                abandoned - earlier.abandoned,
                lost - earlier.lost,
                duplicates - earlier.duplicates);
    }

    /** Adds what somebody else counted; answers this. */
    public Qos plus(Qos more) {
        frames += more.frames;
        bytes += more.bytes;
        dropped += more.dropped;
        abandoned += more.abandoned;
        lost += more.lost;
        duplicates += more.duplicates;
        return this;
    }

    /** Figures that were counted elsewhere. */
    public static Qos of(
            long frames, long bytes, long dropped, long abandoned, long lost, long duplicates) {
        Qos made = new Qos();
        made.frames = frames;
        made.bytes = bytes;
        made.dropped = dropped;
        made.abandoned = abandoned;
        made.lost = lost;
        made.duplicates = duplicates;
        return made;
    }

    /** Whether nothing was counted. */
    public boolean isZero() {
        return (frames | bytes | dropped | abandoned | lost | duplicates) == 0;
    }

    void passed(int length) {
        frames++;
        bytes += length;
    }

    void drop() {
        dropped++;
    }

    void abandon(long count) {
        abandoned += count;
    }

    void lose(long count) {
        lost += count;
    }

    void duplicate() {
        duplicates++;
    }

    /** Frames that went through. */
    public long frames() {
        return frames;
    }

    /** Bytes of the frames that went through. */
    public long bytes() {
        return bytes;
    }

    /** Frames that were held back on purpose: no key frame yet, or the viewer is too far behind. */
    public long dropped() {
        return dropped;
    }

    /** Frames that were written and given up on the way out, because they would have been late. */
    public long abandoned() {
        return abandoned;
    }

    /** What never came: fragments given up by a publisher, or numbers missing on the way. */
    public long lost() {
        return lost;
    }

    /** Frames that came again. */
    public long duplicates() {
        return duplicates;
    }

    @Override
    public String toString() {
        return "%d frames, %d bytes, dropped %d, abandoned %d, lost %d"
                .formatted(frames, bytes, dropped, abandoned, lost);
    }
}
