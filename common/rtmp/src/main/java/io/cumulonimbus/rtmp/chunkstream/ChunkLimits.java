package io.cumulonimbus.rtmp.chunkstream;

/**
 * What one connection may make us keep.
 *
 * @param messageBytes most of an audio, video or aggregate message's payload
 * @param otherBytes most of any other message's payload
 * @param partialBytes most of all messages together that are not complete yet
 * @param chunkStreams most chunk streams ever used
 */
public record ChunkLimits(int messageBytes, int otherBytes, int partialBytes, int chunkStreams) {
    /** RTMP 1.0 §5.3.1.2.1: what a length field holds, in bytes. */
    public static final int MAX_MESSAGE = 0xffffff;

    /** 8 MiB of media, 1 MiB of anything else, 16 MiB in pieces, 1024 chunk streams. */
    public static final ChunkLimits DEFAULT = new ChunkLimits(8 << 20, 1 << 20, 16 << 20, 1024);

    public ChunkLimits {
        if (messageBytes < 1
                || messageBytes > MAX_MESSAGE
                || otherBytes < 1
                || otherBytes > messageBytes
                || partialBytes < messageBytes
                || chunkStreams < 1) {
            throw new IllegalArgumentException("impossible limits");
        }
    }
}
