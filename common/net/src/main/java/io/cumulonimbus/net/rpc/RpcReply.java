package io.cumulonimbus.net.rpc;

import io.cumulonimbus.net.watch.WatchHttp;
import io.cumulonimbus.rtmp.tunnel.HttpReply;
import io.cumulonimbus.watch.json.ScriptCall;
import io.cumulonimbus.watch.json.UnwritableJsonException;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.Map;

/** Replies of HTTP to calls, written whole. */
final class RpcReply {
    private static final Map<Integer, String> REASONS =
            Map.of(
                    200, "OK",
                    204, "No Content",
                    400, "Bad Request",
                    403, "Forbidden",
                    404, "Not Found",
                    413, "Content Too Large",
                    429, "Too Many Requests",
                    500, "Internal Server Error",
                    503, "Service Unavailable",
                    504, "Gateway Timeout");

    private RpcReply() {}

    /** With a body of JSON. */
    static HttpReply json(WatchHttp request, int status, byte[] body) {
        return reply(
                request,
                status,
                "Content-Type: application/json\r\nContent-Length: " + body.length + "\r\n",
                body);
    }

    /** {@code {"error": "..."}}. */
    static HttpReply failure(WatchHttp request, int status, String description) {
        String words = description.isEmpty() ? REASONS.get(status) : description;
        try {
            byte[] body = ScriptCall.error(words);
            return json(request, status, body);
        } catch (UnwritableJsonException tooLong) {
            return failure(request, status, "");
        }
    }

    /** Nothing more is to be said. */
    static HttpReply nothing(WatchHttp request) {
        return reply(request, 204, "", new byte[0]);
    }

    /** What a browser asks before it sends JSON on behalf of a page of another web site. */
    static HttpReply preflight(WatchHttp request) {
        return reply(
                request,
                204,
                "Access-Control-Allow-Methods: GET, POST\r\n"
                        + "Access-Control-Allow-Headers: Content-Type\r\n"
                        + "Access-Control-Max-Age: 600\r\n",
                new byte[0]);
    }

    private static HttpReply reply(WatchHttp request, int status, String more, byte[] body) {
        String site =
                request.origin().isEmpty() || status == 403
                        ? ""
                        : "Access-Control-Allow-Origin: " + request.origin() + "\r\n";
        String head =
                "HTTP/1.1 "
                        + status
                        + " "
                        + REASONS.get(status)
                        + "\r\n"
                        + more
                        + site
                        + "Vary: Origin\r\nCache-Control: no-store\r\n"
                        + "X-Content-Type-Options: nosniff\r\n\r\n";
        byte[] first = head.getBytes(StandardCharsets.ISO_8859_1);
        byte[] all = Arrays.copyOf(first, first.length + body.length);
        System.arraycopy(body, 0, all, first.length, body.length);
        return HttpReply.whole(status, all);
    }
}
