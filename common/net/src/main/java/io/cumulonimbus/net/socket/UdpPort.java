package io.cumulonimbus.net.socket;

import io.netty.buffer.Unpooled;
import io.netty.channel.ChannelHandlerContext;
import io.netty.channel.ChannelInboundHandlerAdapter;
import io.netty.channel.ChannelOption;
import io.netty.channel.FixedRecvByteBufAllocator;
import io.netty.channel.WriteBufferWaterMark;
import io.netty.channel.socket.DatagramChannel;
import io.netty.channel.socket.DatagramPacket;
import java.io.IOException;
import java.net.InetSocketAddress;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * One UDP socket. What cannot be sent at once is lost, as in a network. Owned by its owner's loop.
 */
public final class UdpPort implements OpenSocket {
    /** The longest datagram there is, in bytes. */
    public static final int MOST_BYTES = 65_507;

    /** Datagrams read before others of the loop get their turn. */
    private static final int BATCH = 16;

    private static final WriteBufferWaterMark WAITING = new WriteBufferWaterMark(1 << 19, 1 << 20);
    private static final Logger LOG = LoggerFactory.getLogger(UdpPort.class);

    private final Sockets owner;
    private final Receiver receiver;
    private final DatagramChannel channel;

    /** What hears of datagrams; on the loop. */
    @FunctionalInterface
    public interface Receiver {
        /**
         * A datagram arrived.
         *
         * @param bytes the receiver's own from now on
         */
        void onDatagram(byte[] bytes, InetSocketAddress from);
    }

    UdpPort(Sockets owner, Receiver receiver, boolean broadcast) {
        this.owner = owner;
        this.receiver = receiver;
        this.channel = owner.loop().transport().datagramChannel();
        channel.config().setOption(ChannelOption.WRITE_BUFFER_WATER_MARK, WAITING);
        if (broadcast) {
            channel.config().setOption(ChannelOption.SO_BROADCAST, true);
        }
        channel.config()
                .setRecvByteBufAllocator(
                        new FixedRecvByteBufAllocator(MOST_BYTES).maxMessagesPerRead(BATCH));
    }

    void bind(InetSocketAddress own) throws SocketFailure {
        channel.pipeline().addLast(new Inbound());
        channel.closeFuture().addListener(closed -> owner.leave(this));
        Bindings.bind(owner.loop(), channel, own);
    }

    /** Takes datagrams from one address alone. */
    public void connect(InetSocketAddress peer) throws SocketFailure {
        check(peer);
        channel.connect(peer);
    }

    /** Sends a datagram, or loses it. */
    public void send(byte[] bytes, InetSocketAddress to) throws SocketFailure {
        check(to);
        if (bytes.length > MOST_BYTES) {
            throw new SocketFailure("no datagram has " + bytes.length + " bytes");
        }
        if (!channel.isWritable()) {
            owner.census().refuse();
            return;
        }
        owner.census().send(bytes.length);
        channel.writeAndFlush(new DatagramPacket(Unpooled.wrappedBuffer(bytes), to));
    }

    private void check(InetSocketAddress to) throws SocketFailure {
        if (!owner.rule().allows(to.getAddress())) {
            throw new SocketFailure(
                    to.getAddress().getHostAddress() + " must not be reached from here");
        }
    }

    /** Where it is bound, with the real port. */
    public InetSocketAddress localAddress() {
        return channel.localAddress();
    }

    /** Receives no more. Harmless when repeated. */
    public void close() {
        channel.close();
    }

    @Override
    public void abort() {
        close();
    }

    private final class Inbound extends ChannelInboundHandlerAdapter {
        @Override
        public void channelRead(ChannelHandlerContext context, Object message) {
            DatagramPacket packet = (DatagramPacket) message;
            byte[] bytes = new byte[packet.content().readableBytes()];
            packet.content().readBytes(bytes);
            InetSocketAddress from = packet.sender();
            packet.release();
            owner.census().receive(bytes.length);
            if (channel.isOpen()) {
                receiver.onDatagram(bytes, from);
            }
        }

        /** Nobody at the other end, mostly: no reason to stop. */
        @Override
        public void exceptionCaught(ChannelHandlerContext context, Throwable cause) {
            if (!(cause instanceof IOException)) {
                LOG.error("A fault while handling datagrams", cause);
            }
        }
    }
}
