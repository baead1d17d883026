package io.cumulonimbus.rtmp.chunkstream;

import io.cumulonimbus.rtmp.tc.TcMessage;

/** Takes the messages of a chunk stream as they are completed. */
@FunctionalInterface
public interface MessageReceiver {
    /**
     * The next message, Set Chunk Size and Abort excepted; answers false to be given no more.
     *
     * @param streamId the message stream, 0 to 2^32 - 1
     */
    boolean onMessage(long streamId, TcMessage message);
}
