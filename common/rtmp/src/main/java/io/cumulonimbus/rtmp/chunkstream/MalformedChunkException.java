package io.cumulonimbus.rtmp.chunkstream;

/**
 * Bytes that are no chunk stream, or one beyond the limits; as nothing tells where the next chunk
 * begins, the connection is lost.
 *
 * <p>Carries no stack trace, because whoever floods us decides how often it is made.
 */
public final class MalformedChunkException extends Exception {
    private static final long serialVersionUID = 1L;

    /** Says what is wrong, without a byte of what was received. */
    public MalformedChunkException(String message) {
        super(message, null, false, false);
    }
}
