package io.cumulonimbus.cli;

import io.cumulonimbus.config.ConfigSources;
import io.cumulonimbus.config.OriginConfig;
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

/** An origin with a sample application of {@code origin/www}, and its visitors. */
final class SampleStage implements AutoCloseable {
    private static final Path SAMPLES = Path.of("../origin/www");

    private final NetClient client = NetClient.start();
    private final Deque<Visitor> visitors = new ArrayDeque<>();
    private final Origin origin;

    private SampleStage(Origin origin) {
        this.origin = origin;
    }

    /**
     * @param home where the application is copied to; what it keeps stays there
     * @param settings {@code key=value} each
     */
    static SampleStage start(Path home, String application, String... settings) throws Exception {
        copy(SAMPLES.resolve(application), home.resolve("www").resolve(application));
        return start(home, List.of(settings));
    }

    /** With the applications that there are. */
    static SampleStage start(Path home) throws Exception {
        return start(home, List.of());
    }

    private static SampleStage start(Path home, List<String> settings) throws Exception {
        ConfigSources sources = new ConfigSources(home, Optional.empty(), Map.of(), settings);
        return new SampleStage(
                Origin.start(
                        OriginConfig.load(sources)
                                .listeningOn(InetAddress.getByName("127.0.0.1"), 0)));
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
        return "rtmfp://127.0.0.1:" + origin.rtmfpAddress().getPort() + "/" + path;
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
        origin.close();
    }
}
