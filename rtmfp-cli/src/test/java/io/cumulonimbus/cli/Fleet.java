package io.cumulonimbus.cli;

import io.cumulonimbus.client.Protocol;
import io.cumulonimbus.config.EdgeConfig;
import io.cumulonimbus.config.HostPort;
import io.cumulonimbus.config.OriginConfig;
import io.cumulonimbus.config.RtmpDoors;
import io.cumulonimbus.config.Secret;
import io.cumulonimbus.edge.Edge;
import io.cumulonimbus.net.loop.Loops;
import io.cumulonimbus.origin.Origin;
import io.cumulonimbus.origin.cluster.Directory;
import io.cumulonimbus.origin.cluster.NodeId;
import io.cumulonimbus.origin.cluster.fabric.LocalCluster;
import java.io.IOException;
import java.net.InetAddress;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.List;
import java.util.Locale;

/** Origins of one cluster, and edges, in this process. */
final class Fleet implements AutoCloseable {
    private static final Secret SECRET = Secret.of("a secret of these tests");

    private final Loops books = Loops.start("books", 1);
    private final LocalCluster cluster = LocalCluster.shared();
    private final Deque<Runnable> parts = new ArrayDeque<>();
    private final List<Origin> origins = new ArrayList<>();
    private final List<NodeId> ids = new ArrayList<>();
    private final List<Origin> dead = new ArrayList<>();
    private final Path home;
    private final int redirectBelow;

    private Fleet(Path home, int redirectBelow) {
        this.home = home;
        this.redirectBelow = redirectBelow;
    }

    /**
     * So many origins with an application {@code live} without a script; clients stay where they
     * come in.
     */
    static Fleet of(Path home, int origins) throws Exception {
        return redirecting(home, origins, 0);
    }

    /** The same, sending clients of RTMFP to homes that have fewer clients than this. */
    static Fleet redirecting(Path home, int origins, int below) throws Exception {
        Fleet fleet = new Fleet(home, below);
        Files.createDirectories(home.resolve("www/live"));
        for (int i = 0; i < origins; i++) {
            fleet.add();
        }
        return fleet;
    }

    private void add() throws Exception {
        OriginConfig config =
                OriginConfig.defaults(home)
                        .listeningOn(InetAddress.getByName("127.0.0.1"), 0)
                        .withThreads(2)
                        .withRtmp(RtmpDoors.ANY);
        config =
                config.withEdges(config.edges().activatedOn(0, SECRET))
                        .withCluster(
                                config.cluster()
                                        .withPlacement(
                                                config.cluster()
                                                        .placement()
                                                        .redirectingBelow(redirectBelow)));
        Directory directory = cluster.join("origin" + origins.size(), books.loop(0));
        ids.add(directory.self());
        Origin origin = Origin.start(config, directory);
        origins.add(origin);
        parts.push(
                () -> {
                    if (!dead.contains(origin)) {
                        origin.close();
                    }
                });
    }

    Origin origin(int number) {
        return origins.get(number);
    }

    /** The others see that an origin is gone, as if its process had been killed. */
    void kill(int number) {
        cluster.kill(ids.get(number));
        Origin gone = origins.get(number);
        gone.close();
        dead.add(gone);
    }

    /** An edge of one origin. */
    Edge edge(int number) throws IOException {
        Edge edge =
                Edge.start(
                        EdgeConfig.defaults(home, SECRET)
                                .listeningOn(InetAddress.getByName("127.0.0.1"), 0)
                                .withThreads(2)
                                .withRtmp(RtmpDoors.ANY)
                                .linkedTo(
                                        new HostPort(
                                                "127.0.0.1",
                                                origin(number)
                                                        .edgesAddress()
                                                        .orElseThrow()
                                                        .getPort())));
        parts.push(edge::close);
        return edge;
    }

    /** Where clients of that protocol find an origin. */
    String url(int number, Protocol protocol) {
        Origin origin = origin(number);
        int port =
                switch (protocol) {
                    case RTMFP -> origin.rtmfpAddress().getPort();
                    case RTMP -> origin.rtmpAddresses().get(0).getPort();
                    case RTMPT -> origin.httpAddresses().get(0).getPort();
                    default -> throw new IllegalArgumentException(protocol.name());
                };
        return protocol.name().toLowerCase(Locale.ROOT) + "://127.0.0.1:" + port + "/live";
    }

    @Override
    public void close() {
        while (!parts.isEmpty()) {
            parts.pop().run();
        }
        books.close();
    }
}
