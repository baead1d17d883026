package io.cumulonimbus.cli;

import io.cumulonimbus.amf.AmfValue;
import io.cumulonimbus.client.Message;
import io.cumulonimbus.netclient.ConnectOptions;
import io.cumulonimbus.netclient.ConnectionListener;
import io.cumulonimbus.netclient.MediaKind;
import io.cumulonimbus.netclient.NetClient;
import io.cumulonimbus.netclient.NetConnectionClient;
import io.cumulonimbus.netclient.PublishOptions;
import io.cumulonimbus.netclient.Status;
import io.cumulonimbus.netclient.StreamListener;
import io.cumulonimbus.netclient.StreamPublisher;
import io.cumulonimbus.origin.command.OriginCommand;
import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStreamReader;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.Arrays;
import java.util.HashMap;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.Executors;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;

/**
 * An origin, and clients of it, in one process on a host of its own. It reads lines of a tag, a
 * command and arguments, and says what comes of them in lines that begin with the tag.
 */
final class ClusterHost {
    static final int PORT = 1935;
    static final int ADMIN = 8080;
    private static final int SOUND_MS = 50;

    private final String address;
    private final NetClient clients = NetClient.start();
    private final HttpClient http = HttpClient.newHttpClient();
    private final Map<String, NetConnectionClient> connections = new HashMap<>();
    private final ScheduledExecutorService clock = Executors.newSingleThreadScheduledExecutor();

    private ClusterHost(String address) {
        this.address = address;
    }

    /** The address of the host, then the arguments of the origin. */
    public static void main(String... arguments) {
        Thread reader = new Thread(() -> read(arguments[0]), "commands");
        reader.setDaemon(true);
        reader.start();
        OriginCommand.main(Arrays.copyOfRange(arguments, 1, arguments.length));
    }

    /** Clients begin when there is something to do: the origin comes first. */
    private static void read(String address) {
        BufferedReader in =
                new BufferedReader(new InputStreamReader(System.in, StandardCharsets.UTF_8));
        try {
            String first = in.readLine();
            if (first != null) {
                new ClusterHost(address).run(first, in);
            }
        } catch (IOException over) {
            say("commands", "END " + over);
        }
    }

    private void run(String first, BufferedReader in) throws IOException {
        for (String line = first; line != null; line = in.readLine()) {
            String[] words = line.split(" ");
            try {
                obey(words[0], words);
            } catch (Exception failed) {
                say(words[0], "FAILED " + failed);
            }
        }
    }

    private static synchronized void say(String tag, String what) {
        System.out.println(tag + " " + what);
    }

    private void obey(String tag, String... words) throws Exception {
        switch (words[1]) {
            case "id" -> say(tag, connection("live").peerId());
            case "offer" -> answer(tag, connection("live").publishDirect("direct"), "offers");
            case "meet" ->
                    answer(
                            tag,
                            connection("live")
                                    .connectPeer(words[2])
                                    .thenCompose(peer -> peer.play("direct", StreamListener.NONE)),
                            "met");
            case "call" -> call(tag, connection(words[2]), words);
            case "visit" -> call(tag, connect(words[2]), words);
            case "publish" -> publish(tag, words[2]);
            case "play" -> answer(tag, connect("live").play("film", -2, new Viewer(tag)), "plays");
            case "http" -> http(tag, words[2], words[3]);
            default -> say(tag, "?");
        }
    }

    private NetConnectionClient connect(String application) throws Exception {
        URI uri = URI.create("rtmfp://" + address + ":" + PORT + "/" + application);
        return clients.connect(
                        uri,
                        ConnectOptions.DEFAULT.withTimeout(Duration.ofSeconds(60)),
                        ConnectionListener.NONE)
                .get(60, TimeUnit.SECONDS);
    }

    /** The one that stays. */
    private NetConnectionClient connection(String application) throws Exception {
        NetConnectionClient known = connections.get(application);
        if (known == null) {
            known = connect(application);
            connections.put(application, known);
        }
        return known;
    }

    private static void answer(String tag, CompletableFuture<?> future, String done) {
        future.whenComplete((ok, failed) -> say(tag, failed == null ? done : "FAILED " + failed));
    }

    private static void call(String tag, NetConnectionClient connection, String... words) {
        AmfValue[] arguments =
                words.length > 4 ? new AmfValue[] {AmfValue.of(words[4])} : new AmfValue[0];
        connection
                .call(words[3], arguments)
                .whenComplete(
                        (text, failed) ->
                                say(
                                        tag,
                                        failed == null
                                                ? text.asText().orElse("?")
                                                : "FAILED " + failed));
    }

    private void publish(String tag, String mark) throws Exception {
        StreamListener statuses =
                new StreamListener() {
                    @Override
                    public void onStatus(Status status) {
                        say(tag, status.code());
                    }
                };
        StreamPublisher publisher =
                connect("live")
                        .publish("film", PublishOptions.RELIABLE, statuses)
                        .get(60, TimeUnit.SECONDS);
        AtomicInteger time = new AtomicInteger();
        byte[] sound = {(byte) 0x2f, (byte) mark.charAt(0)};
        clock.scheduleAtFixedRate(
                () -> publisher.write(MediaKind.AUDIO, time.addAndGet(SOUND_MS), sound.clone()),
                0,
                SOUND_MS,
                TimeUnit.MILLISECONDS);
        say(tag, "publishes");
    }

    /** Says whose sound is heard whenever it is another's than before. */
    private static final class Viewer implements StreamListener {
        private final String tag;
        private char last;

        Viewer(String tag) {
            this.tag = tag;
        }

        @Override
        public void onMessage(MediaKind kind, long timestamp, Message payload) {
            char mark = (char) payload.byteAt(1);
            if (kind == MediaKind.AUDIO && mark != last) {
                last = mark;
                say(tag, "hears " + mark);
            }
        }

        @Override
        public void onStatus(Status status) {
            say(tag, status.code());
        }
    }

    private void http(String tag, String method, String path) throws Exception {
        HttpRequest request =
                HttpRequest.newBuilder(URI.create("http://127.0.0.1:" + ADMIN + path))
                        .method(method, HttpRequest.BodyPublishers.noBody())
                        .build();
        String body = http.send(request, HttpResponse.BodyHandlers.ofString()).body();
        body.lines().forEach(line -> say(tag, line));
        say(tag, "END");
    }
}
