package io.cumulonimbus.rtmp.connection;

import io.cumulonimbus.rtmp.chunkstream.OutgoingChunkStream;
import java.util.ArrayDeque;

/** Messages that leave one after the other, on one chunk stream of their own. */
final class Lane {
    final OutgoingChunkStream chunks;
    private final ArrayDeque<QueuedMessage> queue = new ArrayDeque<>();
    private QueuedMessage current;

    Lane(OutgoingChunkStream chunks) {
        this.chunks = chunks;
    }

    void add(QueuedMessage message) {
        queue.add(message);
    }

    boolean isEmpty() {
        return current == null && queue.isEmpty();
    }

    /** The place of the next bytes among all that was written; behind all when there are none. */
    long sequence() {
        if (current != null) {
            return current.sequence;
        }
        return queue.isEmpty() ? Long.MAX_VALUE : queue.peek().sequence;
    }

    /** The message whose bytes are next. */
    QueuedMessage next() {
        return current != null ? current : queue.peek();
    }

    boolean isBegun() {
        return current != null;
    }

    /** Begins to write the next message. */
    void begin() {
        current = queue.poll();
        chunks.begin(current.flow.streamId, current.message);
    }

    /** The present message is all written. */
    void finish() {
        current = null;
    }

    /** Takes the next message away, which was not begun. */
    void skip() {
        queue.poll();
    }

    void clear() {
        queue.clear();
        current = null;
        chunks.abandon();
    }
}
