package io.cumulonimbus.net.http;

import io.cumulonimbus.rtmp.tunnel.TunnelRequest;
import io.netty.buffer.ByteBuf;
import io.netty.handler.codec.http.EmptyHttpHeaders;
import io.netty.handler.codec.http.HttpContent;
import io.netty.handler.codec.http.HttpHeaders;
import io.netty.handler.codec.http.HttpMessage;
import io.netty.handler.codec.http.HttpObject;
import io.netty.handler.codec.http.HttpRequest;
import io.netty.handler.codec.http.HttpUtil;
import io.netty.handler.codec.http.LastHttpContent;
import io.netty.util.AsciiString;
import java.util.Arrays;

/** Puts the parts of a request together, within limits. Owned by its connection's loop. */
final class RequestReader {
    /** The header of a request that a neighbour sends on, which goes no further. */
    static final String HOP = "x-cumulonimbus-hop";

    private static final byte[] EMPTY = {};
    private static final AsciiString FORWARDED_FOR = AsciiString.cached("x-forwarded-for");
    private static final AsciiString FORWARDED_PROTOCOL = AsciiString.cached("x-forwarded-proto");

    private final BodyBudget budget;
    private final Listener listener;
    private HttpRequest head;
    private byte[] body = EMPTY;
    private int filled;

    /**
     * A whole one.
     *
     * @param path the request target as received
     * @param forwardedFor what the headers say of its way, empty when nothing
     * @param forwardedSecurely whether they say that it came to the first proxy over TLS
     * @param forwarded whether a neighbour sent it on
     * @param body as long as the part of the budget that is to be given back
     * @param old whether it is of HTTP/1.0
     * @param headers all of them; none of requests of the plain form that RTMPT has
     */
    record Request(
            String method,
            String path,
            String forwardedFor,
            boolean forwardedSecurely,
            boolean forwarded,
            byte[] body,
            boolean old,
            HttpHeaders headers) {
        /** A plain one. */
        Request(String method, String path, boolean forwarded, byte[] body) {
            this(method, path, "", false, forwarded, body, false, EmptyHttpHeaders.INSTANCE);
        }
    }

    /** What becomes of requests. */
    interface Listener {
        /** Whether one more may be handed over at this moment. */
        boolean wantsRequests();

        /** Its body's length is to be given back to the budget once nobody needs it. */
        void onRequest(Request request);

        /** One that cannot be taken; no more of this connection is to be read. */
        void onRefused(int status);
    }

    RequestReader(BodyBudget budget, Listener listener) {
        this.budget = budget;
        this.listener = listener;
    }

    /** The next part; stays the caller's. */
    void receive(Object part) {
        if (part instanceof HttpObject object && object.decoderResult().isFailure()) {
            refuse(400);
            return;
        }
        if (part instanceof HttpRequest request) {
            head = request;
            if (announced(request) > TunnelRequest.MAX_BODY) {
                refuse(413);
                return;
            }
        }
        if (part instanceof HttpContent content && append(content.content())) {
            if (part instanceof LastHttpContent) {
                complete();
            }
        }
    }

    /** Whether one that came in one piece may be handed over at this moment. */
    boolean wantsWhole() {
        return listener.wantsRequests();
    }

    /** One that came in one piece; answers false when no more is to be read. */
    boolean takeWhole(Request request) {
        if (request.body().length > 0 && !budget.take(request.body().length)) {
            refuse(503);
            return false;
        }
        listener.onRequest(request);
        return true;
    }

    private static long announced(HttpMessage request) {
        try {
            return HttpUtil.getContentLength(request, 0L);
        } catch (NumberFormatException absurd) {
            return Long.MAX_VALUE;
        }
    }

    private boolean append(ByteBuf bytes) {
        int length = bytes.readableBytes();
        if (length > TunnelRequest.MAX_BODY - filled) {
            refuse(413);
            return false;
        }
        if (length > 0 && !budget.take(length)) {
            refuse(503);
            return false;
        }
        if (body.length < filled + length) {
            // The first part is mostly all of it.
            int room = filled == 0 ? length : Math.max(filled + length, 2 * body.length);
            body = Arrays.copyOf(body, room);
        }
        bytes.readBytes(body, filled, length);
        filled += length;
        return true;
    }

    private void complete() {
        byte[] whole = body.length == filled ? body : Arrays.copyOf(body, filled);
        body = EMPTY;
        filled = 0;
        HttpHeaders headers = head.headers();
        listener.onRequest(
                new Request(
                        head.method().name(),
                        head.uri(),
                        headers.contains(FORWARDED_FOR)
                                ? String.join(",", headers.getAll(FORWARDED_FOR))
                                : "",
                        "https".equalsIgnoreCase(headers.get(FORWARDED_PROTOCOL)),
                        headers.contains(HOP),
                        whole,
                        !head.protocolVersion().isKeepAliveDefault(),
                        headers));
    }

    private void refuse(int status) {
        drop();
        listener.onRefused(status);
    }

    /** Forgets the request that was begun. */
    void drop() {
        budget.giveBack(filled);
        body = EMPTY;
        filled = 0;
    }
}
