package io.cumulonimbus.net.watch;

import io.cumulonimbus.net.takeover.Frames;
import io.cumulonimbus.watch.WatchAnswer;
import java.nio.charset.StandardCharsets;

/** What stands before a stream, or instead of it. */
public final class WatchHead {
    private final StringBuilder text = new StringBuilder();

    private WatchHead(int status, String reason) {
        text.append("HTTP/1.1 ").append(status).append(' ').append(reason).append("\r\n");
    }

    private WatchHead line(String name, String value) {
        text.append(name).append(": ").append(value).append("\r\n");
        return this;
    }

    private byte[] bytes(String body) {
        return text.append("\r\n").append(body).toString().getBytes(StandardCharsets.UTF_8);
    }

    /** Before a stream of that type on a connection of HTTP. */
    static byte[] ofStream(WatchHttp request, String type) {
        WatchHead head = new WatchHead(200, "OK").line("Content-Type", type);
        if (!request.old() && !request.isHead()) {
            head.line("Transfer-Encoding", "chunked");
        }
        return head.common(request).bytes("");
    }

    /** Before WebSocket. */
    public static byte[] ofWebSocket(WatchHttp request) {
        return new WatchHead(101, "Switching Protocols")
                .line("Upgrade", "websocket")
                .line("Connection", "Upgrade")
                .line("Sec-WebSocket-Accept", Frames.accept(request.header("sec-websocket-key")))
                .bytes("");
    }

    /** Instead of a stream; the description is for people. */
    static byte[] refusal(WatchHttp request, WatchAnswer answer, String description) {
        String line = (description.isEmpty() ? answer.reason() : description) + "\n";
        WatchHead head =
                new WatchHead(answer.status(), answer.reason())
                        .line("Content-Type", "text/plain; charset=utf-8")
                        .line("Content-Length", "" + line.getBytes(StandardCharsets.UTF_8).length);
        if (answer == WatchAnswer.UNAVAILABLE) {
            head.line("Retry-After", "2");
        }
        return head.common(request).bytes(request.isHead() ? "" : line);
    }

    private WatchHead common(WatchHttp request) {
        line("Cache-Control", "no-store");
        line("Connection", "close");
        line("X-Content-Type-Options", "nosniff");
        if (!request.origin().isEmpty()) {
            line("Access-Control-Allow-Origin", request.origin());
            line("Vary", "Origin");
        }
        return this;
    }
}
