package io.cumulonimbus.origin.record;

import io.cumulonimbus.flv.FlvTag;
import io.cumulonimbus.flv.MediaTag;
import io.cumulonimbus.flv.TagHead;
import java.io.IOException;
import java.nio.channels.FileChannel;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;

/**
 * Where in a film one can begin, as far as it was looked at: found by jumping from tag to tag. A
 * film without pictures can be begun anywhere. Threads of the disk, one at a time.
 */
final class FilmIndex {
    private static final int WINDOW = 4096;
    private static final int PEEK = 32;
    private static final int MOST_POINTS = 1 << 18;
    private static final int MOST_HEADERS = 256;
    private static final int MOST_HEADER_BYTES = 64 << 10;
    private static final long SOUND_STEP_MS = 500;

    /** How far behind the sound pictures may be in the file. */
    private static final long INTERLEAVE_MS = 5_000;

    private final FileChannel file;
    private final List<Point> keyFrames = new ArrayList<>();
    private final List<Point> sounds = new ArrayList<>();
    private final List<Header> headers = new ArrayList<>();
    private byte[] window = {};
    private long windowAt;
    private long at = FlvTail.START;
    private long picturesMs = -1;
    private long soundMs;
    private boolean complete;

    /**
     * A place to begin.
     *
     * @param ms its time
     * @param at where in the file
     */
    record Point(long ms, long at) {}

    private record Header(long at, FlvTag tag) {}

    FilmIndex(FileChannel file) {
        this.file = file;
    }

    /** Looks on to that time, at most so many tags; answers whether that was enough. */
    boolean extend(long ms, int tags) throws IOException {
        for (int i = 0; i < tags && !hasReached(ms); i++) {
            next();
        }
        return hasReached(ms);
    }

    private boolean hasReached(long ms) {
        return complete || (picturesMs < 0 ? soundMs - INTERLEAVE_MS > ms : picturesMs > ms);
    }

    private void next() throws IOException {
        byte[] bytes = peek(at);
        Optional<TagHead> head =
                bytes.length < TagHead.LENGTH ? Optional.empty() : TagHead.parse(bytes, 0);
        if (head.isEmpty()) {
            complete = true;
            return;
        }
        long ms = Integer.toUnsignedLong(head.get().timestamp());
        if (head.get().type() != FlvTag.SCRIPT) {
            note(head.get(), ms, Arrays.copyOfRange(bytes, TagHead.LENGTH, bytes.length));
        }
        at += head.get().span();
    }

    private void note(TagHead head, long ms, byte[] start) throws IOException {
        byte[] data = Arrays.copyOf(start, Math.min(start.length, head.length()));
        boolean video = head.type() == FlvTag.VIDEO;
        picturesMs = video ? Math.max(picturesMs, ms) : picturesMs;
        soundMs = video ? soundMs : Math.max(soundMs, ms);
        MediaTag tag = video ? MediaTag.video(data) : MediaTag.audio(data);
        if (tag.isSequenceStart()) {
            header(head);
        } else if (video && tag.keyFrame()) {
            add(keyFrames, ms, 0);
        } else if (!video) {
            add(sounds, ms, SOUND_STEP_MS);
        }
    }

    private void header(TagHead head) throws IOException {
        if (headers.size() < MOST_HEADERS && head.length() <= MOST_HEADER_BYTES) {
            byte[] data = FlvTail.read(file, at + TagHead.LENGTH, head.length());
            headers.add(new Header(at, new FlvTag(head.type(), head.timestamp(), data)));
        }
    }

    private void add(List<Point> points, long ms, long step) {
        boolean onward = points.isEmpty() || points.getLast().ms + step <= ms;
        if (onward && points.size() < MOST_POINTS) {
            points.add(new Point(ms, at));
        }
    }

    private byte[] peek(long from) throws IOException {
        if (from < windowAt || from + TagHead.LENGTH + PEEK > windowAt + window.length) {
            window = FlvTail.read(file, from, WINDOW);
            windowAt = from;
        }
        int start = (int) (from - windowAt);
        return Arrays.copyOfRange(
                window, start, Math.min(window.length, start + TagHead.LENGTH + PEEK));
    }

    /** The last place to begin that is not behind that time, or the first of all. */
    Point before(long ms) {
        List<Point> points = keyFrames.isEmpty() ? sounds : keyFrames;
        if (points.isEmpty()) {
            return new Point(0, FlvTail.START);
        }
        int low = 0;
        int high = points.size() - 1;
        while (low < high) {
            int middle = (low + high + 1) >>> 1;
            if (points.get(middle).ms <= ms) {
                low = middle;
            } else {
                high = middle - 1;
            }
        }
        return points.get(low);
    }

    /** The codec headers that hold at a place: the last of each kind before it. */
    List<FlvTag> headersAt(Point point) {
        List<FlvTag> last = new ArrayList<>();
        for (int type : new int[] {FlvTag.VIDEO, FlvTag.AUDIO}) {
            headers.stream()
                    .filter(h -> h.at < point.at && h.tag.type() == type)
                    .reduce((first, second) -> second)
                    .ifPresent(h -> last.add(h.tag));
        }
        return last;
    }
}
