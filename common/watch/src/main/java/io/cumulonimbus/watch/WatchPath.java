package io.cumulonimbus.watch;

import java.io.ByteArrayOutputStream;
import java.nio.charset.StandardCharsets;
import java.util.Locale;
import java.util.Optional;

/**
 * What a URL of a stream says: {@code /<application>/<stream>.<ending>?<parameters>}.
 *
 * @param application its path as it was sent, without slashes at its ends; empty for the root
 * @param stream its name, decoded
 * @param literal its name as it was sent: what those publish it as who take URLs of RTMP literally
 * @param ending what is behind its last dot, in lower case
 * @param query what is behind the question mark, as it was sent; may be empty
 */
public record WatchPath(
        String application, String stream, String literal, String ending, String query) {
    static final int LONGEST = 4096;

    /** Of a name without percent signs. */
    public WatchPath(String application, String stream, String ending, String query) {
        this(application, stream, stream, ending, query);
    }

    /** Takes a request target apart, be it a path or a URL; empty when it names no stream. */
    public static Optional<WatchPath> parse(String target) {
        if (target.length() > LONGEST) {
            return Optional.empty();
        }
        String path = withoutAuthority(target);
        int question = path.indexOf('?');
        String query = question < 0 ? "" : path.substring(question + 1);
        path = question < 0 ? path : path.substring(0, question);
        int slash = path.lastIndexOf('/');
        int dot = path.lastIndexOf('.');
        if (slash < 0 || dot < slash + 2 || dot == path.length() - 1) {
            return Optional.empty();
        }
        String literal = path.substring(slash + 1, dot);
        String stream = decode(literal);
        String ending = path.substring(dot + 1).toLowerCase(Locale.ROOT);
        String application = trim(path.substring(0, slash));
        return Optional.of(new WatchPath(application, stream, literal, ending, query));
    }

    static String withoutAuthority(String target) {
        int authority = target.indexOf("://");
        int question = target.indexOf('?');
        if (authority <= 0 || question >= 0 && question < authority) {
            return target;
        }
        int slash = target.indexOf('/', authority + 3);
        return slash < 0 ? "/" : target.substring(slash);
    }

    static String trim(String path) {
        int begin = 0;
        int end = path.length();
        while (begin < end && path.charAt(begin) == '/') {
            begin++;
        }
        while (end > begin && path.charAt(end - 1) == '/') {
            end--;
        }
        return path.substring(begin, end);
    }

    /**
     * Percent signs stand for bytes of UTF-8 where two digits follow; so do characters below 256,
     * as which bytes come that somebody sent as they are.
     */
    static String decode(String text) {
        ByteArrayOutputStream out = new ByteArrayOutputStream(text.length());
        boolean bytes = text.chars().allMatch(one -> one < 256);
        byte[] in = text.getBytes(bytes ? StandardCharsets.ISO_8859_1 : StandardCharsets.UTF_8);
        for (int i = 0; i < in.length; i++) {
            int high = in[i] == '%' && i + 2 < in.length ? Character.digit(in[i + 1], 16) : -1;
            int low = high < 0 ? -1 : Character.digit(in[i + 2], 16);
            if (low < 0) {
                out.write(in[i]);
            } else {
                out.write(high << 4 | low);
                i += 2;
            }
        }
        return out.toString(StandardCharsets.UTF_8);
    }
}
