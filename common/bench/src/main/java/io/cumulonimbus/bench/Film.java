package io.cumulonimbus.bench;

import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;

/**
 * The packets of the stream that {@code rtmfp load --publish synthetic} sends, as their lengths: 25
 * pictures and 43 sounds a second, 0.65 Mbit/s.
 */
final class Film {
    /** How long one lap takes, in nanoseconds. */
    static final long LAP_NS = 2_000_000_000L;

    /** Of chunk and packet header, and of the RTMP message header, in each packet. */
    static final int HEADERS = 20;

    private static final int ROOM = 1140;
    private static final int STAMP = 24;
    private static final int PICTURES = 50;
    private static final int SOUNDS = 86;

    /**
     * A message.
     *
     * @param atNs since the begin of the lap
     * @param length bytes of payload
     */
    record Frame(long atNs, int length) {
        /** Packets that it takes. */
        int packets() {
            return (length + ROOM - 1) / ROOM;
        }

        /** Payload of packet number {@code index}. */
        int payload(int index) {
            return Math.min(ROOM, length - index * ROOM);
        }
    }

    private Film() {}

    /** The messages of one lap, by time. */
    static List<Frame> lap() {
        List<Frame> frames = new ArrayList<>();
        for (int i = 0; i < PICTURES; i++) {
            frames.add(new Frame(i * LAP_NS / PICTURES, (i == 0 ? 24_000 : 2_000) + STAMP));
        }
        for (int i = 0; i < SOUNDS; i++) {
            frames.add(new Frame(i * LAP_NS / SOUNDS, 440 + STAMP));
        }
        frames.sort(Comparator.comparingLong(Frame::atNs));
        return frames;
    }
}
