package io.cumulonimbus.origin.record;

import io.cumulonimbus.flv.FlvHeader;
import io.cumulonimbus.flv.FlvTag;
import io.cumulonimbus.flv.FlvWriter;
import io.cumulonimbus.flv.ScriptNumber;
import io.cumulonimbus.flv.TagHead;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.Optional;
import java.util.OptionalInt;

/** An FLV file that is being written, with a buffer. Threads of the disk, one at a time. */
final class FlvOutput implements AutoCloseable {
    private static final int BUFFER = 64 << 10;
    private static final int MOST_METADATA = 1 << 20;
    private static final int FLAGS_AT = 4;

    private final FileChannel file;
    private final Space space;
    private final ByteBuffer buffer = ByteBuffer.allocate(BUFFER);

    /** Makes the file, which must not be there. */
    FlvOutput(Path path, Space space) throws IOException {
        this.file =
                FileChannel.open(
                        path,
                        StandardOpenOption.CREATE_NEW,
                        StandardOpenOption.READ,
                        StandardOpenOption.WRITE);
        this.space = space;
    }

    /** The header, and the first tag with metadata. */
    void begin(byte[] metadata) throws IOException {
        write(FlvWriter.header(new FlvHeader(true, true)));
        tag(new FlvTag(FlvTag.SCRIPT, 0, metadata));
        flush();
    }

    void tag(FlvTag tag) throws IOException {
        write(FlvWriter.tag(tag));
    }

    private void write(byte[] bytes) throws IOException {
        if (bytes.length > buffer.remaining()) {
            flush();
        }
        if (bytes.length > buffer.remaining()) {
            write(ByteBuffer.wrap(bytes));
        } else {
            buffer.put(bytes);
        }
    }

    private void write(ByteBuffer bytes) throws IOException {
        space.take(bytes.remaining());
        while (bytes.hasRemaining()) {
            file.write(bytes);
        }
    }

    /** Hands what is buffered to the system. */
    void flush() throws IOException {
        buffer.flip();
        try {
            write(buffer);
        } finally {
            buffer.clear();
        }
    }

    /** Appends a part of another file. */
    void copy(FileChannel from, long start, long end) throws IOException {
        long at = start;
        while (at < end) {
            long copied = from.transferTo(at, end - at, file);
            if (copied <= 0) {
                throw new IOException("the file became shorter");
            }
            at += copied;
        }
    }

    FileChannel channel() {
        return file;
    }

    /** Writes what was not known at the beginning, and makes all of it outlast a power cut. */
    void complete(int flags, double seconds) throws IOException {
        file.truncate(FlvTail.of(file).end()); // a full disk may have taken half a tag
        patch(FLAGS_AT, new byte[] {(byte) flags});
        Optional<TagHead> first = FlvTail.head(file, FlvTail.START);
        if (first.filter(h -> h.type() == FlvTag.SCRIPT && h.length() <= MOST_METADATA)
                .isPresent()) {
            long at = FlvTail.START + TagHead.LENGTH;
            byte[] data = FlvTail.read(file, at, first.get().length());
            patch(at, ScriptNumber.find(data, RecordedMetadata.DURATION), seconds);
            patch(at, ScriptNumber.find(data, RecordedMetadata.FILE_SIZE), file.size());
        }
        file.force(true);
    }

    private void patch(long data, OptionalInt at, double value) throws IOException {
        if (at.isPresent()) {
            patch(data + at.getAsInt(), ScriptNumber.bytes(value));
        }
    }

    private void patch(long at, byte[] bytes) throws IOException {
        ByteBuffer rest = ByteBuffer.wrap(bytes);
        while (rest.hasRemaining()) {
            file.write(rest, at + rest.position());
        }
    }

    @Override
    public void close() throws IOException {
        file.close();
    }
}
