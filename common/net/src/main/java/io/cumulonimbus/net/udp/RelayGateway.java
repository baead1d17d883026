package io.cumulonimbus.net.udp;

import io.cumulonimbus.net.gateway.Gateway;
import io.cumulonimbus.net.loop.BoundedHop;
import io.cumulonimbus.net.loop.DeadlineTimer;
import io.cumulonimbus.net.loop.NettyLoop;
import io.cumulonimbus.rtmfp.relay.PeerRelay;
import io.cumulonimbus.rtmfp.relay.Relay;
import io.cumulonimbus.rtmfp.relay.RelayLimits;
import io.cumulonimbus.rtmfp.relay.RelayRequest;
import io.cumulonimbus.rtmfp.relay.RelayStatistics;
import io.cumulonimbus.rtmfp.relay.Sightings;
import java.net.InetSocketAddress;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.function.Consumer;
import java.util.function.UnaryOperator;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** The sockets of a {@link PeerRelay}, and the way to it: all on one loop. */
public final class RelayGateway implements Gateway, Relay {
    private static final Logger LOG = LoggerFactory.getLogger(RelayGateway.class);

    /** Introductions on their way to the loop; beyond, they are made without the relay. */
    private static final int MOST_WISHES = 4096;

    private final NettyLoop loop;
    private final BoundedHop hop;
    private final DeadlineTimer timer;
    private final CompletableFuture<Void> stopped = new CompletableFuture<>();
    private List<UdpSocket> sockets = List.of();
    private PeerRelay relay;
    private boolean stopping;
    private long faults;

    private RelayGateway(NettyLoop loop) {
        this.loop = loop;
        this.hop = new BoundedHop(loop, MOST_WISHES);
        this.timer = new DeadlineTimer(loop, this::due);
    }

    /**
     * Opens all sockets, or none: fails with {@link
     * io.cumulonimbus.net.gateway.PortUnavailableException}. Any thread.
     *
     * @param addresses where to listen, at least one; port 0 takes any free one
     * @param told what peers are told instead of a local address (with its real port)
     * @param sightings clients that look for themselves, here too
     */
    public static CompletableFuture<RelayGateway> start(
            NettyLoop loop,
            List<InetSocketAddress> addresses,
            UdpOptions options,
            RelayLimits limits,
            UnaryOperator<InetSocketAddress> told,
            Sightings sightings) {
        RelayGateway gateway = new RelayGateway(loop);
        List<CompletableFuture<UdpSocket>> opening = new ArrayList<>();
        for (InetSocketAddress address : addresses) {
            Door door = gateway.new Door(opening.size());
            opening.add(UdpSocket.open(loop, address, options, PortUse.ALONE, door));
        }
        CompletableFuture<RelayGateway> started = new CompletableFuture<>();
        CompletableFuture.allOf(opening.toArray(CompletableFuture[]::new))
                .whenComplete(
                        (all, failure) -> {
                            if (failure == null) {
                                gateway.open(
                                        opening.stream().map(CompletableFuture::join).toList(),
                                        limits,
                                        told,
                                        sightings);
                                started.complete(gateway);
                                return;
                            }
                            for (CompletableFuture<UdpSocket> one : opening) {
                                one.thenAccept(UdpSocket::close);
                            }
                            started.completeExceptionally(
                                    failure.getCause() == null ? failure : failure.getCause());
                        });
        return started;
    }

    private void open(
            List<UdpSocket> opened,
            RelayLimits limits,
            UnaryOperator<InetSocketAddress> told,
            Sightings sightings) {
        List<InetSocketAddress> doors =
                opened.stream().map(socket -> told.apply(socket.localAddress())).toList();
        sockets = opened;
        relay = new PeerRelay(limits, doors, this::send, sightings, loop.nowNs());
    }

    private void send(int door, byte[] datagram, int length, InetSocketAddress to) {
        sockets.get(door).send(datagram, length, to);
    }

    /** What one of the sockets received. */
    private final class Door implements DatagramReceiver {
        private final int number;

        Door(int number) {
            this.number = number;
        }

        @Override
        public void onDatagram(byte[] datagram, int length, InetSocketAddress from) {
            if (relay == null || stopping) {
                return;
            }
            try {
                relay.receive(number, datagram, length, from, loop.nowNs());
            } catch (RuntimeException fault) {
                onFault(fault);
            }
        }

        @Override
        public void onBatchEnd() {
            sockets.forEach(UdpSocket::flush);
        }
    }

    /** Logged at powers of two: what a datagram can cause must not flood the log. */
    private void onFault(RuntimeException fault) {
        faults++;
        if (Long.bitCount(faults) == 1) {
            LOG.error("A fault of the relay ({} so far)", faults, fault);
        }
    }

    @Override
    public void offer(RelayRequest request, Consumer<Optional<InetSocketAddress>> answer) {
        boolean taken =
                hop.offer(
                        () -> {
                            Optional<InetSocketAddress> door = Optional.empty();
                            if (!stopping) {
                                door = relay.offer(request, loop.nowNs());
                                due();
                            }
                            answer.accept(door);
                        });
        if (!taken) {
            answer.accept(Optional.empty());
        }
    }

    @Override
    public void forget(long session) {
        hop.insist(() -> relay.forget(session));
    }

    private void due() {
        if (!stopping) {
            timer.set(relay.advance(loop.nowNs()));
        }
    }

    /** What the relay has seen; failed when too many ask at once. Any thread. */
    public CompletableFuture<RelayStatistics> statistics() {
        CompletableFuture<RelayStatistics> answer = new CompletableFuture<>();
        if (!hop.offer(() -> answer.complete(relay.statistics()))) {
            answer.completeExceptionally(new IllegalStateException("too many questions"));
        }
        return answer;
    }

    @Override
    public List<InetSocketAddress> addresses() {
        return sockets.stream().map(UdpSocket::localAddress).toList();
    }

    /** Ends at once: peers that are relayed have nothing to say to us. */
    @Override
    public CompletableFuture<Void> stop(Duration grace) {
        hop.insist(
                () -> {
                    stopping = true;
                    timer.cancel();
                    CompletableFuture.allOf(
                                    sockets.stream()
                                            .map(UdpSocket::close)
                                            .toArray(CompletableFuture[]::new))
                            .thenRun(() -> stopped.complete(null));
                });
        return stopped;
    }
}
