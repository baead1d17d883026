package io.cumulonimbus.rtmp.tunnel;

import java.nio.charset.StandardCharsets;
import java.util.Arrays;

/**
 * An HTTP reply, to be written as it is and in one go.
 *
 * <p>Every byte of the head is there for some client: librtmp looks for {@code "HTTP/1.1 200 "} and
 * {@code "Content-Length: "} in these very letters and takes no chunked bodies; HaishinKit takes no
 * content type but this; nobody opens a second connection, so none is closed; and old browsers hand
 * out the body of an error as if it were the answer, so errors have none.
 */
public final class HttpReply {
    private static final byte[] NOTHING = {};
    private static final byte[] OK = ascii(head(200, "OK"));
    private static final byte[] OK_ENDS = ascii(ends("application/x-fcs"));

    private final int status;
    private final byte[] bytes;
    private final int headLength;

    /** In one array from the start: there are thousands of them each second. */
    private HttpReply(int status, byte[] first, byte[] second, byte[] body, int bodyLength) {
        int digits = digits(bodyLength);
        this.status = status;
        this.headLength = first.length + digits + second.length;
        this.bytes = new byte[headLength + bodyLength];
        System.arraycopy(first, 0, bytes, 0, first.length);
        int rest = bodyLength;
        for (int i = first.length + digits - 1; i >= first.length; i--) {
            bytes[i] = (byte) ('0' + rest % 10);
            rest /= 10;
        }
        System.arraycopy(second, 0, bytes, first.length + digits, second.length);
        System.arraycopy(body, 0, bytes, headLength, bodyLength);
    }

    private static int digits(int number) {
        int digits = 1;
        for (int rest = number; rest > 9; rest /= 10) {
            digits++;
        }
        return digits;
    }

    private HttpReply(int status, byte[] whole) {
        this.status = status;
        this.bytes = whole;
        this.headLength = whole.length;
    }

    /** A reply of others, head and body, which is not copied: for what is no request of RTMPT. */
    public static HttpReply whole(int status, byte[] bytes) {
        return new HttpReply(status, bytes);
    }

    /** 200 with a body. */
    public static HttpReply ok(byte[] body) {
        return ok(body, body.length);
    }

    /** 200 with the first bytes of an array, which are copied. */
    static HttpReply ok(byte[] body, int length) {
        return new HttpReply(200, OK, OK_ENDS, body, length);
    }

    /** 200 with a text of another type. */
    static HttpReply document(String type, String text) {
        return of(200, "OK", type, text.getBytes(StandardCharsets.UTF_8));
    }

    private static HttpReply of(int status, String reason, String type, byte[] body) {
        byte[] first = ascii(head(status, reason));
        return new HttpReply(status, first, ascii(ends(type)), body, body.length);
    }

    private static String head(int status, String reason) {
        return "HTTP/1.1 "
                + status
                + " "
                + reason
                + "\r\nCache-Control: no-cache\r\nConnection: Keep-Alive\r\nContent-Length: ";
    }

    private static String ends(String type) {
        return "\r\nContent-Type: " + type + "\r\n\r\n";
    }

    private static byte[] ascii(String text) {
        return text.getBytes(StandardCharsets.US_ASCII);
    }

    /** A reply without body: 200, 400, 404, 410, 413 or 503. */
    public static HttpReply empty(int status) {
        String reason =
                switch (status) {
                    case 200 -> "OK";
                    case 400 -> "Bad Request";
                    case 404 -> "Not Found";
                    case 410 -> "Gone";
                    case 413 -> "Content Too Large";
                    case 503 -> "Service Unavailable";
                    default -> throw new IllegalArgumentException("status " + status);
                };
        return of(status, reason, "application/x-fcs", NOTHING);
    }

    /** The status code. */
    public int status() {
        return status;
    }

    /** Head and body, shared: not to be written to. */
    public byte[] bytes() {
        return bytes;
    }

    /** A copy of the body. */
    public byte[] body() {
        return Arrays.copyOfRange(bytes, headLength, bytes.length);
    }
}
