package io.cumulonimbus.netclient;

import io.cumulonimbus.amf.AmfValue;
import java.util.concurrent.CompletableFuture;

/** A stream that we publish. */
public final class StreamPublisher {
    StreamPublisher() {}

    /**
     * Sends a message, on the flow of its kind. Answers false, and takes nothing, when the stream
     * is over or far too much is queued; watch {@link #queuedBytes()} to stay clear of that.
     *
     * @param timestamp in milliseconds, 32 bits unsigned
     * @param payload an FLV tag's body; not to be written to afterwards
     */
    public boolean write(MediaKind kind, long timestamp, byte[] payload) {
        throw new UnsupportedOperationException();
    }

    /** Sends a data message: {@code NetStream.send}. */
    public boolean send(String handler, AmfValue... values) {
        throw new UnsupportedOperationException();
    }

    /** Sets the metadata that late joiners get: {@code @setDataFrame}. */
    public boolean setDataFrame(String name, AmfValue value) {
        throw new UnsupportedOperationException();
    }

    /** Bytes written and neither delivered nor given up. */
    public long queuedBytes() {
        throw new UnsupportedOperationException();
    }

    /** Done as soon as {@link #queuedBytes()} is not above {@code bytes}, or the stream is over. */
    public CompletableFuture<Void> whenQueuedAtMost(long bytes) {
        throw new UnsupportedOperationException();
    }

    /**
     * Unpublishes: waits until everything written was delivered or given up, tells the server, and
     * is done when the server confirmed or did not within the timeout.
     */
    public CompletableFuture<Void> close() {
        throw new UnsupportedOperationException();
    }
}
