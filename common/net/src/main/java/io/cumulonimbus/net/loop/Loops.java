package io.cumulonimbus.net.loop;

import io.netty.channel.EventLoop;
import io.netty.channel.EventLoopGroup;
import io.netty.channel.MultiThreadIoEventLoopGroup;
import io.netty.util.concurrent.DefaultThreadFactory;
import io.netty.util.concurrent.EventExecutor;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.TimeUnit;

/** A named group of loops that start and end together; threads are called name-1, name-2, ... */
public final class Loops implements AutoCloseable {
    private static final long END_WAIT_MS = 5_000;

    private final EventLoopGroup group;
    private final List<NettyLoop> loops;

    private Loops(EventLoopGroup group, Transport transport) {
        this.group = group;
        List<NettyLoop> made = new ArrayList<>();
        for (EventExecutor executor : group) {
            made.add(new NettyLoop((EventLoop) executor, transport));
        }
        this.loops = List.copyOf(made);
    }

    /** {@code count} loops that keep the process alive until they are closed. */
    public static Loops start(String name, int count) {
        return start(name, count, false, Transport.best());
    }

    /** {@code count} loops that do not keep the process alive; nor do threads started on them. */
    public static Loops startDaemons(String name, int count) {
        return start(name, count, true, Transport.best());
    }

    /** {@code count} loops, at least 1, with all choices made by the caller. */
    public static Loops start(String name, int count, boolean daemon, Transport transport) {
        if (count < 1) {
            throw new IllegalArgumentException(count + " loops");
        }
        return new Loops(
                new MultiThreadIoEventLoopGroup(
                        count, new DefaultThreadFactory(name, daemon), transport.handlers()),
                transport);
    }

    /** How many loops there are. */
    public int size() {
        return loops.size();
    }

    /** The loop number {@code index}, from 0. */
    public NettyLoop loop(int index) {
        return loops.get(index);
    }

    /**
     * Ends the loops: what is queued still runs, what is scheduled does not. Waits up to 5 s for
     * their threads to end; never called on one of them.
     */
    @Override
    public void close() {
        group.shutdownGracefully(0, END_WAIT_MS, TimeUnit.MILLISECONDS);
        try {
            group.terminationFuture().await(END_WAIT_MS);
        } catch (InterruptedException stop) {
            Thread.currentThread().interrupt();
        }
    }
}
