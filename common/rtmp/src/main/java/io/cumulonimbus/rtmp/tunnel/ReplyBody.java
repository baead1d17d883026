package io.cumulonimbus.rtmp.tunnel;

import io.cumulonimbus.client.Message;
import io.cumulonimbus.rtmp.chunkstream.ByteSink;
import java.util.Arrays;

/**
 * Collects the body of a request or a reply: the interval byte, then as many RTMP bytes as are
 * welcome. Used again for the next one once it is {@linkplain #clear cleared}.
 */
final class ReplyBody implements ByteSink {
    /** Takes nothing: lets a connection do what it has to do besides writing. */
    static final ByteSink NO_ROOM = new ReplyBody(0);

    private static final int FIRST_BYTES = 4096;

    private final int most;
    private byte[] bytes;
    private int filled = 1;

    ReplyBody(int most) {
        this.most = most;
        this.bytes = new byte[Math.min(most, FIRST_BYTES) + 1];
    }

    /** Makes room for the next one; what one very long chunk took is not kept. */
    void clear() {
        filled = 1;
        if (bytes.length > 2 * (most + FIRST_BYTES)) {
            bytes = new byte[Math.min(most, FIRST_BYTES) + 1];
        }
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

    /** The reply with this body. */
    HttpReply toReply(byte interval) {
        bytes[0] = interval;
        return HttpReply.ok(bytes, filled);
    }

    /** A copy of the RTMP bytes. */
    byte[] data() {
        return Arrays.copyOfRange(bytes, 1, filled);
    }
}
