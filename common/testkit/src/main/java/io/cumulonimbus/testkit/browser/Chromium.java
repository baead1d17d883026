package io.cumulonimbus.testkit.browser;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.io.File;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.WebSocket;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Base64;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.stream.Stream;

/**
 * Chromium without a window, steered by its DevTools protocol; one page of it.
 *
 * <p>For the thread of one test. Everything has a deadline of half a minute.
 */
@SuppressWarnings("try") // closing waits, and whoever is interrupted then is told
public final class Chromium implements AutoCloseable {
    private static final long PATIENCE_S = 30;
    private static final List<String> NAMES = List.of("chromium", "chromium-browser");
    private static final List<String> OPTIONS =
            List.of(
                    "--headless",
                    "--no-sandbox",
                    "--disable-gpu",
                    "--disable-quic",
                    "--disable-dev-shm-usage",
                    "--no-first-run",
                    "--disable-background-networking",
                    "--disable-component-update",
                    "--disable-sync",
                    "--mute-audio",
                    "--autoplay-policy=no-user-gesture-required",
                    "--remote-debugging-port=0",
                    "--window-size=1400,1000");

    private final Process process;
    private final HttpClient http;
    private final WebSocket socket;
    private final Replies replies;
    private final AtomicInteger numbers = new AtomicInteger();
    private String session = "";

    /** What the browser says, message by message. */
    private static final class Replies implements WebSocket.Listener {
        private final ObjectMapper json = new ObjectMapper();
        private final StringBuilder part = new StringBuilder();
        private final Map<Integer, CompletableFuture<JsonNode>> asked = new ConcurrentHashMap<>();
        private final List<String> complaints = new CopyOnWriteArrayList<>();

        @Override
        public CompletionStage<?> onText(WebSocket from, CharSequence text, boolean last) {
            part.append(text);
            if (last) {
                String whole = part.toString();
                part.setLength(0);
                heard(whole);
            }
            from.request(1);
            return null;
        }

        private void heard(String message) {
            try {
                JsonNode said = json.readTree(message);
                String method = said.path("method").asText();
                if (said.has("id")) {
                    asked.remove(said.get("id").asInt()).complete(said);
                } else if (method.equals("Runtime.exceptionThrown")) {
                    complaints.add(said.at("/params/exceptionDetails").toString());
                } else if (method.equals("Log.entryAdded")) {
                    complaints.add(said.at("/params/entry/text").asText());
                }
            } catch (IOException e) {
                throw new UncheckedIOException(e);
            }
        }
    }

    private Chromium(Process process, HttpClient http, WebSocket socket, Replies replies) {
        this.process = process;
        this.http = http;
        this.socket = socket;
        this.replies = replies;
    }

    /** Where the program is, if it is installed. */
    public static Optional<Path> program() {
        return Stream.of(System.getenv().getOrDefault("PATH", "").split(File.pathSeparator))
                .flatMap(folder -> NAMES.stream().map(name -> Path.of(folder, name)))
                .filter(Files::isExecutable)
                .findFirst();
    }

    /**
     * Starts it with an empty page.
     *
     * @param program see {@link #program}
     * @param profile an empty folder of its own
     */
    public static Chromium start(Path program, Path profile) throws Exception {
        List<String> command = new ArrayList<>(List.of(program.toString()));
        command.addAll(OPTIONS);
        command.add("--user-data-dir=" + profile);
        command.add("about:blank");
        Process process =
                new ProcessBuilder(command)
                        .redirectErrorStream(true)
                        .redirectOutput(profile.resolve("output").toFile())
                        .start();
        HttpClient http = HttpClient.newHttpClient();
        Replies replies = new Replies();
        try {
            WebSocket socket =
                    http.newWebSocketBuilder()
                            .buildAsync(door(process, profile), replies)
                            .get(PATIENCE_S, TimeUnit.SECONDS);
            Chromium chromium = new Chromium(process, http, socket, replies);
            chromium.attach();
            return chromium;
        } catch (Exception | Error failure) {
            process.destroyForcibly();
            http.close();
            throw failure;
        }
    }

