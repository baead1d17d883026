package io.cumulonimbus.net.tcp;

import io.cumulonimbus.net.loop.DeadlineTimer;
import io.cumulonimbus.net.loop.NettyLoop;
import io.netty.buffer.ByteBuf;
import io.netty.channel.ChannelHandlerContext;
import io.netty.handler.codec.ByteToMessageDecoder;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.UnknownHostException;
import java.util.List;
import java.util.Optional;
import java.util.function.Consumer;

/**
 * Reads the header of the PROXY protocol, version 2, that a proxy puts in front of a connection's
 * bytes, and then goes away. A connection without it is the proxy's own, and so is one that the
 * header says is (its health checks).
 */
final class ProxyHeader extends ByteToMessageDecoder {
    private static final byte[] SIGNATURE = {
        0x0d, 0x0a, 0x0d, 0x0a, 0x00, 0x0d, 0x0a, 0x51, 0x55, 0x49, 0x54, 0x0a
    };
    private static final int FIXED = SIGNATURE.length + 4;
    private static final int LONGEST = 4096;
    private static final int LOCAL = 0x20;
    private static final int PROXIED = 0x21;
    private static final int TCP4 = 0x11;
    private static final int TCP6 = 0x21;
    private static final long WAIT_NS = 5_000_000_000L;

    private final DeadlineTimer timer;
    private final long untilNs;
    private final Consumer<Optional<InetSocketAddress>> begin;

    /**
     * @param begin given the client's address unless it is the proxy itself; adds the handlers that
     *     the rest is for
     */
    ProxyHeader(NettyLoop loop, Runnable late, Consumer<Optional<InetSocketAddress>> begin) {
        this.timer = new DeadlineTimer(loop, late);
        this.untilNs = loop.nowNs() + WAIT_NS;
        this.begin = begin;
    }

    @Override
    public void handlerAdded(ChannelHandlerContext context) {
        timer.set(untilNs);
    }

    @Override
    protected void handlerRemoved0(ChannelHandlerContext context) {
        timer.cancel();
    }

    @Override
    protected void decode(ChannelHandlerContext context, ByteBuf in, List<Object> out) {
        int at = in.readerIndex();
        int have = in.readableBytes();
        for (int i = 0; i < Math.min(have, SIGNATURE.length); i++) {
            if (in.getByte(at + i) != SIGNATURE[i]) {
                go(context, Optional.empty());
                return;
            }
        }
        if (have < FIXED) {
            return;
        }
        int length = in.getUnsignedShort(at + FIXED - Short.BYTES);
        if (length > LONGEST) {
            refuse(context, in);
        } else if (have >= FIXED + length) {
            take(context, in, in.getUnsignedByte(at + SIGNATURE.length), length);
        }
    }

    private void take(ChannelHandlerContext context, ByteBuf in, int command, int length) {
        int family = in.getUnsignedByte(in.readerIndex() + SIGNATURE.length + 1);
        ByteBuf addresses = in.slice(in.readerIndex() + FIXED, length);
        int bytes = family == TCP4 ? 4 : family == TCP6 ? 16 : 0;
        if (command == LOCAL || command == PROXIED && bytes == 0) {
            in.skipBytes(FIXED + length);
            go(context, Optional.empty());
        } else if (command == PROXIED && length >= 2 * (bytes + Short.BYTES)) {
            byte[] source = new byte[bytes];
            addresses.getBytes(0, source);
            int port = addresses.getUnsignedShort(2 * bytes);
            in.skipBytes(FIXED + length);
            go(context, Optional.of(new InetSocketAddress(address(source), port)));
        } else {
            refuse(context, in);
        }
    }

    private static InetAddress address(byte[] bytes) {
        try {
            return InetAddress.getByAddress(bytes);
        } catch (UnknownHostException wrongLength) {
            throw new AssertionError(wrongLength);
        }
    }

    private void go(ChannelHandlerContext context, Optional<InetSocketAddress> client) {
        begin.accept(client);
        context.pipeline().remove(this);
    }

    private static void refuse(ChannelHandlerContext context, ByteBuf in) {
        in.skipBytes(in.readableBytes());
        context.close();
    }
}
