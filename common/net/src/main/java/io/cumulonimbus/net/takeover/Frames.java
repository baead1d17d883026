package io.cumulonimbus.net.takeover;

import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.Base64;

/** What a server of WebSocket writes (RFC 6455). */
public final class Frames {
    /** Opcode of a text. */
    public static final int TEXT = 1;

    /** Opcode of a question whether somebody is there. */
    public static final int PING = 9;

    /** Opcode of its answer. */
    public static final int PONG = 10;

    /** It is over as it should be. */
    public static final int NORMAL = 1000;

    /** The server stops. */
    public static final int GOING_AWAY = 1001;

    /** Something else than text came. */
    public static final int NO_TEXT = 1003;

    /** Enough. */
    public static final int POLICY = 1008;

    private static final int FINAL = 0x80;
    private static final int CLOSE = 8;
    private static final int SHORT_LENGTH = 126;
    private static final String WEBSOCKET = "258EAFA5-E914-47DA-95CA-C5AB0DC85B11";

    private Frames() {}

    /** What stands before a frame that is a whole message of so many bytes. */
    // RFC 6455 §5.2
    public static byte[] head(int opcode, int length) {
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
    public static byte[] close(int code) {
        return new byte[] {(byte) (FINAL | CLOSE), 2, (byte) (code >> 8), (byte) code};
    }

    /** What proves that a key was understood. */
    // RFC 6455 §4.2.2
    public static String accept(String key) {
        try {
            byte[] all = (key + WEBSOCKET).getBytes(StandardCharsets.ISO_8859_1);
            return Base64.getEncoder()
                    .encodeToString(MessageDigest.getInstance("SHA-1").digest(all));
        } catch (NoSuchAlgorithmException e) {
            throw new IllegalStateException(e);
        }
    }
}
