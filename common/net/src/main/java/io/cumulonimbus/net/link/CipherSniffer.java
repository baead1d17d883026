package io.cumulonimbus.net.link;

import io.netty.buffer.ByteBuf;
import io.netty.channel.ChannelHandlerContext;
import io.netty.handler.codec.ByteToMessageDecoder;
import java.util.List;
import java.util.function.Consumer;

/** Tells by its first byte whether a connection begins with TLS, and goes away. */
final class CipherSniffer extends ByteToMessageDecoder {
    /** The type of the first record of TLS (RFC 8446 §5.1); a link begins with a zero. */
    private static final int TLS_HANDSHAKE = 22;

    private final Consumer<Boolean> told;

    CipherSniffer(Consumer<Boolean> told) {
        this.told = told;
    }

    @Override
    protected void decode(ChannelHandlerContext context, ByteBuf in, List<Object> out) {
        if (in.isReadable()) {
            told.accept(in.getUnsignedByte(in.readerIndex()) == TLS_HANDSHAKE);
            // What was read meanwhile goes on to whoever took this place.
            context.pipeline().remove(this);
        }
    }
}
