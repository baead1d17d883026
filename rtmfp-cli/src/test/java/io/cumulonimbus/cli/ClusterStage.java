package io.cumulonimbus.cli;

import io.cumulonimbus.config.EdgeConfig;
import io.cumulonimbus.config.HostPort;
import io.cumulonimbus.config.OriginConfig;
import io.cumulonimbus.config.RtmpDoors;
import io.cumulonimbus.config.Secret;
import io.cumulonimbus.edge.Edge;
import io.cumulonimbus.origin.Origin;
import io.cumulonimbus.testkit.process.FreePort;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.List;
import java.util.function.UnaryOperator;
import org.awaitility.Awaitility;

/** A cluster on loopback in this process: origins that are real members, and edges. */
final class ClusterStage implements AutoCloseable {
    private static final Secret SECRET = Secret.of("a secret of these tests");

    private final Path home;
    private final List<Origin> origins = new ArrayList<>();
    private final Deque<Part> parts = new ArrayDeque<>();
    private final List<HostPort> seeds = new ArrayList<>();

    private record Part(Object what, Runnable end) {}

    /**
     * @param home an empty folder; {@code www} of all origins is in it
     */
    ClusterStage(Path home) throws Exception {
        this.home = home;
        Files.createDirectories(home.resolve("www/live"));
    }

    /** One more origin; the first one is there before the others. */
    Origin origin(String name) throws Exception {
        return origin(name, config -> config);
    }

    /** The same with other settings. */
    Origin origin(String name, UnaryOperator<OriginConfig> settings) throws Exception {
        InetAddress loopback = InetAddress.getByName("127.0.0.1");
        int port = FreePort.tcp();
        if (seeds.isEmpty()) {
            seeds.add(new HostPort("127.0.0.1", port));
        }
        OriginConfig config =
                OriginConfig.defaults(home).listeningOn(loopback, 0).withRtmp(RtmpDoors.ANY);
        OriginConfig clustered =
                config.withEdges(config.edges().activatedOn(0, SECRET))
                        .withCluster(config.cluster().on(name, port, seeds));
        Origin started = Origin.start(settings.apply(clustered));
        parts.push(new Part(started, started::close));
        origins.add(started);
        return started;
    }

    /** Ends an origin before the others. */
    void stop(Origin origin) {
        parts.removeIf(part -> part.what() == origin);
        origins.remove(origin);
        origin.close();
    }

    /** An edge of one origin. */
    Edge edge(Origin of) throws Exception {
        InetSocketAddress upstream = of.edgesAddress().orElseThrow();
        Edge started =
                Edge.start(
                        EdgeConfig.defaults(home, SECRET)
                                .listeningOn(InetAddress.getByName("127.0.0.1"), 0)
                                .withRtmp(RtmpDoors.ANY)
                                .linkedTo(new HostPort("127.0.0.1", upstream.getPort())));
        parts.push(new Part(started, started::close));
        return started;
    }

    /** Waits until each origin knows all. */
    ClusterStage settled() {
        Awaitility.await()
                .atMost(Duration.ofSeconds(60))
                .until(
                        () ->
                                origins.stream()
                                        .allMatch(
                                                one ->
                                                        one.directory().nodes().all().size()
                                                                == origins.size()));
        return this;
    }

    @Override
    public void close() {
        while (!parts.isEmpty()) {
            parts.pop().end().run();
        }
    }
}
