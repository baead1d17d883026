package io.cumulonimbus.net.warm;

import java.io.ByteArrayOutputStream;

/** What one end sends to the other in one turn, over a link or by RTMP. */
final class Pipe
        implements io.cumulonimbus.link.ByteSink, io.cumulonimbus.rtmp.chunkstream.ByteSink {
    private final ByteArrayOutputStream bytes = new ByteArrayOutputStream();

    @Override
    public int room() {
        return (64 << 10) - bytes.size();
    }

    @Override
    public void write(byte[] from, int offset, int length) {
        bytes.write(from, offset, length);
    }

    /** All of it. */
    byte[] taken() {
        return bytes.toByteArray();
    }
}
