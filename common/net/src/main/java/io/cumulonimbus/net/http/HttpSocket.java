package io.cumulonimbus.net.http;

import io.cumulonimbus.net.loop.BoundedHop;
import io.cumulonimbus.net.loop.DeadlineTimer;
import io.cumulonimbus.net.loop.NettyLoop;
import io.cumulonimbus.net.loop.TurnEnd;
import io.cumulonimbus.net.rpc.RpcDesk;
import io.cumulonimbus.net.tcp.DoorOptions;
import io.cumulonimbus.net.tcp.SocketWriter;
import io.cumulonimbus.net.tcp.TcpConnection;
import io.cumulonimbus.net.tcp.TcpFaults;
import io.cumulonimbus.net.watch.WatchDesk;
import io.cumulonimbus.net.watch.WatchHttp;
import io.cumulonimbus.rtmp.tunnel.HttpPipeline;
import io.cumulonimbus.rtmp.tunnel.HttpReply;
import io.cumulonimbus.rtmp.tunnel.TunnelExchange;
import io.cumulonimbus.rtmp.tunnel.TunnelRequest;
import io.netty.buffer.ByteBuf;
import io.netty.channel.ChannelHandlerContext;
import io.netty.channel.ChannelInboundHandlerAdapter;
import io.netty.channel.ChannelOption;
import io.netty.channel.socket.SocketChannel;
import io.netty.util.ReferenceCountUtil;
import java.net.InetSocketAddress;
import java.util.List;
import java.util.Optional;
import java.util.function.Function;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * One HTTP connection: requests in, replies out in the same order and byte for byte as the tunnel
 * gives them. Never closed for being done with a request, as clients open no second one.
 */
final class HttpSocket implements TcpConnection, RequestReader.Listener {
    private static final int REPLIES_UNDER_WAY = 64;
    private static final long NONE = Long.MIN_VALUE;

    private static final String POST = "POST";
    private static final String WIRE = "wire";
    private static final String DECODER = "decoder";
    private static final String REQUESTS = "requests";
    private static final List<String> HANDLERS = List.of(WIRE, DECODER, REQUESTS);

    private static final Logger LOG = LoggerFactory.getLogger(HttpSocket.class);

    private final NettyLoop loop;
    private final SocketChannel socket;
    private final Shared shared;
    private final Function<RequestReader.Request, RequestTaker> sessions;
    private final BoundedHop home;
    private final SocketWriter writer;
    private final HttpPipeline pipeline;
    private final RequestReader reader;
    private final RequestDecoder decoder;
    private final WholeRequests whole;
    private final TurnEnd turnEnd;
    private final DeadlineTimer timer;
    private final HeldParts held;
    private Runnable known;
    private InetSocketAddress from;
    private long requestSinceNs;
    private long lastRequestNs;
    private boolean behindProxy;
    private boolean inRead;
    private boolean ending;
    private boolean closing;
    private boolean handedOver;
    private Optional<Runnable> closer = Optional.empty();
    private volatile boolean gone;

    /**
     * What all connections of a gateway share.
     *
     * @param config how they behave
     * @param door how they were let in
     * @param budget of request bodies
     * @param watching takes requests for streams
     * @param calling takes requests that call functions
     */
    record Shared(
            HttpConfig config,
            DoorOptions door,
            BodyBudget budget,
            WatchDesk watching,
            RpcDesk calling) {}

    /** What all connections of a loop share, as one of them is served at a time. */
    static final class Scratch {
        private final byte[] out = new byte[32 << 10];
        private final WholeRequests in;

        Scratch(HttpConfig config) {
            in = new WholeRequests(config.headerBytes());
        }
    }

