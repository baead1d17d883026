package io.cumulonimbus.origin;

import io.cumulonimbus.config.EdgeConfig;
import io.cumulonimbus.config.HostPort;
import io.cumulonimbus.config.OriginConfig;
import io.cumulonimbus.config.Secret;
import io.cumulonimbus.edge.Edge;
import io.cumulonimbus.net.loop.Transport;
import io.cumulonimbus.net.udp.KeyingStatistics;
import io.cumulonimbus.net.udp.ShardStatistics;
import io.cumulonimbus.rtmfp.endpoint.EndpointStatistics;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;

/**
 * Where clients of a test come in: at an origin's own sockets, or at those of an edge before it.
 */
final class Entrance implements AutoCloseable {
    private static final Secret SECRET = Secret.of("a secret of these tests");
    private static final InetAddress LOOPBACK = InetAddress.getLoopbackAddress();

    final Origin origin;
    private final Optional<Edge> edge;

    private Entrance(Origin origin, Optional<Edge> edge) {
        this.origin = origin;
        this.edge = edge;
    }

    /** An origin with so many shards, which are its entrance. */
    static Entrance direct(Path home, int shards, Transport transport) throws Exception {
        return new Entrance(Origin.start(config(home, shards), transport), Optional.empty());
    }

    /** An origin with so many loops, and an edge with as many shards. */
    static Entrance throughAnEdge(Path home, int shards) throws Exception {
        OriginConfig config = config(home, shards);
        Origin origin = Origin.start(config.withEdges(config.edges().activatedOn(0, SECRET)));
        int link = origin.edgesAddress().orElseThrow().getPort();
        Edge edge =
                Edge.start(
                        EdgeConfig.defaults(home, SECRET)
                                .listeningOn(LOOPBACK, 0)
                                .withThreads(shards)
                                .linkedTo(new HostPort("127.0.0.1", link)));
        return new Entrance(origin, Optional.of(edge));
    }

    private static OriginConfig config(Path home, int shards) {
        return OriginConfig.defaults(home).listeningOn(LOOPBACK, 0).withThreads(shards);
    }

    InetSocketAddress address() {
        return edge.map(Edge::rtmfpAddress).orElseGet(origin::rtmfpAddress);
    }

    /** What its shards have seen. */
    List<EndpointStatistics> shards() {
        return edge.map(Edge::shardStatistics).orElseGet(origin::shardStatistics).stream()
                .map(CompletableFuture::join)
                .map(ShardStatistics::endpoint)
                .toList();
    }

    KeyingStatistics keying() {
        return edge.map(Edge::keyingStatistics).orElseGet(origin::keyingStatistics);
    }

    @Override
    public void close() {
        edge.ifPresent(Edge::close);
        origin.close();
    }
}
