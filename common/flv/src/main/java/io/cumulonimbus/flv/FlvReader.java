package io.cumulonimbus.flv;

import java.util.Arrays;
import java.util.Objects;
import java.util.Optional;
import java.util.function.Consumer;

/**
 * Reader of an FLV file that comes in pieces of any size. Not thread-safe.
 *
 * <p>Survives damage: where no tag can be, it looks for the next place that a tag and its
 * back-pointer agree on, and counts what it skipped. Back-pointers that are wrong from the first
 * tag on, which some writers leave, do no harm. Holds at most one tag and the piece last fed.
 */
public final class FlvReader {
    private static final int FILE_HEADER_LENGTH = 9;
    private static final int MAX_FILE_HEADER_LENGTH = 1 << 16;
    private static final int POINTER = Integer.BYTES;

    private final int maxData;
    private byte[] buffer = new byte[4096];
    private int start;
    private int end;
    private boolean lost;
    private boolean pointersHold;
    private boolean finished;
    private Optional<FlvHeader> header = Optional.empty();
    private long skipped;

    /** What can be made of the bytes at the front of the buffer. */
    private enum Front {
        TAG,
        MORE_NEEDED,
        NO_TAG
    }

    /** A reader that takes tags of any length. */
    public FlvReader() {
        this(FlvTag.MAX_DATA);
    }

    /** A reader that takes tags of at most {@code maxData} bytes of data for damage otherwise. */
    public FlvReader(int maxData) {
        this.maxData = maxData;
    }

    /** The file's header, once it was read. */
    public Optional<FlvHeader> header() {
        return header;
    }

    /** Bytes given up because of damage, or because the file ended within a tag. */
    public long skippedBytes() {
        return skipped;
    }

    /** Takes the next piece of the file and hands over the tags that are complete with it. */
    public void feed(byte[] piece, Consumer<FlvTag> tags) throws MalformedFlvException {
        feed(piece, 0, piece.length, tags);
    }

    /**
     * Takes the next piece of the file and hands over the tags that are complete with it.
     *
     * @throws MalformedFlvException when the file does not begin as FLV files do; then no more can
     *     be fed
     */
    public void feed(byte[] piece, int offset, int length, Consumer<FlvTag> tags)
            throws MalformedFlvException {
        Objects.checkFromIndexSize(offset, length, piece.length);
        append(piece, offset, length);
        if (header.isPresent() || readHeader()) {
            readTags(tags);
        }
    }

    /** Takes the end of the file: hands over what only the missing back-pointer held back. */
    public void finish(Consumer<FlvTag> tags) {
        finished = true;
        if (header.isPresent()) {
            readTags(tags);
        }
        skipped += end - start;
        start = end;
    }

    private void append(byte[] piece, int offset, int length) {
        if (length > buffer.length - end) {
            int held = end - start;
            int size = buffer.length;
            while (size < held + length) {
                size = Math.max(held + length, 2 * size);
            }
            byte[] target = size > buffer.length ? new byte[size] : buffer;
            System.arraycopy(buffer, start, target, 0, held);
            buffer = target;
            start = 0;
            end = held;
        }
        System.arraycopy(piece, offset, buffer, end, length);
        end += length;
    }

    private boolean readHeader() throws MalformedFlvException {
        int held = end - start;
        byte[] signature = {'F', 'L', 'V'};
        int check = Math.min(held, signature.length);
        if (!Arrays.equals(buffer, start, start + check, signature, 0, check)) {
            throw new MalformedFlvException("no FLV signature");
        }
        if (held < FILE_HEADER_LENGTH) {
            return false;
        }
        int length = int32(start + 5);
        if (length < FILE_HEADER_LENGTH || length > MAX_FILE_HEADER_LENGTH) {
            throw new MalformedFlvException("a header of " + length + " bytes");
        }
        if (held < length + POINTER) {
            return false;
        }
        int flags = buffer[start + 4];
        header = Optional.of(new FlvHeader((flags & 4) != 0, (flags & 1) != 0));
        start += length + POINTER;
        return true;
    }

    private void readTags(Consumer<FlvTag> tags) {
        while (start < end) {
            Front front = front();
            if (front == Front.TAG) {
                tags.accept(takeTag());
                lost = false;
            } else if (front == Front.NO_TAG || finished) { // an unfinished tag may hide others
                lost = true;
                start++;
                skipped++;
            } else {
                return;
            }
        }
    }

    private Front front() {
        int held = end - start;
        if (held < FlvTag.HEADER_LENGTH) {
            return Front.MORE_NEEDED;
        }
        int length = int24(start + 1);
        if (!canBeTag(start) || length > maxData) {
            return Front.NO_TAG;
        }
        int whole = FlvTag.HEADER_LENGTH + length;
        if (held < whole + POINTER) {
            return finished && held >= whole && !lost ? Front.TAG : Front.MORE_NEEDED;
        }
        if (int32(start + whole) == whole) {
            pointersHold = true;
            return Front.TAG;
        }
        return pointersHold ? Front.NO_TAG : behindWrongPointer(start + whole + POINTER);
    }

    /** A wrong back-pointer is forgiven when none was right yet and a tag, or the end, follows. */
    private Front behindWrongPointer(int next) {
        if (end - next < FlvTag.HEADER_LENGTH) {
            return finished ? Front.TAG : Front.MORE_NEEDED;
        }
        return canBeTag(next) ? Front.TAG : Front.NO_TAG;
    }

    /** Annex E.4.1: reserved bits 0, one of three types, stream id 0. */
    private boolean canBeTag(int at) {
        return (buffer[at] & 0xc0) == 0 && FlvTag.isType(buffer[at] & 0x1f) && int24(at + 8) == 0;
    }

    private FlvTag takeTag() {
        int length = int24(start + 1);
        int timestamp = int24(start + 4) | (buffer[start + 7] & 0xff) << 24;
        int data = start + FlvTag.HEADER_LENGTH;
        FlvTag tag =
                new FlvTag(
                        buffer[start] & 0x1f,
                        (buffer[start] & 0x20) != 0,
                        timestamp,
                        Arrays.copyOfRange(buffer, data, data + length));
        start = Math.min(end, data + length + POINTER);
        return tag;
    }

    private int int24(int at) {
        return (buffer[at] & 0xff) << 16 | (buffer[at + 1] & 0xff) << 8 | buffer[at + 2] & 0xff;
    }

    private int int32(int at) {
        return buffer[at] << 24 | int24(at + 1);
    }
}
