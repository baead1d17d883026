package io.cumulonimbus.watch;

import io.cumulonimbus.flv.FlvHeader;
import io.cumulonimbus.flv.FlvTag;
import io.cumulonimbus.flv.FlvWriter;
import io.cumulonimbus.rtmp.chunkstream.ByteSink;
import io.cumulonimbus.rtmp.message.MessageType;
import io.cumulonimbus.rtmp.tc.TcMessage;
import java.nio.ByteBuffer;

/**
 * A stream as an FLV file without end. Media of any codec goes in as it came: what Enhanced RTMP
 * says of a message is true of the tag.
 */
public final class FlvOutput implements MediaOutput {
    private static final int TAG_HEADER = 11;

    private final ByteSink sink;
    private final Framing framing;

    /**
     * @param sink where the file goes
     * @param framing how its pieces are wrapped
     */
    public FlvOutput(ByteSink sink, Framing framing) {
        this.sink = sink;
        this.framing = framing;
    }

    @Override
    public int room() {
        return sink.room();
    }

    @Override
    public void begin(boolean audio, boolean video) {
        byte[] header = FlvWriter.header(new FlvHeader(audio, video));
        write(framing.before(header.length));
        write(header);
        write(framing.behind());
    }

    @Override
    public void media(TcMessage message) {
        int type = MessageType.isData(message.type()) ? FlvTag.SCRIPT : message.type();
        int length = message.payloadLength();
        if (length > FlvTag.MAX_DATA) {
            return;
        }
        byte[] before = framing.before(TAG_HEADER + length + Integer.BYTES);
        int time = message.timestamp();
        write(
                ByteBuffer.allocate(before.length + TAG_HEADER)
                        .put(before)
                        .putInt(type << 24 | length)
                        .putInt(time << 8 | time >>> 24)
                        .put(new byte[3])
                        .array());
        sink.write(message.message(), TcMessage.HEADER_LENGTH, length);
        byte[] behind = framing.behind();
        write(
                ByteBuffer.allocate(Integer.BYTES + behind.length)
                        .putInt(TAG_HEADER + length)
                        .put(behind)
                        .array());
    }

    private void write(byte[] bytes) {
        if (bytes.length > 0) {
            sink.write(bytes, 0, bytes.length);
        }
    }
}
