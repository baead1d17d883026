package io.cumulonimbus.net.watch;

import io.cumulonimbus.client.ClientAcceptor;
import io.cumulonimbus.client.CloseReason;
import io.cumulonimbus.net.loop.BoundedHop;
import io.cumulonimbus.net.loop.DeadlineTimer;
import io.cumulonimbus.net.loop.Loop;
import io.cumulonimbus.net.loop.TurnEnd;
import io.cumulonimbus.watch.StreamViewer;
import io.cumulonimbus.watch.cmaf.Segment;
import io.cumulonimbus.watch.hls.HlsFile;
import io.cumulonimbus.watch.hls.HlsReply;
import io.cumulonimbus.watch.hls.HlsSession;
import io.cumulonimbus.watch.hls.Shelves;
import java.util.Base64;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.Consumer;
import java.util.function.Function;
import java.util.random.RandomGenerator;

/** The way to the sessions of one loop that are asked for files, from whatever connection. */
final class HlsProxy {
    private static final int MOST_SESSIONS = 1_000;
    private static final int MOST_UNDER_WAY = 1_024;
    private static final int ID_BYTES = 16;

    private final Loop loop;
    private final String node;
    private final Function<Loop, ClientAcceptor> acceptors;
    private final RandomGenerator random;
    private final BoundedHop hop;
    private final Map<String, Host> sessions = new HashMap<>();
    private final Shelves shelves = new Shelves(new Others());
    private List<HlsProxy> others = List.of();
    private boolean closed;

    /** What other loops have, and want to know. */
    private final class Others implements Shelves.Neighbours {
        @Override
        public void wanted(long publication) {
            others.forEach(other -> other.ask(publication, HlsProxy.this));
        }

        @Override
        public void made(long publication, Segment whole) {
            others.forEach(other -> other.offer(publication, List.of(whole)));
        }
    }

    /** A session, its timer and its turns. */
    private final class Host {
        private final String id;
        private final HlsSession session;
        private final TurnEnd turnEnd;
        private final DeadlineTimer timer;

        Host(String id, Function<Runnable, StreamViewer> viewers) {
            this.id = id;
            this.turnEnd = new TurnEnd(loop, this::turn);
            this.timer = new DeadlineTimer(loop, this::turn);
            this.session =
                    new HlsSession(id + ".hls", viewers.apply(turnEnd::ask), shelves, turnEnd::ask);
        }

        void turn() {
            long now = loop.nowNs();
            session.flush(now);
            long due = session.advance(now);
            if (session.isOver(now)) {
                timer.cancel();
                sessions.remove(id);
            } else {
                timer.set(due);
            }
        }
    }

    /**
     * @param node what ids of its sessions begin with
     */
    HlsProxy(
            Loop loop,
            String node,
            Function<Loop, ClientAcceptor> acceptors,
            RandomGenerator random) {
        this.loop = loop;
        this.node = node;
        this.acceptors = acceptors;
        this.random = random;
        this.hop = new BoundedHop(loop, MOST_UNDER_WAY);
    }

    /** The proxies of the other loops; once, before any of them is used. */
    void among(List<HlsProxy> all) {
        others = all.stream().filter(other -> other != this).toList();
    }

    /** Somebody on another loop begins to watch: it gets what is here. Any thread. */
    private void ask(long publication, HlsProxy asker) {
        hop.offer(
                () -> {
                    List<Segment> whole = shelves.segments(publication);
                    if (!whole.isEmpty()) {
                        asker.offer(publication, whole);
                    }
                });
    }

    /** Segments that never change any more. Any thread; what finds no room is lost. */
    private void offer(long publication, List<Segment> whole) {
        hop.offer(() -> shelves.offer(publication, whole));
    }

    /** Opens a session for somebody who begins to watch. Any thread. */
    void open(Function<Runnable, StreamViewer> viewers, Consumer<HlsReply> reply) {
        offer(
                () -> {
                    if (closed || sessions.size() >= MOST_SESSIONS) {
                        reply.accept(HlsReply.refusal(503, "Too many viewers"));
                        return;
                    }
                    Host host = new Host(newId(), viewers);
                    sessions.put(host.id, host);
                    long now = loop.nowNs();
                    host.session.start(acceptors.apply(loop), now);
                    host.session.request(HlsFile.START, reply, now);
                    host.turnEnd.ask();
                },
                reply);
    }

    /** Asks for a file of a session. Any thread. */
    void request(String id, HlsFile file, Consumer<HlsReply> reply) {
        offer(
                () ->
                        Optional.ofNullable(sessions.get(id))
                                .ifPresentOrElse(
                                        host -> {
                                            host.session.request(file, reply, loop.nowNs());
                                            host.turnEnd.ask();
                                        },
                                        () ->
                                                reply.accept(
                                                        HlsReply.refusal(
                                                                404, "The session is over"))),
                reply);
    }

    private void offer(Runnable task, Consumer<HlsReply> reply) {
        if (!hop.offer(task)) {
            reply.accept(HlsReply.refusal(503, "Too much to do"));
        }
    }

    private String newId() {
        byte[] bytes = new byte[ID_BYTES];
        random.nextBytes(bytes);
        return node + "-" + Base64.getUrlEncoder().withoutPadding().encodeToString(bytes);
    }

    /** Ends all sessions, and takes no more. Any thread. */
    void close() {
        hop.insist(
                () -> {
                    closed = true;
                    List.copyOf(sessions.values())
                            .forEach(host -> host.session.close(CloseReason.STOPPING));
                });
    }
}
