package io.cumulonimbus.rtmp.chunkstream;

/**
 * What the outgoing chunk streams of one connection have in common: the chunk size. Chunks of
 * different {@linkplain #stream streams} may alternate as the caller likes.
 */
public final class ChunkWriter {
    /** RTMP 1.0 §5.3.1.1: chunk stream ids reach from 2, which is protocol control, to this. */
    public static final int MAX_STREAM = 65_599;

    /** Bytes of the longest header. */
    public static final int MAX_HEADER = 18;

    private int chunkSize = ChunkReader.DEFAULT_CHUNK_SIZE;

    /** Bytes of payload in a chunk. */
    public int chunkSize() {
        return chunkSize;
    }

    /**
     * Takes effect with the next chunk: to be called right after Set Chunk Size was written.
     *
     * @param size 1 to 2^24 - 1
     */
    public void chunkSize(int size) {
        if (size < 1 || size > ChunkLimits.MAX_MESSAGE) {
            throw new IllegalArgumentException("a chunk size of " + size);
        }
        chunkSize = size;
    }

    /** A chunk stream that was not used before, or only by an object that is not used any more. */
    public OutgoingChunkStream stream(int id) {
        if (id < 2 || id > MAX_STREAM) {
            throw new IllegalArgumentException("chunk stream " + id);
        }
        return new OutgoingChunkStream(id, this);
    }
}
