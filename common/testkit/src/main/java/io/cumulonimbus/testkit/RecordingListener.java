package io.cumulonimbus.testkit;

import io.cumulonimbus.client.SinkListener;
import java.util.OptionalLong;

/** A sender's listener that adds up what it hears. */
public final class RecordingListener implements SinkListener {
    private long drained;
    private long abandoned;
    private OptionalLong exception = OptionalLong.empty();

    /** Bytes that left the queue. */
    public long drained() {
        return drained;
    }

    /** Messages that were given up. */
    public long abandoned() {
        return abandoned;
    }

    /** The code of the refusal, or empty when there was none. */
    public OptionalLong exception() {
        return exception;
    }

    @Override
    public void onException(long code) {
        if (exception.isPresent()) {
            throw new AssertionError("refused twice");
        }
        exception = OptionalLong.of(code);
    }

    @Override
    public void onAbandoned(long messages) {
        abandoned += messages;
    }

    @Override
    public void onDrained(long bytes) {
        drained += bytes;
    }
}
