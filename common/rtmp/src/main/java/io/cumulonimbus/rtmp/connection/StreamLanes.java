package io.cumulonimbus.rtmp.connection;

import io.cumulonimbus.client.Priority;
import io.cumulonimbus.rtmp.chunkstream.ChunkWriter;
import io.cumulonimbus.rtmp.chunkstream.OutgoingChunkStream;

/**
 * What we send on one message stream. Audio goes ahead of video; commands and data keep their place
 * among both, for what they announce has to be there first (and over RTMFP a barrier between flows
 * sees to it).
 */
final class StreamLanes {
    /** Chunk streams of one message stream. */
    static final int LANES = 3;

    final long streamId;
    final int place;
    private final Lane audio;
    private final Lane video;
    private final Lane data;
    int sinks;

    /** Whether it is among those that have something to send. */
    boolean active;

    /**
     * @param place tells its chunk streams from those of other message streams
     * @param first its first chunk stream id
     */
    StreamLanes(long streamId, int place, int first, ChunkWriter writer) {
        this.streamId = streamId;
        this.place = place;
        OutgoingChunkStream forAudio = writer.stream(first);
        this.audio = new Lane(forAudio);
        this.video = new Lane(writer.stream(first + 1));
        this.data = new Lane(writer.stream(first + 2));
    }

    void add(QueuedMessage message, Priority priority) {
        lane(priority).add(message);
    }

    private Lane lane(Priority priority) {
        return switch (priority) {
            case AUDIO -> audio;
            case VIDEO -> video;
            case BULK, DATA, COMMAND -> data;
        };
    }

    boolean isEmpty() {
        return audio.isEmpty() && video.isEmpty() && data.isEmpty();
    }

    /** How much it matters to go on with this stream: what waits behind something counts too. */
    Priority urgency() {
        if (!audio.isEmpty()) {
            return Priority.AUDIO;
        }
        return video.isEmpty() ? Priority.DATA : Priority.VIDEO;
    }

    /** The lane whose turn it is; there must be something. */
    Lane next() {
        long barrier = data.sequence();
        if (audio.sequence() < barrier) {
            return audio;
        }
        return video.sequence() < barrier ? video : data;
    }

    void clear() {
        audio.clear();
        video.clear();
        data.clear();
    }
}
