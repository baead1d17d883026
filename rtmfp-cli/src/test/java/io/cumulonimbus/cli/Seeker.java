package io.cumulonimbus.cli;

import com.sun.net.httpserver.HttpServer;
import io.cumulonimbus.config.ClusterConfig;
import io.cumulonimbus.config.OriginConfig;
import io.cumulonimbus.origin.cluster.Directory;
import io.cumulonimbus.origin.cluster.hazelcast.HazelcastDirectory;
import java.net.InetSocketAddress;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import java.util.Random;
import java.util.concurrent.Semaphore;
import java.util.concurrent.TimeUnit;

/**
 * A member of a cluster in a process of its own that finds others as a file says: {@code ADDRESS
 * FILE}, and for the API of Kubernetes, which it has at port {@value #API} then, what that answers.
 * It says {@code READY} when it sees another one, and what it asks that API.
 */
final class Seeker {
    static final int API = 8001;
    static final int PORT = 5701;

    private Seeker() {}

    /** Runs until it is killed. */
    public static void main(String... arguments) throws Exception {
        if (arguments.length > 2) {
            answer(Files.readAllBytes(Path.of(arguments[2])));
        }
        ClusterConfig standard = OriginConfig.defaults(Path.of("").toAbsolutePath()).cluster();
        ClusterConfig config =
                new ClusterConfig(
                        true,
                        standard.name(),
                        arguments[0],
                        arguments[0],
                        PORT,
                        List.of(),
                        false,
                        Optional.of(Path.of(arguments[1])),
                        standard.placement(),
                        standard.properties());
        Directory directory = HazelcastDirectory.start(config, new Random());
        Semaphore never = new Semaphore(0);
        while (directory.nodes().all().size() < 2) {
            never.tryAcquire(50, TimeUnit.MILLISECONDS);
        }
        System.out.println("READY " + directory.nodes().all());
        never.acquire();
    }

    private static void answer(byte[] slices) throws Exception {
        HttpServer api = HttpServer.create(new InetSocketAddress("127.0.0.1", API), 0);
        api.createContext(
                "/",
                exchange -> {
                    String path = exchange.getRequestURI().toString();
                    String token = exchange.getRequestHeaders().getFirst("Authorization");
                    System.out.println("ASKS " + path + " " + token);
                    boolean known = path.contains("/endpointslices");
                    exchange.sendResponseHeaders(known ? 200 : 404, known ? slices.length : -1);
                    if (known) {
                        exchange.getResponseBody().write(slices);
                    }
                    exchange.close();
                });
        api.start();
    }
}
