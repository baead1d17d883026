package io.cumulonimbus.net.http;

import io.cumulonimbus.net.loop.BoundedHop;
import io.cumulonimbus.net.loop.NettyLoop;
import io.cumulonimbus.net.tcp.TcpDialer;
import io.cumulonimbus.rtmp.tunnel.HttpReply;
import io.cumulonimbus.rtmp.tunnel.TunnelExchange;
import io.cumulonimbus.rtmp.tunnel.TunnelRequest;
import java.net.InetSocketAddress;
import java.util.ArrayDeque;
import java.util.HashMap;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;

/**
 * Sends requests whose sessions live at {@link Neighbours} on to them, one hop, and their replies
 * back: over connections that are kept, each with one request at a time. Owned by one loop.
 */
final class ForwardedRequests {
    /** Connections of this loop to all neighbours: one for each client that waits for a reply. */
    private static final int MOST = 4096;

    private static final int WAITING = 4096;

    private final NettyLoop loop;
    private final Neighbours neighbours;
    private final BoundedHop hop;
    private final Map<InetSocketAddress, ArrayDeque<NeighbourSocket>> idle = new HashMap<>();
    private int open;

    /**
     * One that waits for its reply.
     *
     * @param taken run when its bytes are needed no more
     */
    record Waiting(TunnelRequest request, TunnelExchange exchange, Runnable taken) {
        void fail() {
            taken.run();
            exchange.reply(HttpReply.empty(503));
        }
    }

    ForwardedRequests(NettyLoop loop, Neighbours neighbours) {
        this.loop = loop;
        this.neighbours = neighbours;
        this.hop = new BoundedHop(loop, WAITING);
    }

    /** The way to the neighbour of that name. */
    RequestTaker to(String name) {
        return (request, exchange, taken) -> {
            Waiting waiting = new Waiting(request, exchange, taken);
            CompletableFuture<Optional<InetSocketAddress>> found = neighbours.find(name);
            if (found.isDone()) {
                send(found.join(), waiting);
                return;
            }
            found.whenComplete(
                    (address, failure) -> {
                        if (failure != null || !hop.offer(() -> send(address, waiting))) {
                            waiting.fail();
                        }
                    });
        };
    }

    private void send(Optional<InetSocketAddress> address, Waiting waiting) {
        if (address.isEmpty() || !waiting.request().path().matches("[!-~]+")) {
            waiting.taken().run();
            waiting.exchange().reply(HttpReply.empty(404));
            return;
        }
        InetSocketAddress to = address.get();
        ArrayDeque<NeighbourSocket> kept = idle.get(to);
        NeighbourSocket one = kept == null ? null : kept.pollLast();
        if (one != null) {
            one.send(waiting);
        } else if (open >= MOST) {
            waiting.fail();
        } else {
            dial(to, waiting);
        }
    }

    private void dial(InetSocketAddress to, Waiting waiting) {
        open++;
        NeighbourSocket[] made = new NeighbourSocket[1];
        TcpDialer.dial(
                loop,
                new TcpDialer.Destination(to.getHostString(), to, Optional.empty()),
                socket -> {
                    made[0] = new NeighbourSocket(loop, socket, to, waiting, this);
                    return made[0];
                },
                failure -> {
                    open--;
                    if (made[0] != null) {
                        made[0].close();
                    }
                    waiting.fail();
                });
    }

    /** It has its reply, and takes the next request. */
    void free(InetSocketAddress to, NeighbourSocket socket) {
        idle.computeIfAbsent(to, any -> new ArrayDeque<>()).addLast(socket);
    }

    /** It is closed. */
    void gone(InetSocketAddress to, NeighbourSocket socket) {
        open--;
        ArrayDeque<NeighbourSocket> kept = idle.get(to);
        if (kept != null && kept.remove(socket) && kept.isEmpty()) {
            idle.remove(to);
        }
    }
}
