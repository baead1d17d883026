package io.cumulonimbus.net.udp;

import io.netty.buffer.ByteBuf;
import io.netty.channel.epoll.EpollDatagramChannel;
import io.netty.channel.socket.DatagramChannel;
import io.netty.channel.socket.DatagramPacket;
import io.netty.channel.unix.Errors.NativeIoException;
import io.netty.channel.unix.SegmentedDatagramPacket;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.util.HashSet;
import java.util.Set;

/**
 * Turns single datagrams into writes on a channel, joining runs of equal length to one receiver
 * into one segmented write when asked to and possible. Owned by the channel's loop.
 */
final class SendBatch {
    /** Linux takes 64 segments (UDP_MAX_SEGMENTS) and 65,507 bytes at most. */
    private static final int MAX_SEGMENTS = 64;

    private static final int MAX_RUN_BYTES = 65_000;

    /** Far hosts to remember as behind interfaces that take no segments, before it is all. */
    private static final int MAX_UNSEGMENTED = 256;

    /** EIO, EINVAL, EOPNOTSUPP: no checksum offload, a small MTU on the way, or not known there. */
    private static final Set<Integer> NO_SEGMENTS = Set.of(-5, -22, -95);

    private final DatagramChannel channel;
    private final Set<InetAddress> unsegmented = new HashSet<>();
    private boolean segmentation;
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
        } else if (segmentation && !unsegmented.contains(to.getAddress())) {
            addToRun(datagram, length, to);
        } else {
            end(); // keeps the order
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
        ByteBuf joined = run;
        run = null;
        if (segments == 1) {
            channel.write(new DatagramPacket(joined, runTo), channel.voidPromise());
        } else {
            writeSegmented(joined, segmentLength, runTo);
        }
    }

    private void writeSegmented(ByteBuf joined, int segment, InetSocketAddress to) {
        ByteBuf kept = joined.retainedDuplicate();
        channel.write(new SegmentedDatagramPacket(joined, segment, to))
                .addListener(
                        written -> {
                            if (!written.isSuccess()) {
                                onRefused(written.cause(), kept, segment, to);
                            }
                            kept.release();
                        });
    }

    /** Not every interface takes segments: what it refused leaves one by one, as all later does. */
    private void onRefused(Throwable why, ByteBuf kept, int segment, InetSocketAddress to) {
        if (!(why instanceof NativeIoException error)
                || !NO_SEGMENTS.contains(error.expectedErr())) {
            dropped += (kept.readableBytes() + segment - 1) / segment;
            return;
        }
        unsegmented.add(to.getAddress());
        segmentation &= unsegmented.size() < MAX_UNSEGMENTED;
        while (kept.isReadable()) {
            ByteBuf one = kept.readRetainedSlice(Math.min(segment, kept.readableBytes()));
            channel.write(new DatagramPacket(one, to), channel.voidPromise());
        }
        channel.flush();
    }

    /** Whether runs to this address are joined. */
    boolean segments(InetAddress to) {
        return segmentation && !unsegmented.contains(to);
    }

    /** Datagrams thrown away because too much was waiting for the kernel. */
    long dropped() {
        return dropped;
    }
}
