package io.cumulonimbus.watch;

import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;

/** How pieces of a stream travel on a connection that carries nothing else any more. */
public enum Framing {
    /** As they are, to the end of the connection: HTTP/1.0. */
    PLAIN {
        @Override
        public byte[] before(int length) {
            return NOTHING;
        }

        @Override
        public byte[] behind() {
            return NOTHING;
        }

        @Override
        public byte[] end() {
            return NOTHING;
        }
    },
    /** In chunks of HTTP/1.1 (RFC 9112 §7.1). */
    CHUNKED {
        @Override
        public byte[] before(int length) {
            return (Integer.toHexString(length) + "\r\n").getBytes(StandardCharsets.US_ASCII);
        }

        @Override
        public byte[] behind() {
            return NEW_LINE;
        }

        @Override
        public byte[] end() {
            return "0\r\n\r\n".getBytes(StandardCharsets.US_ASCII);
        }
    },
    /** In binary messages of WebSocket, one frame each (RFC 6455 §5.2). */
    WEBSOCKET {
        @Override
        public byte[] before(int length) {
            if (length < SHORT_LENGTH) {
                return new byte[] {FINAL_BINARY, (byte) length};
            }
            if (length < 1 << Character.SIZE) {
                return ByteBuffer.allocate(4)
                        .put(FINAL_BINARY)
                        .put((byte) SHORT_LENGTH)
                        .putShort((short) length)
                        .array();
            }
            return ByteBuffer.allocate(10)
                    .put(FINAL_BINARY)
                    .put((byte) (SHORT_LENGTH + 1))
                    .putLong(length)
                    .array();
        }

        @Override
        public byte[] behind() {
            return NOTHING;
        }

        /** A close frame with code 1000. */
        @Override
        public byte[] end() {
            return new byte[] {(byte) 0x88, 2, 0x03, (byte) 0xe8};
        }
    };

    private static final byte[] NOTHING = {};
    private static final byte[] NEW_LINE = {'\r', '\n'};
    private static final byte FINAL_BINARY = (byte) 0x82;
    private static final int SHORT_LENGTH = 126;

    /** What stands before a piece of so many bytes, which is not empty. */
    public abstract byte[] before(int length);

    /** What stands behind it. */
    public abstract byte[] behind();

    /** What says that the stream is over. */
    public abstract byte[] end();
}
