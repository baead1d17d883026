package io.cumulonimbus.watch;

import io.cumulonimbus.amf.AmfObject;
import io.cumulonimbus.client.Client;
import io.cumulonimbus.client.ClientAcceptor;
import io.cumulonimbus.client.ClientFigures;
import io.cumulonimbus.client.ClientHandler;
import io.cumulonimbus.client.ClientIdentity;
import io.cumulonimbus.client.CloseReason;
import io.cumulonimbus.rtmp.message.Command;
import io.cumulonimbus.rtmp.message.ObjectEncoding;
import io.cumulonimbus.rtmp.tc.FlowMetadata;
import java.net.InetSocketAddress;
import java.util.List;
import java.util.Optional;
import java.util.random.RandomGenerator;

/**
 * A client that came over HTTP or WebSocket, both ends of whose conversation are here: who it is,
 * its connection to an application, its deadlines and its end.
 *
 * <p>Not thread-safe, never blocks, never logs. Its host calls {@link #advance} at the latest at
 * the time it answered last, and ends its connection once it {@linkplain #isFinished is finished}.
 */
abstract class WebClient implements Client {
    static final long CONNECT_NS = 20_000_000_000L;
    private static final long LINGER_NS = 5_000_000_000L;

    private final WatchRequest request;
    private final ClientIdentity identity;
    private final Runnable outputPending;
    private final ViewerQueue queue = new ViewerQueue(this::wake);
    private final ViewerFlow control = new ViewerFlow(0, Optional.empty(), this::wake);
    private Optional<ClientHandler> handler = Optional.empty();
    private Optional<CloseReason> closing = Optional.empty();
    private boolean woken;
    private boolean finished;
    private long flows;
    private long dueNs = Long.MAX_VALUE;

    /**
     * @param outputPending called when there is something to flush, at most once until the next
     *     flush
     * @param random makes an id: unpredictable in production
     */
    WebClient(WatchRequest request, Runnable outputPending, RandomGenerator random) {
        byte[] id = new byte[ClientIdentity.PEER_ID_LENGTH];
        random.nextBytes(id);
        this.request = request;
        this.identity = new ClientIdentity(request.protocol(), id, "", new byte[0], new byte[0]);
        this.outputPending = outputPending;
    }

    /** What was waited for did not come in time. */
    abstract void overdue(long nowNs);

    /** Nothing is taken any more; who stands on the client is told next. */
    abstract void ending();

    /** Who stands on the client was told. */
    abstract void ended();

    final WatchRequest request() {
        return request;
    }

    /** What waits for the client. */
    final ViewerQueue queue() {
        return queue;
    }

    /** What it says to its connection. */
    final ViewerFlow control() {
        return control;
    }

    /** Who stands on it, until its end. */
    final Optional<ClientHandler> handler() {
        return handler;
    }

    /** Whether the server has ended it, and what it said may still be taken. */
    final Optional<CloseReason> closing() {
        return closing;
    }

    final void connect(ClientAcceptor acceptor, int objectEncoding, long nowNs) {
        dueNs = nowNs + CONNECT_NS;
        handler = Optional.of(acceptor.accept(this));
        AmfObject properties =
                new AmfObject()
                        .put("app", request.path().application())
                        .put("tcUrl", request.applicationUrl())
                        .put("flashVer", request.program())
                        .put("pageUrl", request.page())
                        .put("objectEncoding", objectEncoding);
        control.say(
                new Command("connect", ViewerTalk.CONNECT, properties, List.of())
                        .toMessage(ObjectEncoding.AMF0));
        if (closing.isEmpty()) {
            control.open(handler.get());
        }
    }

    /** {@link #overdue} is called then, unless something else is said; MAX_VALUE is never. */
    final void waitsUntil(long ns) {
        dueNs = ns;
    }

    /** A flush begins: who wakes meanwhile is heard in it. */
    final void flushing() {
        woken = true;
    }

    /** The flush is over. */
    final void flushed() {
        woken = false;
        if (closing.isPresent() && queue.isEmpty()) {
            finish(closing.get());
        }
    }

    /** Does what is due; answers when to call again at the latest. */
    public final long advance(long nowNs) {
        if (finished) {
            return Long.MAX_VALUE;
        }
        if (closing.isPresent() && dueNs == Long.MAX_VALUE) {
            dueNs = nowNs + LINGER_NS;
        }
        if (nowNs - dueNs >= 0 && dueNs != Long.MAX_VALUE) {
            overdue(nowNs);
        }
        return dueNs;
    }

    /** Leaves at once: whoever was there is gone, or does not take what it is given. */
    public final void abort(CloseReason reason) {
        finish(reason);
    }

    /** Whether nothing follows any more. */
    public final boolean isFinished() {
        return finished;
    }

    final void finish(CloseReason reason) {
        if (finished) {
            return;
        }
        finished = true;
        dueNs = Long.MAX_VALUE;
        queue.end();
        ending();
        control.end();
        Optional<ClientHandler> told = handler;
        handler = Optional.empty();
        told.ifPresent(h -> h.onClosed(reason));
        ended();
        wake();
    }

    final void wake() {
        if (!woken) {
            woken = true;
            outputPending.run();
        }
    }

    /** Whether neither side has ended it. */
    final boolean isOpen() {
        return !finished && closing.isEmpty();
    }

    /** Whether a flow can be opened to it now; it is counted then. */
    final boolean opens(Optional<FlowMetadata> metadata) {
        boolean open = metadata.isPresent() && isOpen();
        flows += open ? 1 : 0;
        return open;
    }

    @Override
    public final ClientIdentity identity() {
        return identity;
    }

    @Override
    public final InetSocketAddress address() {
        return request.address();
    }

    /** Not known: nothing comes back. */
    @Override
    public final long roundTripNs() {
        return -1;
    }

    @Override
    public final ClientFigures figures() {
        return queue.figures(flows);
    }

    @Override
    public final void close(CloseReason reason) {
        if (isOpen()) {
            closing = Optional.of(reason);
            dueNs = Long.MAX_VALUE;
            wake();
        }
    }
}
