package io.cumulonimbus.net.socket;

import io.cumulonimbus.net.loop.DeadlineTimer;
import io.cumulonimbus.net.loop.TurnEnd;
import io.netty.buffer.ByteBuf;
import io.netty.buffer.Unpooled;
import io.netty.channel.ChannelFutureListener;
import io.netty.channel.ChannelHandlerContext;
import io.netty.channel.ChannelInboundHandlerAdapter;
import io.netty.channel.socket.SocketChannel;
import java.io.IOException;
import java.net.InetSocketAddress;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * One TCP connection, from the moment it is wanted. What is sent before it is there waits; what was
 * received and not used is kept. Owned by its owner's loop.
 */
public final class TcpSocket implements OpenSocket {
    /** What may wait to be sent, in bytes. */
    public static final int MOST_UNSENT = 8 << 20;

    /** What may be kept of what was received, in bytes. */
    public static final int MOST_KEPT = 4 << 20;

    /** How long connecting may take, and how long the far end may take what was sent at the end. */
    private static final long PATIENCE_NS = 20_000_000_000L;

    /** What one write costs beside its bytes. */
    private static final int OVERHEAD = 256;

    private static final byte[] NOTHING = {};
    private static final Logger LOG = LoggerFactory.getLogger(TcpSocket.class);

    private final Sockets owner;
    private Listener listener = new Deaf();
    private final DeadlineTimer patience;
    private final TurnEnd flush;
    private final TurnEnd farewell;
    private Optional<Dialing> dialing = Optional.empty();
    private Optional<SocketChannel> channel = Optional.empty();
    private List<byte[]> early = new ArrayList<>();
    private byte[] kept = NOTHING;
    private long unsent;
    private boolean closing;
    private boolean ended;
    private Optional<String> error = Optional.empty();

    /** What hears of a connection; on the loop. */
    public interface Listener {
        /**
         * Bytes arrived; those that were kept are in front.
         *
         * @param bytes the listener's own from now on
         * @return how many at the end are to be kept
         */
        int onBytes(byte[] bytes);

        /**
         * It is closed, by whomever. Called once, last, and never from within {@link #close}.
         *
         * @param error why, unless one of both ends wanted it
         */
        void onClosed(Optional<String> error);
    }

    TcpSocket(Sockets owner) {
        this.owner = owner;
        this.patience = new DeadlineTimer(owner.loop(), this::outOfPatience);
        this.flush = new TurnEnd(owner.loop(), () -> channel.ifPresent(SocketChannel::flush));
        this.farewell = new TurnEnd(owner.loop(), () -> listener.onClosed(error));
    }

    /** Who hears of it from now on. */
    void tell(Listener told) {
        listener = told;
    }

    /** It has to be connected soon. */
    void hurry() {
        patience.set(owner.loop().nowNs() + PATIENCE_NS);
    }

    /** Tries one address after the other. */
    void dial(String where, List<InetSocketAddress> addresses) {
        if (!ended) {
            Dialing attempt = new Dialing(owner.loop(), addresses, this::connected);
            dialing = Optional.of(attempt);
            attempt.next(cause -> fail(where + ": " + SocketFailure.text(cause)));
        }
    }

    private void connected(SocketChannel socket) {
        dialing = Optional.empty();
        stand(socket);
        List<byte[]> first = early;
        early = List.of();
        first.forEach(bytes -> write(socket, bytes));
    }

    /** Stands on a socket from now on. */
    void stand(SocketChannel socket) {
        patience.cancel();
        channel = Optional.of(socket);
        socket.config().setTcpNoDelay(true).setKeepAlive(true);
        socket.pipeline().addLast(new Inbound());
        socket.closeFuture().addListener(closed -> end());
    }

    /**
     * Sends bytes; answers false, and sends nothing, when it is closed or too much waits already.
     *
     * @param bytes the socket's own from now on
     */
    public boolean send(byte[] bytes) {
        long cost = cost(bytes);
        if (closing || ended || unsent + cost > MOST_UNSENT + OVERHEAD || !owner.take(cost)) {
            return false;
        }
        unsent += cost;
        owner.census().send(bytes.length);
        if (channel.isPresent()) {
            write(channel.get(), bytes);
        } else {
            early.add(bytes);
        }
        return true;
    }

    private void write(SocketChannel socket, byte[] bytes) {
        socket.write(Unpooled.wrappedBuffer(bytes)).addListener(done -> written(cost(bytes)));
        flush.ask();
    }

    private void written(long cost) {
        unsent -= cost;
        owner.give(cost);
    }

    private static long cost(byte[] bytes) {
        return (long) bytes.length + OVERHEAD;
    }

    /** Whether something can be sent: it is connected, or will be. */
    public boolean isOpen() {
        return !closing && !ended;
    }

    /** Our address; nothing before it is connected. */
    public Optional<InetSocketAddress> localAddress() {
        return channel.map(SocketChannel::localAddress);
    }

    /** The far end's address; nothing before it is connected. */
    public Optional<InetSocketAddress> remoteAddress() {
        return channel.map(SocketChannel::remoteAddress);
    }

    /** Closes it once everything was sent; nothing more is received. Harmless when repeated. */
    public void close() {
        if (closing || ended) {
            return;
        }
        closing = true;
        if (channel.isEmpty()) {
            abort();
            return;
        }
        hurry();
        channel.get().writeAndFlush(Unpooled.EMPTY_BUFFER).addListener(ChannelFutureListener.CLOSE);
    }

    @Override
    public void abort() {
        closing = true;
        dialing.ifPresent(Dialing::cancel);
        channel.ifPresent(SocketChannel::close);
        end();
    }

    /** Ends it for a reason. */
    void fail(String why) {
        if (!ended && error.isEmpty()) {
            error = Optional.of(why);
        }
        abort();
    }

    private void outOfPatience() {
        if (closing) {
            abort();
        } else {
            fail("no answer");
        }
    }

    private void end() {
        if (ended) {
            return;
        }
        ended = true;
        patience.cancel();
        early.forEach(bytes -> written(cost(bytes)));
        early = List.of();
        owner.give(kept.length);
        kept = NOTHING;
        owner.leave(this);
        farewell.ask();
    }

    private void received(ByteBuf buffer) {
        int length = buffer.readableBytes();
        owner.census().receive(length);
        byte[] all = Arrays.copyOf(kept, kept.length + length);
        buffer.readBytes(all, kept.length, length);
        owner.give(kept.length);
        kept = NOTHING;
        int left = Math.clamp(listener.onBytes(all), 0, all.length);
        if (left == 0 || closing) {
            return;
        }
        if (left > MOST_KEPT || !owner.take(left)) {
            fail("too much was received and not used");
            return;
        }
        kept = Arrays.copyOfRange(all, all.length - left, all.length);
    }

    private static final class Deaf implements Listener {
        @Override
        public int onBytes(byte[] bytes) {
            return 0;
        }

        @Override
        public void onClosed(Optional<String> error) {}
    }

    private final class Inbound extends ChannelInboundHandlerAdapter {
        @Override
        public void channelRead(ChannelHandlerContext context, Object message) {
            ByteBuf buffer = (ByteBuf) message;
            try {
                if (!closing) {
                    received(buffer);
                }
            } finally {
                buffer.release();
            }
        }

        @Override
        public void exceptionCaught(ChannelHandlerContext context, Throwable cause) {
            if (!(cause instanceof IOException)) {
                LOG.error("A fault while handling what was received", cause);
            }
            fail(SocketFailure.text(cause));
        }
    }
}
