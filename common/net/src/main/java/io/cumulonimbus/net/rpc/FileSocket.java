package io.cumulonimbus.net.rpc;

import io.cumulonimbus.client.ClientAcceptor;
import io.cumulonimbus.client.CloseReason;
import io.cumulonimbus.net.loop.DeadlineTimer;
import io.cumulonimbus.net.loop.NettyLoop;
import io.cumulonimbus.net.loop.TurnEnd;
import io.cumulonimbus.net.tcp.SocketWriter;
import io.cumulonimbus.net.tcp.TcpFaults;
import io.cumulonimbus.watch.FileAnswer;
import io.cumulonimbus.watch.Invocation;
import io.cumulonimbus.watch.ScriptCaller;
import io.cumulonimbus.watch.WatchAnswer;
import io.cumulonimbus.watch.WatchRequest;
import io.netty.channel.ChannelHandlerContext;
import io.netty.channel.ChannelInboundHandlerAdapter;
import io.netty.channel.socket.SocketChannel;
import io.netty.util.ReferenceCountUtil;
import java.util.random.RandomGenerator;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * A connection that carries one file, or a part of it, from the request that named it to its end;
 * owned by its loop. A piece is asked for when the one before it has nearly gone, so that a
 * connection costs no more than one, however long the file is.
 */
public final class FileSocket implements ScriptCaller.Listener {
    private static final int PIECE = 128 << 10;
    private static final long STALLED_NS = 30_000_000_000L;

    private static final Logger LOG = LoggerFactory.getLogger(FileSocket.class);

    private final NettyLoop loop;
    private final SocketChannel socket;
    private final SocketWriter writer;
    private final FileHead head;
    private final Runnable known;
    private final ScriptCaller caller;
    private final TurnEnd turnEnd;
    private final DeadlineTimer timer;
    private long size;
    private long modifiedS;
    private long at;
    private long left;
    private long movedNs;
    private boolean waiting;
    private boolean answered;
    private boolean ending;

    FileSocket(
            NettyLoop loop,
            SocketChannel socket,
            SocketWriter writer,
            FileHead head,
            WatchRequest wish,
            Runnable known,
            RandomGenerator random) {
        this.loop = loop;
        this.socket = socket;
        this.writer = writer;
        this.head = head;
        this.known = known;
        this.turnEnd = new TurnEnd(loop, this::flush);
        this.timer = new DeadlineTimer(loop, this::flush);
        this.caller = new ScriptCaller(wish, this, turnEnd::ask, random);
    }

    /** Takes the connection over, whose handlers have gone. */
    void start(ClientAcceptor acceptor) {
        socket.pipeline().addLast(new Incoming());
        socket.config().setAutoRead(true);
        movedNs = loop.nowNs();
        caller.start(acceptor, movedNs);
        turnEnd.ask();
    }

    /** The server stops; what is under way breaks off. On the loop. */
    public void close() {
        caller.abort(CloseReason.STOPPING);
        socket.close();
    }

    private void flush() {
        if (!socket.isActive()) {
            return;
        }
        long now = loop.nowNs();
        caller.flush(now);
        long due = caller.advance(now);
        if (caller.isFinished() && !ending) {
            give(head.refusal(503, "Service Unavailable"));
        }
        if (now - movedNs >= STALLED_NS) {
            caller.abort(CloseReason.TIMED_OUT);
            socket.close();
            return;
        }
        if (!ending) {
            next();
            writer.flush();
        }
        timer.set(Math.min(due, movedNs + STALLED_NS));
    }

    private void next() {
        if (answered && left > 0 && !waiting && writer.room() > 0) {
            ask(at, (int) Math.min(PIECE, left));
        }
    }

    private void ask(long from, int most) {
        waiting = true;
        caller.read(head.name(), from, most, this::take);
    }

    @Override
    public void onConnected() {
        known.run();
        ask(head.from(), head.request().isHead() ? 0 : PIECE);
    }

    private void take(FileAnswer answer) {
        waiting = false;
        if (ending) {
            return;
        }
        switch (answer) {
            case FileAnswer.Part part -> take(part);
            case FileAnswer.None none ->
                    give(
                            answered
                                    ? new byte[0] // it is not there any more, and breaks off
                                    : head.refusal(none.why().status(), none.why().reason()));
        }
    }

    private void take(FileAnswer.Part part) {
        if (!answered) {
            size = part.size();
            modifiedS = part.modifiedS();
            at = part.from();
            left = head.length(size, at);
            answered = true;
            byte[] lines = head.showing(part.name()).found(size, modifiedS, at, left);
            write(lines, lines.length);
            if (head.request().isHead() || head.isKnown(modifiedS) || left <= 0) {
                give(new byte[0]);
                return;
            }
        }
        int usable = (int) Math.min(left, part.bytes().length);
        if (usable == 0 || part.size() != size || part.modifiedS() != modifiedS) {
            give(new byte[0]); // it has changed meanwhile, and breaks off
            return;
        }
        write(part.bytes(), usable);
        movedNs = loop.nowNs();
        at += usable;
        left -= usable;
        if (left == 0) {
            give(new byte[0]);
        } else {
            turnEnd.ask();
        }
    }

    private void write(byte[] bytes, int most) {
        writer.write(bytes, 0, most);
    }

    /** These are the last bytes; the client has some time to take them. */
    private void give(byte[] bytes) {
        ending = true;
        write(bytes, bytes.length);
        movedNs = loop.nowNs();
        timer.set(movedNs + STALLED_NS);
        caller.abort(CloseReason.FAR_CLOSED);
        writer.close();
    }

    @Override
    public void onRefused(WatchAnswer answer, String description) {
        known.run();
        give(head.refusal(answer.status(), answer.reason()));
    }

    @Override
    public void onInvoked(Invocation invocation) {}

    @Override
    public boolean hasRoom() {
        return true; // nothing comes but what was asked for
    }

    /** What the client says means nothing any more. */
    private final class Incoming extends ChannelInboundHandlerAdapter {
        @Override
        public void channelRead(ChannelHandlerContext context, Object message) {
            ReferenceCountUtil.release(message);
        }

        @Override
        public void channelWritabilityChanged(ChannelHandlerContext context) {
            if (socket.isWritable() && !ending) {
                movedNs = loop.nowNs();
                turnEnd.ask();
            }
        }

        @Override
        public void channelInactive(ChannelHandlerContext context) {
            timer.cancel();
            caller.abort(CloseReason.FAR_CLOSED);
        }

        @Override
        public void exceptionCaught(ChannelHandlerContext context, Throwable cause) {
            if (TcpFaults.isOurs(cause)) {
                LOG.error("A fault of the connection of {}", head.request(), cause);
                caller.abort(CloseReason.FAULT);
            }
            socket.close();
        }
    }
}
