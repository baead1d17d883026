package io.cumulonimbus.net.http;

import io.netty.buffer.ByteBuf;
import io.netty.channel.ChannelHandlerContext;
import io.netty.handler.codec.http.HttpDecoderConfig;
import io.netty.handler.codec.http.HttpRequestDecoder;
import io.netty.handler.codec.http.LastHttpContent;
import java.util.List;

/** Netty's decoder, which tells when it is between two requests. */
final class RequestDecoder extends HttpRequestDecoder {
    private static final int PARSER_CHUNK = 64 << 10;

    private boolean ended = true;

    /** How requests are read that have so many bytes at most before their bodies. */
    static HttpDecoderConfig within(int headers) {
        return new HttpDecoderConfig()
                .setMaxInitialLineLength(headers)
                .setMaxHeaderSize(headers)
                .setMaxChunkSize(PARSER_CHUNK);
    }

    RequestDecoder(HttpDecoderConfig config) {
        super(config);
    }

    @Override
    protected void decode(ChannelHandlerContext context, ByteBuf in, List<Object> out)
            throws Exception {
        int before = in.readableBytes();
        super.decode(context, in, out);
        if (!out.isEmpty() && out.getLast() instanceof LastHttpContent) {
            ended = true;
        } else if (in.readableBytes() != before) {
            ended = false;
        }
    }

    /** Whether all that it was given belonged to requests that it has handed on. */
    boolean isBetweenRequests() {
        return ended && actualReadableBytes() == 0;
    }
}
