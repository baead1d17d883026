package io.cumulonimbus.net.rpc;

import io.cumulonimbus.client.ClientAcceptor;
import io.cumulonimbus.client.CloseReason;
import io.cumulonimbus.net.loop.NettyLoop;
import io.cumulonimbus.net.takeover.TakenSocket;
import io.cumulonimbus.net.tcp.SocketWriter;
import io.cumulonimbus.watch.FileAnswer;
import io.cumulonimbus.watch.Invocation;
import io.cumulonimbus.watch.ScriptCaller;
import io.cumulonimbus.watch.WatchAnswer;
import io.cumulonimbus.watch.WatchRequest;
import io.netty.channel.socket.SocketChannel;
import java.util.random.RandomGenerator;

/**
 * A connection that carries one file, or a part of it, from the request that named it to its end;
 * owned by its loop. A piece is asked for when the one before it has nearly gone, so that a
 * connection costs no more than one, however long the file is.
 */
public final class FileSocket extends TakenSocket implements ScriptCaller.Listener {
    private static final int PIECE = 128 << 10;

    private final FileHead head;
    private final Runnable known;
    private final ScriptCaller caller;
    private long size;
    private long modifiedS;
    private long at;
    private long left;
    private long movedNs;
    private boolean waiting;
    private boolean answered;

    FileSocket(
            NettyLoop loop,
            SocketChannel socket,
            SocketWriter writer,
            FileHead head,
            WatchRequest wish,
            Runnable known,
            RandomGenerator random) {
        super(loop, socket, writer, head.request());
        this.head = head;
        this.known = known;
        this.caller = new ScriptCaller(wish, this, this::ask, random);
    }

    /** Takes the connection over, whose handlers have gone. */
    void start(ClientAcceptor acceptor) {
        takeOver();
        movedNs = loop().nowNs();
        caller.start(acceptor, movedNs);
        ask();
    }

    /** The server stops; what is under way breaks off. On the loop. */
    public void close() {
        caller.abort(CloseReason.STOPPING);
        socket().close();
    }

    @Override
    protected void turn() {
        long now = loop().nowNs();
        caller.flush(now);
        long due = caller.advance(now);
        if (caller.isFinished() && !isEnding()) {
            give(head.refusal(503, "Service Unavailable"));
        }
        if (now - movedNs >= STALLED_NS) {
            caller.abort(CloseReason.TIMED_OUT);
            socket().close();
            return;
        }
        if (!isEnding()) {
            next();
            writer().flush();
        }
        timer().set(Math.min(due, movedNs + STALLED_NS));
    }

    private void next() {
        if (answered && left > 0 && !waiting && writer().room() > 0) {
            read(at, (int) Math.min(PIECE, left));
        }
    }

    private void read(long from, int most) {
        waiting = true;
        caller.read(head.name(), from, most, this::take);
    }

    @Override
    public void onConnected() {
        known.run();
        read(head.from(), head.request().isHead() ? 0 : PIECE);
    }

    private void take(FileAnswer answer) {
        waiting = false;
        if (isEnding()) {
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
            write(lines);
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
        writer().write(part.bytes(), 0, usable);
        movedNs = loop().nowNs();
        at += usable;
        left -= usable;
        if (left == 0) {
            give(new byte[0]);
        } else {
            ask();
        }
    }

    /** These are the last bytes; the client has some time to take them. */
    private void give(byte[] bytes) {
        ending();
        write(bytes);
        movedNs = loop().nowNs();
        timer().set(movedNs + STALLED_NS);
        caller.abort(CloseReason.FAR_CLOSED);
        closeBehind();
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

    /** It means nothing any more. */
    @Override
    protected void heard(Object message) {}

    @Override
    protected void writable() {
        movedNs = loop().nowNs();
        ask();
    }

    @Override
    protected void gone(CloseReason reason) {
        caller.abort(reason);
    }
}
