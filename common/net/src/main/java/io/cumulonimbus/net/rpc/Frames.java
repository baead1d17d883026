package io.cumulonimbus.net.rpc;

import io.cumulonimbus.net.watch.WatchHttp;
import io.netty.handler.codec.http.HttpHeaderNames;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.Base64;

/** What a server of WebSocket writes (RFC 6455). */
final class Frames {
    static final int TEXT = 1;
    static final int PING = 9;
    static final int PONG = 10;

    static final int NORMAL = 1000;
    static final int GOING_AWAY = 1001;
    static final int NO_TEXT = 1003;
    static final int POLICY = 1008;

    private static final int FINAL = 0x80;
    private static final int CLOSE = 8;
    private static final int SHORT_LENGTH = 126;
    private static final String WEBSOCKET = "258EAFA5-E914-47DA-95CA-C5AB0DC85B11";

    private Frames() {}

    /** What stands before a frame that is a whole message of so many bytes. */
    // RFC 6455 §5.2
    static byte[] head(int opcode, int length) {
        byte first = (byte) (FINAL | opcode);
        if (length < SHORT_LENGTH) {
            return new byte[] {first, (byte) length};
        }
        return length < 1 << Character.SIZE
                ? ByteBuffer.allocate(4)
                        .put(first)
                        .put((byte) SHORT_LENGTH)
                        .putShort((short) length)
                        .array()
                : ByteBuffer.allocate(10)
                        .put(first)
                        .put((byte) (SHORT_LENGTH + 1))
                        .putLong(length)
                        .array();
    }

    /** A whole frame that says goodbye. */
    static byte[] close(int code) {
        return new byte[] {(byte) (FINAL | CLOSE), 2, (byte) (code >> 8), (byte) code};
    }

    /** The answer that the connection is one of WebSocket now. */
    // RFC 6455 §4.2.2
    static byte[] accept(WatchHttp request) {
        String key = request.header(HttpHeaderNames.SEC_WEBSOCKET_KEY) + WEBSOCKET;
        try {
            byte[] digest =
                    MessageDigest.getInstance("SHA-1")
                            .digest(key.getBytes(StandardCharsets.ISO_8859_1));
            return ("HTTP/1.1 101 Switching Protocols\r\nUpgrade: websocket\r\n"
                            + "Connection: Upgrade\r\nSec-WebSocket-Accept: "
                            + Base64.getEncoder().encodeToString(digest)
                            + "\r\n\r\n")
                    .getBytes(StandardCharsets.ISO_8859_1);
        } catch (NoSuchAlgorithmException e) {
            throw new IllegalStateException(e);
        }
    }
}
