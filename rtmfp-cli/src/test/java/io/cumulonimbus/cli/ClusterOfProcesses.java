package io.cumulonimbus.cli;

import static org.awaitility.Awaitility.await;

import io.cumulonimbus.edge.command.EdgeCommand;
import io.cumulonimbus.origin.command.OriginCommand;
import java.net.URI;
import java.net.URL;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.stream.Collectors;

/** Origins that are one cluster, and edges of theirs, as processes of their own on loopback. */
final class ClusterOfProcesses implements AutoCloseable {
    private static final Duration PATIENCE = Duration.ofSeconds(60);

    private final Path home;
    final List<ServerInProcess> origins = new ArrayList<>();
    final List<ServerInProcess> edges = new ArrayList<>();

    private ClusterOfProcesses(Path home) {
        this.home = home;
    }

    /**
     * Starts them; each origin has drainPeriod and edges of 60 s.
     *
     * @param home with a folder {@code www}
     */
    static ClusterOfProcesses start(Path home, int origins, int edges) throws Exception {
        ClusterOfProcesses cluster = new ClusterOfProcesses(home);
        try {
            cluster.startOrigins(origins);
            cluster.startEdges(edges);
            return cluster;
        } catch (Exception | AssertionError failed) {
            cluster.close();
            throw failed;
        }
    }

    private void startOrigins(int count) throws Exception {
        for (int i = 0; i < count; i++) {
            origins.add(
                    new ServerInProcess(OriginCommand.class, home.resolve("origin-" + i))
                            .open("port", "rtmp.port", "http.port", "admin.port")
                            .open("edges.port", "cluster.port"));
        }
        String members = addresses(origins, "cluster.port");
        for (int i = 0; i < count; i++) {
            ServerInProcess origin = origins.get(i);
            origin.set("rtmps.port=0", "https.port=0", "threads=1", "drainPeriod=60");
            origin.set("www=" + home.resolve("www"));
            origin.set("edges.activated=true", "edges.attemptsBeforeFallback=0");
            origin.set("cluster.enabled=true", "cluster.members=" + members);
            origin.set("cluster.name=" + home.getFileName(), "cluster.node=origin-" + i);
            if (i > 0) {
                // What one has sealed the others open.
                Path key = home.resolve("origin-0/edges.key");
                Files.copy(key, home.resolve("origin-" + i + "/edges.key"));
            }
            origin.start();
            if (i == 0) {
                origin.process().ready();
            }
        }
        for (ServerInProcess origin : origins) {
            origin.process().ready();
        }
        settle();
    }

    private static String addresses(List<ServerInProcess> of, String key) {
        return of.stream()
                .map(one -> "127.0.0.1:" + one.port(key))
                .collect(Collectors.joining(","));
    }

    /** Each turns to another origin first. */
    private void startEdges(int count) throws Exception {
        for (int i = 0; i < count; i++) {
            List<ServerInProcess> upstream = new ArrayList<>(origins);
            Collections.rotate(upstream, -i);
            edges.add(
                    new ServerInProcess(EdgeCommand.class, home.resolve("edge-" + i))
                            .open("port", "rtmp.port", "http.port")
                            .set("rtmps.port=0", "https.port=0", "threads=1", "gracePeriod=60")
                            .set("serverAddress=" + addresses(upstream, "edges.port"))
                            .start());
        }
        for (ServerInProcess edge : edges) {
            edge.process().ready();
        }
    }

    /** Waits until each origin sees all. */
    void settle() {
        String all = "cumulonimbus_cluster_nodes " + origins.size() + ".0";
        await("all see each other")
                .atMost(PATIENCE)
                .ignoreExceptions()
                .until(
                        () -> {
                            for (ServerInProcess origin : origins) {
                                if (!figures(origin).contains(all)) {
                                    return false;
                                }
                            }
                            return true;
                        });
    }

    /** What operators see. */
    static String figures(ServerInProcess origin) throws Exception {
        URL url = origin.uri("http", "admin.port", "/metrics").toURL();
        try (var in = url.openStream()) {
            return new String(in.readAllBytes(), StandardCharsets.UTF_8);
        }
    }

    /** Where clients of a protocol find a server. */
    static URI door(ServerInProcess server, String protocol, String application) {
        String key =
                switch (protocol) {
                    case "rtmfp" -> "port";
                    case "rtmp" -> "rtmp.port";
                    default -> "http.port";
                };
        return server.uri(protocol, key, "/" + application);
    }

    @Override
    public void close() {
        edges.forEach(ServerInProcess::close);
        origins.forEach(ServerInProcess::close);
    }
}
