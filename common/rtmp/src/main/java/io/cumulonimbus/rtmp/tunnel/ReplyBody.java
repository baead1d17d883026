package io.cumulonimbus.rtmp.tunnel;

import io.cumulonimbus.client.Message;
import io.cumulonimbus.rtmp.chunkstream.ByteSink;
import java.util.Arrays;

/** Collects the body of a reply: the interval byte, then as many RTMP bytes as are welcome. */
final class ReplyBody implements ByteSink {
    /** Takes nothing: lets a connection do what it has to do besides writing. */
    static final ByteSink NO_ROOM = new ReplyBody(0);

    private static final int FIRST_BYTES = 256;

    private final int most;
    private byte[] bytes;
    private int filled = 1;

    ReplyBody(int most) {
        this.most = most;
        this.bytes = new byte[Math.min(most, FIRST_BYTES) + 1];
    }

    @Override
    public int room() {
        return most + 1 - filled;
    }

    @Override
    public void write(byte[] from, int offset, int length) {
        grow(length);
        System.arraycopy(from, offset, bytes, filled, length);
        filled += length;
    }

    @Override
    public void write(Message message, int from, int length) {
        grow(length);
        message.copyTo(from, bytes, filled, length);
        filled += length;
    }

    private void grow(int more) {
        if (filled + more > bytes.length) {
            bytes = Arrays.copyOf(bytes, Math.max(filled + more, 2 * bytes.length));
        }
    }

    boolean hasData() {
        return filled > 1;
    }

    byte[] withInterval(byte interval) {
        bytes[0] = interval;
        return Arrays.copyOf(bytes, filled);
    }
}
