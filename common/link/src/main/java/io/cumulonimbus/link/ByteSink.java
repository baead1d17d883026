package io.cumulonimbus.link;

/** Where a link's bytes go: a connection that takes so much now and more later. */
public interface ByteSink {
    /**
     * How many bytes are welcome now; 0 or less for none. A frame begun is written whole, so up to
     * one more of the longest, of 16 KiB and some, may come. When room returns, the host flushes
     * again.
     */
    int room();

    /** Takes {@code length} bytes; the array is reused after the return. */
    void write(byte[] bytes, int offset, int length);
}
