package io.cumulonimbus.net.http;

import io.netty.buffer.ByteBuf;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.Optional;

/**
 * Reads the requests that nearly all are: of a plain form, and come in one piece. All others are
 * left to {@link RequestDecoder}, which takes several times as long. What is taken here that one
 * would take for the same.
 *
 * <p>Plain is a POST of HTTP/1.1 whose headers have nothing but names and visible texts, one of
 * them the length of the body, and none that would mean something else to us.
 */
final class WholeRequests {
    /** Longer ones are rare enough. */
    private static final int LONGEST = 16 << 10;

    private static final byte[] METHOD = ascii("POST ");
    private static final byte[] VERSION = ascii(" HTTP/1.1\r\n");
    private static final byte[] LENGTH = ascii("content-length");
    private static final byte[] HOP = ascii(RequestReader.HOP);
    private static final byte[] TYPE = ascii("content-type");

    /** Bodies that are none of RTMPT. */
    private static final byte[] JSON = ascii("application/json");

    /** Names that change what a request is, or who it is from. */
    private static final byte[][] OTHERS = {
        ascii("transfer-encoding"),
        ascii("expect"),
        ascii("upgrade"),
        ascii("trailer"),
        ascii("x-forwarded-for"),
        ascii("x-forwarded-proto"),
    };

    private static final int MOST_DIGITS = 5;

    private final int mostHead;
    private final byte[] bytes = new byte[LONGEST];
    private int at;
    private int end;

    /**
     * @param mostHead longest request line and headers, together
     */
    WholeRequests(int mostHead) {
        this.mostHead = mostHead;
    }

    private static byte[] ascii(String text) {
        return text.getBytes(StandardCharsets.US_ASCII);
    }

    /** Takes what it can from the front of these bytes, which are between two requests. */
    void take(ByteBuf in, RequestReader to) {
        int length = in.readableBytes();
        if (length > LONGEST) {
            return;
        }
        in.getBytes(in.readerIndex(), bytes, 0, length);
        at = 0;
        end = length;
        boolean more = true;
        while (more && to.wantsWhole()) {
            more = next().filter(to::takeWhole).isPresent();
        }
        in.skipBytes(at);
    }

    private Optional<RequestReader.Request> next() {
        if (end - at < METHOD.length
                || !Arrays.equals(bytes, at, at + METHOD.length, METHOD, 0, METHOD.length)) {
            return Optional.empty();
        }
        int target = at + METHOD.length;
        int afterTarget = visible(target);
        int line = afterTarget + VERSION.length;
        if (afterTarget == target
                || line > end
                || !Arrays.equals(bytes, afterTarget, line, VERSION, 0, VERSION.length)) {
            return Optional.empty();
        }
        return headers(
                line, new String(bytes, target, afterTarget - target, StandardCharsets.US_ASCII));
    }

    private int visible(int from) {
        int i = from;
        while (i < end && bytes[i] > ' ' && bytes[i] < 0x7f) {
            i++;
        }
        return i;
    }

    private Optional<RequestReader.Request> headers(int from, String path) {
        int length = -1;
        boolean forwarded = false;
        int line = from;
        while (line + 1 < end && bytes[line] != '\r') {
            int colon = name(line);
            int over = text(colon + 1);
            if (colon == line
                    || over + 1 >= end
                    || bytes[over] != '\r'
                    || bytes[over + 1] != '\n') {
                return Optional.empty();
            }
            if (is(LENGTH, line, colon)) {
                length = length < 0 ? number(colon + 1, over) : -1;
                if (length < 0) {
                    return Optional.empty();
                }
            } else if (is(HOP, line, colon)) {
                forwarded = true;
            } else if (isOther(line, colon) || is(TYPE, line, colon) && isJson(colon + 1, over)) {
                return Optional.empty();
            }
            line = over + 2;
        }
        int body = line + 2;
        if (length < 0 || body - at > mostHead || length > end - body || bytes[line + 1] != '\n') {
            return Optional.empty();
        }
        at = body + length;
        byte[] copy = Arrays.copyOfRange(bytes, body, at);
        return Optional.of(new RequestReader.Request("POST", path, forwarded, copy));
    }

    /** Where the colon behind a name is; {@code from} when there is none. */
    private int name(int from) {
        int i = from;
        while (i < end && isOfNames(bytes[i])) {
            i++;
        }
        return i < end && bytes[i] == ':' ? i : from;
    }

    private static boolean isOfNames(byte c) {
        return c >= 'a' && c <= 'z' || c >= 'A' && c <= 'Z' || c >= '0' && c <= '9' || c == '-';
    }

    /** Where the visible text ends that begins there. */
    private int text(int from) {
        int i = from;
        while (i < end && bytes[i] >= ' ' && bytes[i] < 0x7f) {
            i++;
        }
        return i;
    }

    private boolean isOther(int from, int to) {
        for (byte[] other : OTHERS) {
            if (is(other, from, to)) {
                return true;
            }
        }
        return false;
    }

    private boolean is(byte[] name, int from, int to) {
        if (to - from != name.length) {
            return false;
        }
        for (int i = 0; i < name.length; i++) {
            if ((bytes[from + i] | 0x20) != name[i]) {
                return false;
            }
        }
        return true;
    }

    private boolean isJson(int from, int to) {
        int i = from;
        while (i < to && bytes[i] == ' ') {
            i++;
        }
        return to - i >= JSON.length && is(JSON, i, i + JSON.length);
    }

    /** Digits with blanks before them at most, otherwise -1. */
    private int number(int from, int to) {
        int i = from;
        while (i < to && bytes[i] == ' ') {
            i++;
        }
        if (i == to || to - i > MOST_DIGITS) {
            return -1;
        }
        int number = 0;
        for (; i < to; i++) {
            if (bytes[i] < '0' || bytes[i] > '9') {
                return -1;
            }
            number = number * 10 + bytes[i] - '0';
        }
        return number;
    }
}