    HttpSocket(
            NettyLoop loop,
            SocketChannel socket,
            Shared shared,
            Function<RequestReader.Request, RequestTaker> sessions,
            Runnable known,
            Scratch scratch) {
        this.loop = loop;
        this.socket = socket;
        this.shared = shared;
        this.sessions = sessions;
        this.known = known;
        this.home = new BoundedHop(loop, REPLIES_UNDER_WAY);
        this.writer = new SocketWriter(socket, scratch.out, shared.door().secure());
        this.whole = scratch.in;
        this.turnEnd = new TurnEnd(loop, this::flush);
        this.pipeline = new HttpPipeline(this::outputPending);
        this.reader = new RequestReader(shared.budget(), this);
        this.held = new HeldParts(reader);
        this.decoder = new RequestDecoder(RequestDecoder.within(shared.config().headerBytes()));
        this.timer = new DeadlineTimer(loop, socket::close);
        socket.config().setTcpNoDelay(true);
        socket.config().setKeepAlive(true);
        socket.config().setOption(ChannelOption.WRITE_BUFFER_WATER_MARK, SocketWriter.WAITING);
    }

    @Override
    public void start(InetSocketAddress client) {
        from = client;
        behindProxy = shared.door().proxies().test(from.getAddress());
        socket.pipeline()
                .addLast(QuickAcknowledgement.of(socket, () -> !decoder.isBetweenRequests()))
                .addLast(WIRE, new Wire())
                .addLast(DECODER, decoder)
                .addLast(REQUESTS, new Requests());
        requestSinceNs = loop.nowNs();
        watch();
    }

    @Override
    public void close() {
        if (handedOver) {
            closer.ifPresentOrElse(Runnable::run, socket::close);
            return;
        }
        ending = true;
        flush();
    }

    /** The deadline: of the request that is coming in, or for the next one to come. */
    private void watch() {
        timer.set(
                requestSinceNs == NONE
                        ? lastRequestNs + shared.config().idleNs()
                        : requestSinceNs + shared.config().requestNs());
    }

    private void outputPending() {
        if (!inRead) {
            turnEnd.ask();
        }
    }

    private void flush() {
        if (!socket.isActive() || closing || handedOver) {
            return;
        }
        do {
            pipeline.flush(writer);
        } while (held.takeHeld(() -> !ending && pipeline.wantsRequests()));
        if (closing || handedOver) {
            return;
        }
        if (ending && pipeline.isEmpty()) {
            closing = true;
            writer.close();
            return;
        }
        writer.flush();
        boolean wanted = !ending && pipeline.wantsRequests() && held.isEmpty();
        if (socket.config().isAutoRead() != wanted) {
            socket.config().setAutoRead(wanted);
        }
    }

    @Override
    public boolean wantsRequests() {
        return held.isEmpty() && pipeline.wantsRequests();
    }

    @Override
    public void onRequest(RequestReader.Request request) {
        InetSocketAddress client = from;
        boolean secure = shared.door().secure();
        if (behindProxy) {
            client = Forwarded.client(request.forwardedFor(), from, shared.door().proxies());
            secure |= request.forwardedSecurely();
        }
        if (!request.headers().isEmpty() && isServed(request, client, secure)) {
            return;
        }
        taken();
        byte[] body = request.body();
        sessions.apply(request)
                .request(
                        new TunnelRequest(request.method(), request.path(), body, client, secure),
                        new ExchangeProxy(pipeline.begin(), home, () -> gone),
                        () -> shared.budget().giveBack(body.length));
    }

    private void taken() {
        known.run();
        known = () -> {};
        requestSinceNs = NONE;
        lastRequestNs = loop.nowNs();
    }

    /** Whether it is none of RTMPT; then it is served by those who take such. */
    private boolean isServed(
            RequestReader.Request request, InetSocketAddress client, boolean secure) {
        WatchDesk desk = shared.watching();
        WatchHttp asked =
                new WatchHttp(
                        request.method(),
                        request.path(),
                        request.old(),
                        request.headers(),
                        client,
                        secure);
        boolean post = request.method().equals(POST);
        if (post || isShown(request, asked)) {
            return !post || isCalled(request, asked);
        }
        if (desk.takesFiles(request.method(), request.path())) {
            shared.budget().giveBack(request.body().length);
            taken();
            TunnelExchange exchange = new ExchangeProxy(pipeline.begin(), home, () -> gone);
            desk.file(loop, asked, exchange::reply);
            return true;
        }
        Optional<byte[]> page = desk.page(asked);
        if (page.isEmpty() && !desk.answers(request.method(), request.path())) {
            return isCalled(request, asked);
        }
        shared.budget().giveBack(request.body().length);
        page.ifPresentOrElse(
                reply -> {
                    taken();
                    pipeline.begin().reply(HttpReply.whole(200, reply));
                },
                () -> {
                    leave();
                    closer =
                            desk.serve(loop, socket, writer, asked, known)
                                    .map(viewer -> viewer::close);
                });
        return true;
    }

