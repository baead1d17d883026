package io.cumulonimbus.cli;

import io.cumulonimbus.config.ConfigSources;
import io.cumulonimbus.config.EdgeConfig;
import io.cumulonimbus.config.HostPort;
import io.cumulonimbus.config.OriginConfig;
import io.cumulonimbus.config.Secret;
import io.cumulonimbus.edge.Edge;
import io.cumulonimbus.netclient.NetClient;
import io.cumulonimbus.origin.Origin;
import java.io.IOException;
import java.net.InetAddress;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Stream;

/**
 * An origin with a sample application of {@code origin/www}, an edge when asked for, and visitors.
 */
final class SampleStage implements AutoCloseable {
    private static final Path SAMPLES = Path.of("../origin/www");

    private static final Secret SECRET = Secret.of("a secret of these tests");

    private final NetClient client = NetClient.start();
    private final Deque<Visitor> visitors = new ArrayDeque<>();
    private final Origin origin;
    private final Optional<Edge> edge;

    private SampleStage(Origin origin, Optional<Edge> edge) {
        this.origin = origin;
        this.edge = edge;
    }

    /**
     * @param home where the application is copied to; what it keeps stays there
     * @param settings {@code key=value} each
     */
    static SampleStage start(Path home, Way way, String application, String... settings)
            throws Exception {
        copy(SAMPLES.resolve(application), home.resolve("www").resolve(application));
        return start(home, way, List.of(settings));
    }

    /** With the applications that there are. */
    static SampleStage start(Path home, Way way) throws Exception {
        return start(home, way, List.of());
    }

    private static SampleStage start(Path home, Way way, List<String> settings) throws Exception {
        InetAddress loopback = InetAddress.getByName("127.0.0.1");
        ConfigSources sources = new ConfigSources(home, Optional.empty(), Map.of(), settings);
        OriginConfig config = OriginConfig.load(sources).listeningOn(loopback, 0);
        if (way == Way.DIRECT) {
            return new SampleStage(Origin.start(config), Optional.empty());
        }
        Origin origin = Origin.start(config.withEdges(config.edges().activatedOn(0, SECRET)));
        int link = origin.edgesAddress().orElseThrow().getPort();
        Edge edge =
                Edge.start(
                        EdgeConfig.defaults(home, SECRET)
                                .listeningOn(loopback, 0)
                                .linkedTo(new HostPort("127.0.0.1", link)));
        return new SampleStage(origin, Optional.of(edge));
    }

    private static void copy(Path from, Path to) throws IOException {
        Files.createDirectories(to);
        try (Stream<Path> files = Files.list(from)) {
            for (Path file : files.toList()) {
                Path copy = to.resolve(file.getFileName().toString());
                if (!Files.exists(copy)) {
                    Files.copy(file, copy);
                }
            }
        }
    }

    String url(String path) {
        int port = edge.map(Edge::rtmfpAddress).orElseGet(origin::rtmfpAddress).getPort();
        return "rtmfp://127.0.0.1:" + port + "/" + path;
    }

    /** Somebody who connects, and stays until the end if not told to go. */
    Visitor visitor(String path, Object... arguments) throws Exception {
        Visitor visitor = new Visitor(client, url(path), arguments);
        visitors.push(visitor);
        return visitor;
    }

    @Override
    public void close() {
        while (!visitors.isEmpty()) {
            visitors.pop().close();
        }
        client.close();
        edge.ifPresent(Edge::close);
        origin.close();
    }
}
