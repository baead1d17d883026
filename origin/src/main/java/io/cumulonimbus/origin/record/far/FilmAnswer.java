package io.cumulonimbus.origin.record.far;

import io.cumulonimbus.flv.FlvHeader;
import io.cumulonimbus.flv.FlvReader;
import io.cumulonimbus.flv.FlvTag;
import io.cumulonimbus.flv.FlvWriter;
import io.cumulonimbus.flv.MalformedFlvException;
import io.cumulonimbus.origin.record.FilmPiece;
import io.cumulonimbus.origin.record.FilmPlace;
import java.io.ByteArrayOutputStream;
import java.nio.ByteBuffer;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/** What is answered about recordings: a number or two, and tags as in a file. */
final class FilmAnswer {
    /** There is nothing, or not any more. */
    static final byte[] NOTHING = {};

    private static final byte[] HEADER = FlvWriter.header(new FlvHeader(true, true));

    private FilmAnswer() {}

    /**
     * A film that was opened.
     *
     * @param number to ask for it by
     */
    record Opened(long number, long durationMs) {
        byte[] toBytes() {
            return ByteBuffer.allocate(16).putLong(number).putLong(durationMs).array();
        }

        static Optional<Opened> of(byte[] bytes) {
            ByteBuffer in = ByteBuffer.wrap(bytes);
            return bytes.length == 16
                    ? Optional.of(new Opened(in.getLong(), in.getLong()))
                    : Optional.empty();
        }
    }

    static byte[] of(FilmPiece piece) {
        return bytes(piece.last() ? 1 : 0, piece.tags());
    }

    static byte[] of(FilmPlace place) {
        return bytes(place.ms(), place.headers());
    }

    private static byte[] bytes(long number, List<FlvTag> tags) {
        ByteArrayOutputStream out = new ByteArrayOutputStream();
        out.writeBytes(ByteBuffer.allocate(Long.BYTES).putLong(number).array());
        tags.forEach(tag -> out.writeBytes(FlvWriter.tag(tag)));
        return out.toByteArray();
    }

    /** Whether who was asked is there, and has the film open. */
    static boolean isThere(Optional<byte[]> answer) {
        return answer.filter(bytes -> bytes.length >= Long.BYTES).isPresent();
    }

    /** What makes no sense ends the film. */
    static FilmPiece piece(Optional<byte[]> answer) {
        FilmPlace read = place(answer);
        boolean last = answer.filter(a -> a.length >= Long.BYTES).isEmpty() || read.ms() != 0;
        return new FilmPiece(read.headers(), last);
    }

    static FilmPlace place(Optional<byte[]> answer) {
        byte[] bytes = answer.orElse(NOTHING);
        List<FlvTag> tags = new ArrayList<>();
        if (bytes.length < Long.BYTES) {
            return new FilmPlace(0, tags);
        }
        try {
            FlvReader reader = new FlvReader();
            reader.feed(HEADER, tags::add);
            reader.feed(bytes, Long.BYTES, bytes.length - Long.BYTES, tags::add);
            reader.finish(tags::add);
        } catch (MalformedFlvException impossible) {
            throw new IllegalStateException(impossible); // only headers are
        }
        return new FilmPlace(ByteBuffer.wrap(bytes).getLong(), tags);
    }
}
