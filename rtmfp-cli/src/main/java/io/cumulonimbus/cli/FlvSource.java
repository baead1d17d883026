package io.cumulonimbus.cli;

import io.cumulonimbus.flv.FlvReader;
import io.cumulonimbus.flv.FlvTag;
import io.cumulonimbus.flv.MalformedFlvException;
import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayDeque;
import java.util.Optional;

/** The tags of an FLV file or of standard input, one after the other. */
final class FlvSource implements AutoCloseable {
    private static final int PIECE = 64 * 1024;

    private final String name;
    private final InputStream in;
    private final FlvReader reader = new FlvReader();
    private final ArrayDeque<FlvTag> tags = new ArrayDeque<>();
    private final byte[] piece = new byte[PIECE];
    private boolean ended;

    private FlvSource(String name, InputStream in) {
        this.name = name;
        this.in = in;
    }

    /** {@code -} is standard input. Reads until it is known to be FLV. */
    static FlvSource open(String file) throws CommandFailure {
        try {
            InputStream in = file.equals("-") ? System.in : Files.newInputStream(Path.of(file));
            FlvSource source = new FlvSource(file, in);
            while (source.reader.header().isEmpty() && source.more()) {
                // one more piece
            }
            if (source.reader.header().isEmpty()) {
                throw new CommandFailure(
                        ExitCode.FILE, file + ": is not FLV: it ends in the header");
            }
            return source;
        } catch (IOException | RuntimeException e) {
            throw new CommandFailure(ExitCode.FILE, file + ": cannot be read: " + e);
        }
    }

    /** The next tag; empty at the end of the file. */
    Optional<FlvTag> next() throws CommandFailure {
        while (tags.isEmpty() && more()) {
            // one more piece
        }
        return Optional.ofNullable(tags.poll());
    }

    /** Bytes passed over because they are damaged. */
    long skippedBytes() {
        return reader.skippedBytes();
    }

    private boolean more() throws CommandFailure {
        if (ended) {
            return false;
        }
        try {
            int length = in.read(piece);
            if (length < 0) {
                ended = true;
                reader.finish(tags::add);
            } else {
                reader.feed(piece, 0, length, tags::add);
            }
            return true;
        } catch (MalformedFlvException e) {
            throw new CommandFailure(ExitCode.FILE, name + ": is not FLV: " + e.getMessage());
        } catch (IOException e) {
            throw new CommandFailure(ExitCode.FILE, name + ": cannot be read: " + e.getMessage());
        }
    }

    @Override
    public void close() throws CommandFailure {
        try {
            in.close();
        } catch (IOException e) {
            throw new CommandFailure(ExitCode.FILE, name + ": " + e.getMessage());
        }
    }
}
