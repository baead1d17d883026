package io.cumulonimbus.cli;

import io.cumulonimbus.testkit.process.JavaProgram;
import java.io.IOException;
import java.net.DatagramSocket;
import java.net.HttpURLConnection;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ThreadLocalRandom;

/** An origin or an edge in a process of its own, with free ports wherever a key ends so. */
final class ServerInProcess implements AutoCloseable {
    static final String SECRET = "a secret of these tests";
    private static final InetAddress LOOPBACK = InetAddress.getLoopbackAddress();

    /**
     * Below those that systems give to connections, which would take a port between its being found
     * free and its being opened.
     */
    private static final int FIRST_PORT = 10_000;

    private static final int LAST_PORT = 32_000;

    private final Path home;
    private final String program;
    private final Map<String, Integer> ports = new HashMap<>();
    private final List<String> arguments = new ArrayList<>();
    private JavaProgram process;

    /**
     * @param program the name of the class of its commands
     */
    ServerInProcess(Class<?> program, Path home) throws IOException {
        this.program = program.getName();
        this.home = Files.createDirectories(home);
        arguments.addAll(List.of("start", "--home", home.toString(), "--pidfile", pidFile()));
        set("address=127.0.0.1", "threads=2");
    }

    /** Settings, {@code key=value}. */
    ServerInProcess set(String... assignments) {
        for (String assignment : assignments) {
            arguments.addAll(List.of("--set", assignment));
        }
        return this;
    }

    /** Keys that get a free port; {@code port} is for UDP. */
    ServerInProcess open(String... keys) {
        for (String key : keys) {
            int port = freePort(key.equals("port"));
            ports.put(key, port);
            set(key + "=" + port);
        }
        return this;
    }

    /** None of the ports that an origin opens unless told otherwise. */
    ServerInProcess withoutRtmp() {
        return set("rtmp.port=0", "rtmps.port=0", "http.port=0", "https.port=0");
    }

    ServerInProcess start() {
        Map<String, String> secrets =
                Map.of("CUMULONIMBUS_SECRET", SECRET, "CUMULONIMBUS_EDGES_SECRET", SECRET);
        process = JavaProgram.start(program, home, secrets, arguments.toArray(String[]::new));
        return this;
    }

    JavaProgram process() {
        return process;
    }

    int port(String key) {
        return ports.get(key);
    }

    URI uri(String scheme, String key, String path) {
        return URI.create(scheme + "://127.0.0.1:" + port(key) + path);
    }

    String pidFile() {
        return home.resolve("pid").toString();
    }

    /** {@code drain}, as a process of its own. */
    JavaProgram drain() {
        return JavaProgram.start(program, home, Map.of(), "drain", "--pidfile", pidFile());
    }

    /** The status that the operators' port answers; needs {@code admin.port}. */
    int health(String what) throws Exception {
        return status(HttpRequest.newBuilder(uri("http", "admin.port", "/health/" + what)).GET());
    }

    /** The status that a client of RTMPT gets who wants in; needs {@code http.port}. */
    int tunnel() throws Exception {
        return status(
                HttpRequest.newBuilder(uri("http", "http.port", "/open/1"))
                        .header("Content-Type", "application/x-fcs")
                        .POST(HttpRequest.BodyPublishers.ofByteArray(new byte[1])));
    }

    /** Has operators say that nobody is to be let in any more; needs {@code admin.port}. */
    void letNobodyIn() throws Exception {
        int answer =
                status(
                        HttpRequest.newBuilder(uri("http", "admin.port", "/api/drain"))
                                .POST(HttpRequest.BodyPublishers.noBody()));
        if (answer != HttpURLConnection.HTTP_OK) {
            throw new AssertionError("the operators' port says " + answer);
        }
    }

    private static int status(HttpRequest.Builder request) throws Exception {
        try (HttpClient http = HttpClient.newHttpClient()) {
            return http.send(request.build(), HttpResponse.BodyHandlers.discarding()).statusCode();
        }
    }

    private static int freePort(boolean udp) {
        for (int attempt = 0; attempt < 1000; attempt++) {
            int port = ThreadLocalRandom.current().nextInt(FIRST_PORT, LAST_PORT);
            if (udp ? isFreeForUdp(port) : isFreeForTcp(port)) {
                return port;
            }
        }
        throw new IllegalStateException("no port is free");
    }

    private static boolean isFreeForUdp(int port) {
        try (DatagramSocket socket = new DatagramSocket(port, LOOPBACK)) {
            return socket.isBound();
        } catch (IOException taken) {
            return false;
        }
    }

    private static boolean isFreeForTcp(int port) {
        try (ServerSocket socket = new ServerSocket(port, 1, LOOPBACK)) {
            return socket.isBound();
        } catch (IOException taken) {
            return false;
        }
    }

    /** Kills it. */
    @Override
    public void close() {
        if (process != null) {
            process.close();
        }
    }
}
