package io.cumulonimbus.net.udp;

import io.netty.buffer.ByteBuf;
import io.netty.channel.epoll.EpollDatagramChannel;
import io.netty.channel.socket.DatagramChannel;
import io.netty.channel.socket.DatagramPacket;
import io.netty.channel.unix.SegmentedDatagramPacket;
import java.net.InetSocketAddress;

/**
 * Turns single datagrams into writes on a channel, joining runs of equal length to one receiver
 * into one segmented write when asked to and possible. Owned by the channel's loop.
 */
final class SendBatch {
    /** Linux takes 64 segments (UDP_MAX_SEGMENTS) and 65,507 bytes at most. */
    private static final int MAX_SEGMENTS = 64;

    private static final int MAX_RUN_BYTES = 65_000;

    private final DatagramChannel channel;
    private final boolean segmentation;
    private ByteBuf run;
    private InetSocketAddress runTo;
    private int segmentLength;
    private int segments;
    private long dropped;

    SendBatch(DatagramChannel channel, boolean wanted) {
        this.channel = channel;
        this.segmentation =
                wanted
                        && channel instanceof EpollDatagramChannel
                        && EpollDatagramChannel.isSegmentedDatagramPacketSupported();
    }

    /** Adds a datagram, which is copied. */
    void add(byte[] datagram, int length, InetSocketAddress to) {
        if (!channel.isWritable()) {
            dropped++;
        } else if (segmentation) {
            addToRun(datagram, length, to);
        } else {
            ByteBuf buffer = channel.alloc().directBuffer(length).writeBytes(datagram, 0, length);
            channel.write(new DatagramPacket(buffer, to), channel.voidPromise());
        }
    }

    private void addToRun(byte[] datagram, int length, InetSocketAddress to) {
        if (run != null && !fits(length, to)) {
            end();
        }
        if (run == null) {
            run = channel.alloc().directBuffer(4 * length, MAX_RUN_BYTES);
            runTo = to;
            segmentLength = length;
            segments = 0;
        }
        run.writeBytes(datagram, 0, length);
        segments++;
        if (length < segmentLength) { // only the last segment may be shorter
            end();
        }
    }

    private boolean fits(int length, InetSocketAddress to) {
        return length <= segmentLength
                && segments < MAX_SEGMENTS
                && run.readableBytes() + length <= MAX_RUN_BYTES
                && runTo.equals(to);
    }

    /** Writes what was held back for joining. */
    void end() {
        if (run == null) {
            return;
        }
        DatagramPacket packet =
                segments > 1
                        ? new SegmentedDatagramPacket(run, segmentLength, runTo)
                        : new DatagramPacket(run, runTo);
        run = null;
        channel.write(packet, channel.voidPromise());
    }

    /** Datagrams thrown away because too much was waiting for the kernel. */
    long dropped() {
        return dropped;
    }
}
