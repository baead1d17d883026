package io.cumulonimbus.cli;

import io.cumulonimbus.testkit.process.FreePort;
import io.cumulonimbus.testkit.process.JavaProgram;
import java.io.IOException;
import java.net.HttpURLConnection;
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

/** An origin or an edge in a process of its own, with free ports wherever a key ends so. */
final class ServerInProcess implements AutoCloseable {
    static final String SECRET = "a secret of these tests";

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
            int port = key.equals("port") ? FreePort.udp() : FreePort.tcp();
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

    /** Kills it. */
    @Override
    public void close() {
        if (process != null) {
            process.close();
        }
    }
}
