package io.cumulonimbus.origin.record;

import io.cumulonimbus.flv.FlvTag;
import io.cumulonimbus.flv.TagHead;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.util.Optional;

/**
 * How an FLV file ends.
 *
 * @param end where its last whole tag ends, back-pointer included; what is behind it is no use
 * @param lastMs the latest time of its media, in milliseconds; 0 when it has none
 */
record FlvTail(long end, long lastMs) {
    /** Bytes of a file before its first tag, in files that we write and nearly all others. */
    static final int START = 13;

    /** Tags from the end that are looked at: sound and pictures are interleaved that far. */
    private static final int LAST_TAGS = 16;

    /** From the back, as files of a right ending allow; otherwise all through. */
    static FlvTail of(FileChannel file) throws IOException {
        FlvTail fast = backwards(file);
        return fast != null ? fast : forwards(file);
    }

    private static FlvTail backwards(FileChannel file) throws IOException {
        long last = 0;
        boolean media = false;
        long at = file.size();
        for (int i = 0; i < LAST_TAGS && at > START; i++) {
            byte[] pointer = read(file, at - Integer.BYTES, Integer.BYTES);
            long start =
                    at - Integer.BYTES - Integer.toUnsignedLong(ByteBuffer.wrap(pointer).getInt());
            Optional<TagHead> head = start < START ? Optional.empty() : head(file, start);
            if (head.isEmpty() || start + head.get().span() != at) {
                return null;
            }
            if (head.get().type() != FlvTag.SCRIPT) {
                last = Math.max(last, Integer.toUnsignedLong(head.get().timestamp()));
                media = true;
            }
            at = start;
        }
        return media || at == START ? new FlvTail(file.size(), last) : null;
    }

    private static FlvTail forwards(FileChannel file) throws IOException {
        long size = file.size();
        long last = 0;
        long at = START;
        while (at + TagHead.LENGTH <= size) {
            Optional<TagHead> head = head(file, at);
            if (head.isEmpty() || at + head.get().span() > size) {
                break;
            }
            if (head.get().type() != FlvTag.SCRIPT) {
                last = Math.max(last, Integer.toUnsignedLong(head.get().timestamp()));
            }
            at += head.get().span();
        }
        return new FlvTail(Math.min(at, size), last);
    }

    static Optional<TagHead> head(FileChannel file, long at) throws IOException {
        byte[] bytes = read(file, at, TagHead.LENGTH);
        return bytes.length < TagHead.LENGTH ? Optional.empty() : TagHead.parse(bytes, 0);
    }

    /** Up to so many bytes from there; fewer at the end of the file. */
    static byte[] read(FileChannel file, long at, int length) throws IOException {
        ByteBuffer buffer = ByteBuffer.allocate(length);
        while (buffer.hasRemaining()) {
            int got = file.read(buffer, at + buffer.position());
            if (got < 0) {
                break;
            }
        }
        byte[] bytes = new byte[buffer.position()];
        buffer.flip().get(bytes);
        return bytes;
    }
}
