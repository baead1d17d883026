package io.cumulonimbus.rtmp.tunnel;

import io.cumulonimbus.rtmp.chunkstream.ByteSink;
import java.util.ArrayDeque;

/**
 * The requests of one HTTP connection that are not answered yet, answered in their order whatever
 * the order of the replies: librtmp sends several requests before it reads a reply. Owned by the
 * connection's loop.
 */
public final class HttpPipeline {
    private static final int MOST_REQUESTS = 32;
    private static final int MOST_BYTES = 256 << 10;

    private final Runnable replyReady;
    private final ArrayDeque<Slot> slots = new ArrayDeque<>();
    private long readyBytes;
    private boolean closed;

    /** A request's place. */
    private final class Slot implements TunnelExchange {
        private HttpReply reply;

        @Override
        public void reply(HttpReply given) {
            if (closed || reply != null) {
                return;
            }
            reply = given;
            readyBytes += given.bytes().length;
            if (slots.peek() == this) {
                replyReady.run();
            }
        }

        @Override
        public boolean isGone() {
            return closed;
        }
    }

    /**
     * @param replyReady called when a flush would write something
     */
    public HttpPipeline(Runnable replyReady) {
        this.replyReady = replyReady;
    }

    /** The next request came. */
    public TunnelExchange begin() {
        Slot slot = new Slot();
        slots.add(slot);
        return slot;
    }

    /** Whether to go on reading requests; look again after each flush. */
    public boolean wantsRequests() {
        return !closed && slots.size() < MOST_REQUESTS && readyBytes < MOST_BYTES;
    }

    /** Whether every request is answered, and every reply written. */
    public boolean isEmpty() {
        return slots.isEmpty();
    }

    /** Writes the replies whose turn it is, each in one piece. */
    public void flush(ByteSink sink) {
        while (!slots.isEmpty() && slots.peek().reply != null && sink.room() > 0) {
            byte[] bytes = slots.poll().reply.bytes();
            readyBytes -= bytes.length;
            sink.write(bytes, 0, bytes.length);
        }
    }

    /** The connection is gone; replies go nowhere. */
    public void close() {
        closed = true;
        slots.clear();
        readyBytes = 0;
    }
}
