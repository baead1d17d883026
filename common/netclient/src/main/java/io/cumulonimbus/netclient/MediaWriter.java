package io.cumulonimbus.netclient;

import io.cumulonimbus.amf.AmfValue;
import java.util.concurrent.CompletableFuture;

/** Takes the media of a stream that we publish, to a server or to peers. Any thread. */
public interface MediaWriter {
    /**
     * Sends a message. Answers false, and takes nothing, when the stream is over or far too much is
     * queued; watch {@link #queuedBytes()} to stay clear of that.
     *
     * @param timestamp in milliseconds, 32 bits unsigned
     * @param payload an FLV tag's body; not to be written to afterwards
     */
    boolean write(MediaKind kind, long timestamp, byte[] payload);

    /** Sets the metadata that late joiners get: {@code @setDataFrame}. */
    boolean setDataFrame(String name, AmfValue value);

    /** Bytes written and neither delivered nor given up. */
    long queuedBytes();

    /** Done as soon as {@link #queuedBytes()} is not above {@code bytes}, or the stream is over. */
    CompletableFuture<Void> whenQueuedAtMost(long bytes);

    /** Ends the stream in order: what was written is delivered first, within reason. */
    CompletableFuture<Void> close();
}
