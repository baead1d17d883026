package io.cumulonimbus.net.loop;

import io.netty.channel.EventLoop;
import io.netty.util.concurrent.Future;
import java.util.ArrayDeque;
import java.util.concurrent.RejectedExecutionException;
import java.util.concurrent.TimeUnit;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** A loop that is a thread of Netty's, so that sockets can live on it. */
public final class NettyLoop implements Loop {
    private static final Logger LOG = LoggerFactory.getLogger(NettyLoop.class);

    private final EventLoop eventLoop;
    private final Transport transport;
    private final Runnable turn = this::runTurn;

    /** What is to be done at the end of the turn: one task of the queue for all of it. */
    private final ArrayDeque<Runnable> ends = new ArrayDeque<>();

    private boolean turnAsked;

    NettyLoop(EventLoop eventLoop, Transport transport) {
        this.eventLoop = eventLoop;
        this.transport = transport;
    }

    @Override
    public boolean inLoop() {
        return eventLoop.inEventLoop();
    }

    @Override
    public void execute(Runnable task) {
        try {
            eventLoop.execute(() -> guarded(task));
        } catch (RejectedExecutionException ended) {
            LOG.debug("A task came after the end of its loop");
        }
    }

    @Override
    public void endTurn(Runnable task) {
        if (!eventLoop.inEventLoop()) {
            execute(task);
            return;
        }
        ends.add(task);
        if (!turnAsked) {
            turnAsked = true;
            execute(turn);
        }
    }

    /** What asks meanwhile has its turn behind what was queued meanwhile. */
    private void runTurn() {
        try {
            for (int left = ends.size(); left > 0; left--) {
                guarded(ends.poll());
            }
        } finally {
            turnAsked = !ends.isEmpty();
            if (turnAsked) {
                execute(turn);
            }
        }
    }

    @Override
    public Cancellable schedule(Runnable task, long delayNs) {
        try {
            Future<?> future =
                    eventLoop.schedule(
                            () -> guarded(task), Math.max(0, delayNs), TimeUnit.NANOSECONDS);
            return () -> future.cancel(false);
        } catch (RejectedExecutionException ended) {
            return () -> {};
        }
    }

    /** Netty would keep a scheduled task's exception in a future that nobody reads. */
    private static void guarded(Runnable task) {
        try {
            task.run();
        } catch (RuntimeException fault) {
            LOG.error("A task failed on its loop", fault);
        }
    }

    @Override
    public long nowNs() {
        return System.nanoTime();
    }

    /** The Netty side of this loop, to register channels with. */
    public EventLoop eventLoop() {
        return eventLoop;
    }

    /** Which kind of channel can live here. */
    public Transport transport() {
        return transport;
    }
}
