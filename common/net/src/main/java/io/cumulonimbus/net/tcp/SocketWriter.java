package io.cumulonimbus.net.tcp;

import io.cumulonimbus.client.Message;
import io.cumulonimbus.rtmp.chunkstream.ByteSink;
import io.netty.buffer.Unpooled;
import io.netty.channel.ChannelFutureListener;
import io.netty.channel.WriteBufferWaterMark;
import io.netty.channel.socket.SocketChannel;

/**
 * Collects what is written into few buffers for a socket, and takes no more than a little ahead of
 * what the far end reads, so that live media is left out before it waits here. Owned by the
 * socket's loop; between writing and {@link #flush} nothing else of the loop runs.
 */
public final class SocketWriter implements ByteSink {
    /** What may wait in front of the kernel; more is welcome when it is nearly gone. */
    public static final WriteBufferWaterMark WAITING =
            new WriteBufferWaterMark(32 << 10, 128 << 10);

    /** What is worth a buffer of its own when nothing else is there to go into it. */
    private static final int COLLECTED = 512;

    private final SocketChannel socket;
    private final byte[] scratch;
    private final boolean encrypted;
    private int filled;

    /** What waits to be encrypted, which the socket does not count before it is flushed. */
    private int unseen;

    /**
     * @param scratch not empty; shared by all writers of a loop
     * @param encrypted whether something in between encrypts
     */
    public SocketWriter(SocketChannel socket, byte[] scratch, boolean encrypted) {
        this.socket = socket;
        this.scratch = scratch;
        this.encrypted = encrypted;
    }

    @Override
    public int room() {
        long taken = (long) filled + unseen;
        return (int) Math.min(Integer.MAX_VALUE, socket.bytesBeforeUnwritable() - taken);
    }

    @Override
    public void write(byte[] bytes, int offset, int length) {
        if (filled == 0 && length >= COLLECTED) {
            hand(bytes, offset, length);
            return;
        }
        for (int done = 0; done < length; ) {
            int part = part(length - done);
            System.arraycopy(bytes, offset + done, scratch, filled, part);
            filled += part;
            done += part;
        }
    }

    @Override
    public void write(Message message, int from, int length) {
        for (int done = 0; done < length; ) {
            int part = part(length - done);
            message.copyTo(from + done, scratch, filled, part);
            filled += part;
            done += part;
        }
    }

    private int part(int wanted) {
        if (filled == scratch.length) {
            handOver();
        }
        return Math.min(wanted, scratch.length - filled);
    }

    private void handOver() {
        if (filled > 0) {
            hand(scratch, 0, filled);
            filled = 0;
        }
    }

    private void hand(byte[] bytes, int offset, int length) {
        socket.write(
                socket.alloc().directBuffer(length).writeBytes(bytes, offset, length),
                socket.voidPromise());
        unseen += encrypted ? length : 0;
    }

    /** Gives everything to the socket. */
    public void flush() {
        handOver();
        socket.flush();
        unseen = 0;
    }

    /** Closes the socket once it sent everything. */
    public void close() {
        handOver();
        socket.writeAndFlush(Unpooled.EMPTY_BUFFER).addListener(ChannelFutureListener.CLOSE);
    }
}
