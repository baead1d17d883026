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

    private final int status;
    private final byte[] bytes;
    private final int headLength;

    private HttpReply(int status, String head, byte[] body) {
        this.status = status;
        byte[] first = head.getBytes(StandardCharsets.US_ASCII);
        this.headLength = first.length;
        this.bytes = Arrays.copyOf(first, first.length + body.length);
        System.arraycopy(body, 0, bytes, first.length, body.length);
    }

    /** 200 with a body. */
    public static HttpReply ok(byte[] body) {
        return of(200, "OK", "application/x-fcs", body);
    }

    /** 200 with a text of another type. */
    static HttpReply document(String type, String text) {
        return of(200, "OK", type, text.getBytes(StandardCharsets.UTF_8));
    }

    private static HttpReply of(int status, String reason, String type, byte[] body) {
        String head =
                "HTTP/1.1 "
                        + status
                        + " "
                        + reason
                        + "\r\nCache-Control: no-cache\r\nConnection: Keep-Alive\r\n"
                        + "Content-Length: "
                        + body.length
                        + "\r\nContent-Type: "
                        + type
                        + "\r\n\r\n";
        return new HttpReply(status, head, body);
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