    /** Whether it asks for a file of an application. */
    private boolean isShown(RequestReader.Request request, WatchHttp asked) {
        RpcDesk desk = shared.calling();
        if (!desk.shows(asked)) {
            return false;
        }
        shared.budget().giveBack(request.body().length);
        leave();
        closer = desk.show(loop, socket, writer, asked, known).map(file -> file::close);
        return true;
    }

    /** Whether it calls a function. */
    private boolean isCalled(RequestReader.Request request, WatchHttp asked) {
        RpcDesk desk = shared.calling();
        boolean upgrade = desk.upgrades(asked);
        if (!upgrade && !desk.answers(asked)) {
            return false;
        }
        shared.budget().giveBack(request.body().length);
        if (upgrade) {
            leave();
            closer = desk.serve(loop, socket, writer, asked, known).map(calling -> calling::close);
            return true;
        }
        taken();
        TunnelExchange exchange = new ExchangeProxy(pipeline.begin(), home, () -> gone);
        desk.call(loop, asked, request.body(), exchange::reply);
        return true;
    }

    /** From now on the connection is another's; what was asked before is not answered. */
    private void leave() {
        handedOver = true;
        ending = true;
        timer.cancel();
        pipeline.close();
        held.forget();
        HANDLERS.forEach(socket.pipeline()::remove);
    }

    @Override
    public void onRefused(int status) {
        ending = true;
        pipeline.begin().reply(HttpReply.empty(status));
    }

    /** Sees bytes before they are parsed. */
    private final class Wire extends ChannelInboundHandlerAdapter {
        @Override
        public void channelRead(ChannelHandlerContext context, Object message) {
            inRead = true;
            ByteBuf bytes = (ByteBuf) message;
            try {
                if (!ending && decoder.isBetweenRequests()) {
                    whole.take(bytes, reader);
                }
                if (!ending && bytes.isReadable()) {
                    context.fireChannelRead(bytes.retain());
                }
            } finally {
                bytes.release();
            }
        }

        @Override
        public void channelReadComplete(ChannelHandlerContext context) {
            boolean partial = !decoder.isBetweenRequests();
            if (partial && requestSinceNs == NONE) {
                requestSinceNs = loop.nowNs();
            }
            context.fireChannelReadComplete();
        }
    }

    /** Sees the parts of requests. */
    private final class Requests extends ChannelInboundHandlerAdapter {
        @Override
        public void channelRead(ChannelHandlerContext context, Object message) {
            if (ending) {
                ReferenceCountUtil.release(message);
            } else if (wantsRequests()) {
                held.take(message);
            } else {
                held.hold(message);
                socket.config().setAutoRead(false);
            }
        }

        @Override
        public void channelReadComplete(ChannelHandlerContext context) {
            inRead = false;
            watch();
            flush();
        }

        @Override
        public void channelWritabilityChanged(ChannelHandlerContext context) {
            if (socket.isWritable()) {
                turnEnd.ask();
            }
        }

        @Override
        public void channelInactive(ChannelHandlerContext context) {
            gone = true;
            inRead = false;
            timer.cancel();
            held.forget();
            reader.drop();
            pipeline.close();
        }

        @Override
        public void exceptionCaught(ChannelHandlerContext context, Throwable cause) {
            inRead = false;
            if (TcpFaults.isOurs(cause)) {
                LOG.error("A fault of the HTTP connection with {}", from, cause);
            }
            socket.close();
        }
    }
}
