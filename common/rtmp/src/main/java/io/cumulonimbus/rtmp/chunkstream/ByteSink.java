package io.cumulonimbus.rtmp.chunkstream;

import io.cumulonimbus.client.Message;

/** Where a connection's bytes go: a socket, or the body of an HTTP reply. */
public interface ByteSink {
    /**
     * How many bytes are welcome now; 0 or less for none. A chunk begun is written whole, so a
     * chunk's length more may come. When room returns, the host flushes again.
     */
    int room();

    /** Takes {@code length} bytes; the array is reused after the return. */
    void write(byte[] bytes, int offset, int length);

    /** Takes a slice of a message, whose bytes never change: keeping it is sharing it. */
    default void write(Message message, int from, int length) {
        byte[] copy = new byte[length];
        message.copyTo(from, copy, 0, length);
        write(copy, 0, length);
    }
}
