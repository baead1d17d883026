package io.cumulonimbus.net.udp;

import io.cumulonimbus.net.gateway.PortUnavailableException;
import io.cumulonimbus.net.loop.NettyLoop;
import io.netty.channel.ChannelHandlerContext;
import io.netty.channel.ChannelInboundHandlerAdapter;
import io.netty.channel.ChannelOption;
import io.netty.channel.FixedRecvByteBufAllocator;
import io.netty.channel.WriteBufferWaterMark;
import io.netty.channel.socket.DatagramChannel;
import io.netty.channel.socket.DatagramPacket;
import io.netty.channel.unix.UnixChannelOption;
import java.io.IOException;
import java.net.InetSocketAddress;
import java.util.concurrent.CompletableFuture;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * One UDP socket on one loop: reads in batches into one reused array, collects what is sent and
 * hands it to the kernel on {@link #flush()}.
 *
 * <p>Owned by its loop. What cannot be sent is dropped and counted, as a network would.
 */
final class UdpSocket implements DatagramOutlet {
    /** Longest datagram taken, in bytes; RTMFP stays under the path MTU, so longer is not ours. */
    static final int MAX_DATAGRAM = 2048;

    /** Datagrams read before others of the loop get their turn. */
    private static final int MAX_BATCH = 128;

    /** Bytes that wait for the kernel before more are dropped. */
    private static final WriteBufferWaterMark BACKLOG = new WriteBufferWaterMark(4 << 20, 8 << 20);

    private static final Logger LOG = LoggerFactory.getLogger(UdpSocket.class);

    private final DatagramChannel channel;
    private final SendBatch batch;
    private final CompletableFuture<Void> closed = new CompletableFuture<>();
    private InetSocketAddress localAddress;
    private long sendFailures;

    private UdpSocket(DatagramChannel channel, UdpOptions options) {
        this.channel = channel;
        this.batch = new SendBatch(channel, options.segmentation());
    }

    /**
     * Binds a socket that lives on {@code loop}. Any thread; the future is completed on the loop,
     * and fails with {@link PortUnavailableException}.
     */
    static CompletableFuture<UdpSocket> open(
            NettyLoop loop,
            InetSocketAddress address,
            UdpOptions options,
            PortUse use,
            DatagramReceiver receiver) {
        DatagramChannel channel = loop.transport().datagramChannel();
        configure(channel, options);
        if (use == PortUse.FURTHER) {
            channel.config().setOption(UnixChannelOption.SO_REUSEPORT, true);
        }
        UdpSocket socket = new UdpSocket(channel, options);
        channel.pipeline().addLast(socket.new Inbound(receiver));
        channel.closeFuture().addListener(done -> socket.closed.complete(null));
        CompletableFuture<UdpSocket> opened = new CompletableFuture<>();
        loop.eventLoop()
                .register(channel)
                .addListener(
                        registered -> {
                            if (registered.isSuccess()) {
                                socket.bind(address, options, use, opened);
                            } else {
                                opened.completeExceptionally(registered.cause());
                            }
                        });
        return opened;
    }

    private static void configure(DatagramChannel channel, UdpOptions options) {
        channel.config().setOption(ChannelOption.WRITE_BUFFER_WATER_MARK, BACKLOG);
        channel.config()
                .setRecvByteBufAllocator(
                        new FixedRecvByteBufAllocator(MAX_DATAGRAM).maxMessagesPerRead(MAX_BATCH));
        int wanted = options.bufferSize() > 0 ? options.bufferSize() : UdpOptions.AMPLE;
        channel.config().setReceiveBufferSize(wanted);
        channel.config().setSendBufferSize(wanted);
    }

    private void bind(
            InetSocketAddress address,
            UdpOptions options,
            PortUse use,
            CompletableFuture<UdpSocket> opened) {
        channel.bind(address)
                .addListener(
                        bound -> {
                            if (bound.isSuccess()) {
                                warnOfSmallBuffers(options);
                                if (use == PortUse.FIRST) { // not before: another's is refused
                                    channel.config()
                                            .setOption(UnixChannelOption.SO_REUSEPORT, true);
                                }
                                localAddress = channel.localAddress();
                                opened.complete(this);
                            } else {
                                channel.close();
                                opened.completeExceptionally(
                                        PortUnavailableException.of("UDP", address, bound.cause()));
                            }
                        });
    }

    private void warnOfSmallBuffers(UdpOptions options) {
        int given = channel.config().getReceiveBufferSize();
        if (given < options.bufferSize()) {
            LOG.warn(
                    "The system allows UDP buffers of {} bytes only, {} were wanted"
                            + " (Linux: sysctl net.core.rmem_max and wmem_max)",
                    given,
                    options.bufferSize());
        }
    }

    @Override
    public void send(byte[] datagram, int length, InetSocketAddress to) {
        batch.add(datagram, length, to);
    }

    /** Hands what was collected to the kernel. */
    @Override
    public void flush() {
        batch.end();
        channel.flush();
    }

    /** Where it is bound, with the real port. */
    @Override
    public InetSocketAddress localAddress() {
        return localAddress;
    }

    /** Datagrams that were not sent because too much waited already or the kernel refused. */
    @Override
    public long dropped() {
        return batch.dropped() + sendFailures;
    }

    /**
     * Closes the socket; the future is completed on the loop. NIO gives the port back at the loop's
     * next turn.
     */
    @Override
    public CompletableFuture<Void> close() {
        channel.close();
        return closed;
    }

    private final class Inbound extends ChannelInboundHandlerAdapter {
        private final DatagramReceiver receiver;
        private final byte[] scratch = new byte[MAX_DATAGRAM];

        Inbound(DatagramReceiver receiver) {
            this.receiver = receiver;
        }

        @Override
        public void channelRead(ChannelHandlerContext context, Object message) {
            DatagramPacket packet = (DatagramPacket) message;
            int length = packet.content().readableBytes();
            packet.content().readBytes(scratch, 0, length);
            packet.release();
            receiver.onDatagram(scratch, length, packet.sender());
        }

        @Override
        public void channelReadComplete(ChannelHandlerContext context) {
            receiver.onBatchEnd();
        }

        /** A datagram was refused by the kernel (no route, too big): lost like any other. */
        @Override
        public void exceptionCaught(ChannelHandlerContext context, Throwable cause) {
            sendFailures++;
            if (!(cause instanceof IOException)) {
                LOG.error("A fault while handling datagrams", cause);
            }
        }
    }
}
