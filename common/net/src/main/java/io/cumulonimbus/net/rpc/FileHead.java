package io.cumulonimbus.net.rpc;

import io.cumulonimbus.net.watch.WatchHttp;
import io.netty.handler.codec.DateFormatter;
import io.netty.handler.codec.http.HttpHeaderNames;
import java.nio.charset.StandardCharsets;
import java.util.Date;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * What is wanted of a file, and what stands before it (RFC 9110 §13, §14).
 *
 * @param request what was asked
 * @param name of the file
 */
record FileHead(WatchHttp request, String name) {
    private static final Pattern RANGE = Pattern.compile("bytes=(\\d{0,18})-(\\d{0,18})");

    /** One range; several, and such that depend on something, are answered with the whole file. */
    private Matcher range() {
        boolean depends = !request.header(HttpHeaderNames.IF_RANGE).isEmpty();
        return RANGE.matcher(depends ? "" : request.header(HttpHeaderNames.RANGE));
    }

    /** Whether a part is wanted. */
    boolean isPart() {
        Matcher range = range();
        return range.matches() && range.group(1).length() + range.group(2).length() > 0;
    }

    /** The same, where a file of another name is shown. */
    FileHead showing(String other) {
        return new FileHead(request, other);
    }

    /** Where to begin; below 0 so many bytes before the end. */
    long from() {
        Matcher range = range();
        if (!range.matches()) {
            return 0;
        }
        if (!range.group(1).isEmpty()) {
            return Long.parseLong(range.group(1));
        }
        return range.group(2).isEmpty() ? 0 : -Long.parseLong(range.group(2));
    }

    /** The last byte that is wanted of a file of this size. */
    private long last(long size) {
        Matcher range = range();
        boolean named = range.matches() && !range.group(1).isEmpty() && !range.group(2).isEmpty();
        return named ? Math.min(size - 1, Long.parseLong(range.group(2))) : size - 1;
    }

    /** How many bytes are answered; below 0 for none, as the range is none of this file. */
    long length(long size, long begin) {
        long wanted = last(size) - begin + 1;
        boolean none = isPart() && (begin >= size || wanted <= 0);
        return none ? -1 : wanted;
    }

    /** Whether the client has it as it was written last, then. */
    boolean isKnown(long modifiedS) {
        String since = request.header(HttpHeaderNames.IF_MODIFIED_SINCE);
        Date known = since.isEmpty() ? null : DateFormatter.parseHttpDate(since);
        return modifiedS >= 0 && known != null && known.getTime() / 1000 >= modifiedS;
    }

    /** Before so many bytes of the file, from {@code begin} on; or instead of any. */
    byte[] found(long size, long modifiedS, long begin, long length) {
        String modified =
                modifiedS < 0
                        ? ""
                        : "Last-Modified: "
                                + DateFormatter.format(new Date(modifiedS * 1000))
                                + "\r\n";
        if (isKnown(modifiedS)) {
            return head("304 Not Modified", modified.strip());
        }
        if (length < 0) {
            return head(
                    "416 Range Not Satisfiable",
                    "Content-Range: bytes */" + size + "\r\nContent-Length: 0");
        }
        String all =
                modified
                        + "Content-Type: "
                        + ContentTypes.of(name)
                        + "\r\nAccept-Ranges: bytes\r\nContent-Length: "
                        + length;
        long end = begin + length - 1;
        return isPart()
                ? head(
                        "206 Partial Content",
                        all + "\r\nContent-Range: bytes " + begin + "-" + end + "/" + size)
                : head("200 OK", all);
    }

    /** Instead of a file. */
    byte[] refusal(int status, String reason) {
        String words = reason + "\n";
        return head(
                status + " " + reason,
                "Content-Type: text/plain; charset=utf-8\r\nContent-Length: "
                        + words.length()
                        + (request.isHead() ? "\r\n\r\n" : "\r\n\r\n" + words));
    }

    /** A body may stand behind the lines. */
    private byte[] head(String status, String lines) {
        String site =
                request.origin().isEmpty() || status.startsWith("403")
                        ? ""
                        : "Access-Control-Allow-Origin: " + request.origin() + "\r\n";
        String text =
                "HTTP/1.1 "
                        + status
                        + "\r\nConnection: close\r\nCache-Control: no-cache\r\nVary: Origin\r\n"
                        + "X-Content-Type-Options: nosniff\r\n"
                        + site
                        + lines
                        + (lines.contains("\r\n\r\n") ? "" : "\r\n\r\n");
        return text.getBytes(StandardCharsets.UTF_8);
    }
}
