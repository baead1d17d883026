package io.cumulonimbus.origin.record;

import io.cumulonimbus.flv.FlvHeader;
import io.cumulonimbus.flv.FlvReader;
import io.cumulonimbus.flv.FlvTag;
import io.cumulonimbus.flv.FlvWriter;
import io.cumulonimbus.flv.MalformedFlvException;
import java.io.IOException;
import java.nio.channels.FileChannel;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;

/** An FLV file that is being played. Threads of the disk, one at a time. */
final class Film implements AutoCloseable {
    private static final int PIECE = 64 << 10;
    private static final byte[] HEADER = FlvWriter.header(new FlvHeader(true, true));

    private final FileChannel file;
    private final FilmIndex index;
    private final long durationMs;
    private FlvReader reader = new FlvReader();
    private long at;

    Film(Path path) throws IOException {
        file = FileChannel.open(path);
        index = new FilmIndex(file);
        try {
            durationMs = FlvTail.of(file).lastMs();
        } catch (IOException | RuntimeException e) {
            file.close();
            throw e;
        }
    }

    long durationMs() {
        return durationMs;
    }

    /** The next tags, about so many bytes of them. */
    FilmPiece read(int bytes) throws IOException {
        List<FlvTag> tags = new ArrayList<>();
        long end = at + bytes;
        try {
            while (at < end || tags.isEmpty()) {
                byte[] piece = FlvTail.read(file, at, PIECE);
                at += piece.length;
                if (piece.length > 0) {
                    reader.feed(piece, tags::add);
                }
                if (piece.length < PIECE) {
                    reader.finish(tags::add);
                    return new FilmPiece(tags, true);
                }
            }
            return new FilmPiece(tags, false);
        } catch (MalformedFlvException e) {
            throw new IOException("it is no FLV file", e);
        }
    }

    /** Looks for that time, a while; answers whether it is found. */
    boolean find(long ms, int tags) throws IOException {
        return index.extend(ms, tags);
    }

    /** Goes to the last place to begin before a time that was found. */
    FilmPlace seek(long ms) throws IOException {
        FilmIndex.Point point = index.before(ms);
        reader = new FlvReader();
        at = point.at();
        try {
            reader.feed(HEADER, tag -> {});
        } catch (MalformedFlvException e) {
            throw new IllegalStateException(e);
        }
        return new FilmPlace(point.ms(), index.headersAt(point));
    }

    @Override
    public void close() throws IOException {
        file.close();
    }
}
