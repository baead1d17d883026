package io.cumulonimbus.link.wire;

import io.cumulonimbus.stream.Qos;

/** What was counted of one kind of media since the last report. */
public record Counted(
        long frames, long bytes, long dropped, long abandoned, long lost, long duplicates) {
    public static Counted of(Qos qos) {
        return new Counted(
                qos.frames(),
                qos.bytes(),
                qos.dropped(),
                qos.abandoned(),
                qos.lost(),
                qos.duplicates());
    }

    public Qos qos() {
        return Qos.of(frames, bytes, dropped, abandoned, lost, duplicates);
    }

    void write(FrameWriter out) {
        out.number(frames)
                .number(bytes)
                .number(dropped)
                .number(abandoned)
                .number(lost)
                .number(duplicates);
    }

    static Counted read(FrameReader in) throws MalformedFrameException {
        return new Counted(
                in.number(), in.number(), in.number(), in.number(), in.number(), in.number());
    }
}