    /** It writes its port and path into a file of the profile. */
    private static URI door(Process process, Path profile) throws Exception {
        Path file = profile.resolve("DevToolsActivePort");
        long deadline = System.nanoTime() + TimeUnit.SECONDS.toNanos(PATIENCE_S);
        while (System.nanoTime() - deadline < 0 && process.isAlive()) {
            List<String> lines = Files.exists(file) ? Files.readAllLines(file) : List.of();
            if (lines.size() == 2) {
                return URI.create("ws://127.0.0.1:" + lines.get(0) + lines.get(1));
            }
            process.waitFor(50, TimeUnit.MILLISECONDS);
        }
        throw new IOException(
                "Chromium did not start: " + Files.readString(profile.resolve("output")));
    }

    private void attach() throws Exception {
        JsonNode targets = call("Target.getTargets", Map.of()).at("/result/targetInfos");
        for (JsonNode target : targets) {
            if (target.get("type").asText().equals("page")) {
                session =
                        call(
                                        "Target.attachToTarget",
                                        Map.of(
                                                "targetId",
                                                target.get("targetId").asText(),
                                                "flatten",
                                                true))
                                .at("/result/sessionId")
                                .asText();
            }
        }
        call("Page.enable", Map.of());
        call("Runtime.enable", Map.of());
        call("Log.enable", Map.of());
    }

    /** Calls a method of the DevTools protocol; answers the whole reply. */
    public JsonNode call(String method, Map<String, Object> parameters) throws Exception {
        int number = numbers.incrementAndGet();
        ObjectNode message = replies.json.createObjectNode().put("id", number);
        message.put("method", method).set("params", replies.json.valueToTree(parameters));
        if (!session.isEmpty()) {
            message.put("sessionId", session);
        }
        CompletableFuture<JsonNode> reply = new CompletableFuture<>();
        replies.asked.put(number, reply);
        socket.sendText(message.toString(), true).get(PATIENCE_S, TimeUnit.SECONDS);
        JsonNode said = reply.get(PATIENCE_S, TimeUnit.SECONDS);
        if (said.has("error")) {
            throw new IOException(method + ": " + said.get("error"));
        }
        return said;
    }

    /** Goes to a page; returns when it is on its way. */
    public void open(String address) throws Exception {
        JsonNode gone = call("Page.navigate", Map.of("url", address));
        if (gone.at("/result").has("errorText")) {
            throw new IOException(address + ": " + gone.at("/result/errorText").asText());
        }
    }

    /** What an expression of JavaScript comes to in the page; promises are waited for. */
    public JsonNode evaluate(String expression) throws Exception {
        JsonNode said =
                call(
                        "Runtime.evaluate",
                        Map.of(
                                "expression", expression,
                                "returnByValue", true,
                                "userGesture", true,
                                "awaitPromise", true));
        if (said.at("/result").has("exceptionDetails")) {
            throw new IOException(said.at("/result/exceptionDetails").toString());
        }
        return said.at("/result/result/value");
    }

    /** Presses a key, as {@code key} of JavaScript's KeyboardEvent names it. */
    public void press(String key) throws Exception {
        String text = key.length() == 1 ? key : key.equals("Enter") ? "\r" : "";
        int code =
                switch (key) {
                    case "Enter" -> 13;
                    case "Tab" -> 9;
                    case "Escape" -> 27;
                    default -> 0;
                };
        for (String type : List.of("keyDown", "keyUp")) {
            call(
                    "Input.dispatchKeyEvent",
                    Map.of(
                            "type",
                            type,
                            "key",
                            key,
                            "text",
                            type.equals("keyDown") ? text : "",
                            "windowsVirtualKeyCode",
                            code));
        }
    }

    /** Types into what has the focus. */
    public void type(String text) throws Exception {
        call("Input.insertText", Map.of("text", text));
    }

    /** A picture of the whole page, as PNG. */
    public byte[] picture() throws Exception {
        JsonNode made =
                call(
                        "Page.captureScreenshot",
                        Map.of("format", "png", "captureBeyondViewport", true));
        return Base64.getDecoder().decode(made.at("/result/data").asText());
    }

    /** What went wrong in pages so far: exceptions, and entries of the log. */
    public List<String> complaints() {
        return List.copyOf(replies.complaints);
    }

    @Override
    public void close() {
        socket.abort();
        process.descendants().forEach(ProcessHandle::destroy);
        process.destroy();
        process.onExit().completeOnTimeout(process, PATIENCE_S, TimeUnit.SECONDS).join();
        process.destroyForcibly();
        http.shutdownNow();
    }
}
