package io.cumulonimbus.cli;

import static org.assertj.core.api.Assertions.assertThat;

import io.cumulonimbus.config.EdgeConfig;
import io.cumulonimbus.config.HostPort;
import io.cumulonimbus.config.RtmpDoors;
import io.cumulonimbus.config.Secret;
import io.cumulonimbus.edge.Edge;
import io.cumulonimbus.origin.command.OriginCommand;
import java.net.InetAddress;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/** Origins of one cluster as processes, which serve one application with a script. */
final class Homes implements AutoCloseable {
    private final Path home;
    private final Map<String, ServerInProcess> origins = new LinkedHashMap<>();

    private Homes(Path home) {
        this.home = home;
    }

    /** Before there are any. */
    static Homes none() {
        return new Homes(Path.of(""));
    }

    /** So many, by their names; the first one begins. */
    static Homes of(Path home, String script, String... names) throws Exception {
        Path folder = Files.createDirectories(home.resolve("www/app"));
        Files.writeString(folder.resolve("main.lua"), script);
        Homes homes = new Homes(home);
        try {
            for (String name : names) {
                homes.start(name, 3);
            }
            return homes;
        } catch (Exception | AssertionError late) {
            homes.close();
            throw late;
        }
    }

    /** Between being found free and being opened a port may be taken: then with others. */
    private void start(String name, int attempts) throws Exception {
        try {
            start(name);
        } catch (RuntimeException | AssertionError ended) {
            Optional.ofNullable(origins.remove(name)).ifPresent(ServerInProcess::close);
            if (attempts == 1) {
                throw ended;
            }
            start(name, attempts - 1);
        }
    }

    private void start(String name) throws Exception {
        ServerInProcess origin =
                new ServerInProcess(OriginCommand.class, home.resolve(name))
                        .withoutRtmp()
                        .open("port", "edges.port", "cluster.port");
        ServerInProcess first = origins.isEmpty() ? origin : origins.values().iterator().next();
        if (first != origin) {
            // what one has sealed the others open
            Path key = Path.of(first.pidFile()).resolveSibling("edges.key");
            Path copy = home.resolve(name).resolve("edges.key");
            Files.copy(key, copy, StandardCopyOption.REPLACE_EXISTING);
        }
        origin.set(
                "www=" + home.resolve("www"),
                "edges.activated=true",
                "drainPeriod=80",
                "cluster.enabled=true",
                "cluster.redirectBelow=0",
                "cluster.node=" + name,
                "cluster.members=127.0.0.1:" + first.port("cluster.port"),
                "threads=1");
        origins.put(name, origin);
        origin.start().process().ready();
    }

    ServerInProcess origin(String name) {
        return origins.get(name);
    }

    String url(String name) {
        return origin(name).uri("rtmfp", "port", "/app").toString();
    }

    static String url(Edge edge) {
        return "rtmfp://127.0.0.1:" + edge.rtmfpAddress().getPort() + "/app";
    }

    static String rtmp(Edge edge) {
        int port = edge.rtmp().rtmpAddresses().get(0).getPort();
        return "rtmp://127.0.0.1:" + port + "/app";
    }

    /** Sends a signal by its name. */
    void signal(String name, String signal) throws Exception {
        String pid = Files.readString(Path.of(origin(name).pidFile())).strip();
        assertThat(new ProcessBuilder("kill", "-" + signal, pid).start().waitFor()).isZero();
    }

    /** An edge in this process, of these origins in turn. */
    Edge edge(String... names) throws Exception {
        List<HostPort> links =
                Arrays.stream(names)
                        .map(name -> new HostPort("127.0.0.1", origin(name).port("edges.port")))
                        .toList();
        EdgeConfig config =
                EdgeConfig.defaults(home, Secret.of(ServerInProcess.SECRET))
                        .listeningOn(InetAddress.getLoopbackAddress(), 0)
                        .withRtmp(RtmpDoors.ANY)
                        .withThreads(1);
        return Edge.start(config.withUplink(config.uplink().to(links)));
    }

    @Override
    public void close() {
        origins.values().forEach(ServerInProcess::close);
    }
}
