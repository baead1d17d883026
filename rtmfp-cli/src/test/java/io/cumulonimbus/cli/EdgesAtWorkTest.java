package io.cumulonimbus.cli;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import io.cumulonimbus.client.CloseReason;
import io.cumulonimbus.client.Message;
import io.cumulonimbus.net.link.LinkedEdge;
import io.cumulonimbus.netclient.ConnectOptions;
import io.cumulonimbus.netclient.ConnectionListener;
import io.cumulonimbus.netclient.MediaKind;
import io.cumulonimbus.netclient.NetClient;
import io.cumulonimbus.netclient.NetConnectionClient;
import io.cumulonimbus.netclient.PublishOptions;
import io.cumulonimbus.netclient.StreamListener;
import io.cumulonimbus.netclient.StreamPublisher;
import io.cumulonimbus.origin.Origin;
import io.cumulonimbus.testkit.process.JavaProgram;
import java.net.URI;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CancellationException;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.Executors;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.atomic.AtomicReference;
import java.util.function.Function;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** An origin, two edges in processes of their own, many clients, and an edge that is killed. */
class EdgesAtWorkTest {
    private static final Duration PATIENCE = Duration.ofSeconds(60);

    /** A second. */
    private static final int PICTURES = 10;

    @TempDir Path home;
    private final NetClient clients = NetClient.startWatchful(2);
    private final ScheduledExecutorService clock = Executors.newScheduledThreadPool(1);
    private OriginWithEdges servers;
    private Origin origin;
    private List<ServerInProcess> edges;

    @BeforeEach
    void start() throws Exception {
        servers =
                OriginWithEdges.start(
                        home, "app", OriginWithEdges.COUNTING, edge -> edge.open("port"));
        origin = servers.origin();
        edges = servers.edges();
        await().atMost(PATIENCE).until(() -> servers.taking() == 2);
    }

    @AfterEach
    void stop() {
        clock.shutdownNow();
        clients.close();
        servers.close();
    }

    private String url() {
        return "rtmfp://127.0.0.1:" + origin.rtmfpAddress().getPort() + "/app";
    }

    private static double ask(NetConnectionClient client, String what) throws Exception {
        return client.call(what).get(60, TimeUnit.SECONDS).asNumber().orElseThrow();
    }

    /** A client that comes back when its connection is lost. */
    private final class Lasting implements ConnectionListener {
        private final AtomicInteger media = new AtomicInteger();
        private final AtomicInteger connections = new AtomicInteger();
        private final AtomicReference<NetConnectionClient> now = new AtomicReference<>();
        private final Function<NetConnectionClient, CompletableFuture<?>> work;
        private volatile boolean over;

        Lasting(Function<NetConnectionClient, CompletableFuture<?>> work) {
            this.work = work;
        }

        CompletableFuture<?> connect() {
            ConnectOptions patient = ConnectOptions.DEFAULT.withTimeout(Duration.ofSeconds(60));
            ConnectOptions options = now.get() == null ? patient : patient.inPlaceOf(now.get());
            return clients.connect(URI.create(url()), options, this)
                    .thenCompose(
                            connection -> {
                                now.set(connection);
                                connections.incrementAndGet();
                                return work.apply(connection);
                            });
        }

        @Override
        public void onClosed(CloseReason reason) {
            if (!over && now.get() != null) {
                connect();
            }
        }

        StreamListener counting() {
            return new StreamListener() {
                @Override
                public void onMessage(MediaKind kind, long timestamp, Message payload) {
                    media.incrementAndGet();
                }
            };
        }
    }

    private Lasting viewer(String stream) {
        AtomicReference<Lasting> self = new AtomicReference<>();
        self.set(new Lasting(connection -> connection.play(stream, -2, self.get().counting())));
        return self.get();
    }

    private Lasting publisher(String stream) {
        return new Lasting(
                connection ->
                        connection
                                .publish(stream, PublishOptions.RELIABLE, StreamListener.NONE)
                                .thenAccept(this::film));
    }

    /** Ten seconds between key frames; a sound with each picture. */
    private void film(StreamPublisher stream) {
        AtomicInteger count = new AtomicInteger();
        byte[] picture = new byte[600];
        byte[] sound = new byte[100];
        sound[0] = (byte) 0xaf;
        sound[1] = 1;
        clock.scheduleAtFixedRate(
                () -> {
                    int i = count.getAndIncrement();
                    picture[0] = (byte) (i % (10 * PICTURES) == 0 ? 0x17 : 0x27);
                    picture[1] = 1;
                    long ms = i * 1000L / PICTURES;
                    if (!stream.write(MediaKind.VIDEO, ms, picture.clone())
                            | !stream.write(MediaKind.AUDIO, ms, sound.clone())) {
                        throw new CancellationException("no more of it");
                    }
                },
                0,
                1000 / PICTURES,
                TimeUnit.MILLISECONDS);
    }

    private void connectAll(List<Lasting> all) throws Exception {
        for (int from = 0; from < all.size(); from += 15) {
            List<Lasting> some = all.subList(from, Math.min(all.size(), from + 15));
            CompletableFuture.allOf(
                            some.stream().map(Lasting::connect).toArray(CompletableFuture[]::new))
                    .get(60, TimeUnit.SECONDS);
        }
    }

    private long behind(ServerInProcess edge) {
        return origin.edges().stream()
                .filter(one -> one.shownAddress().endsWith(":" + edge.port("port")))
                .mapToInt(LinkedEdge::clients)
                .sum();
    }

    @Test
    void aHundredViewersAndFivePublishersOutliveAnEdge() throws Exception {
        List<Lasting> publishers =
                IntStream.range(0, 5).mapToObj(i -> publisher("film-" + i)).toList();
        List<Lasting> viewers =
                IntStream.range(0, 100).mapToObj(i -> viewer("film-" + i % 5)).toList();
        connectAll(publishers);
        connectAll(viewers);
        awaitMore(viewers);
        NetConnectionClient observer = viewers.get(0).now.get();
        assertThat(ask(observer, "behind")).isEqualTo(105);
        ServerInProcess dying = edges.get(0);
        long lost = behind(dying);
        assertThat(lost).as("clients are spread").isBetween(20L, 85L);

        dying.close();
        await().atMost(PATIENCE).until(() -> connections(publishers, viewers) == 105 + lost);
        awaitMore(viewers);
        NetConnectionClient judge = viewers.get(0).now.get();
        await().atMost(PATIENCE).until(() -> ask(judge, "ended") == lost);
        assertThat(ask(judge, "twice")).isZero();
        assertThat(ask(judge, "came")).isEqualTo(105 + lost);
        await().atMost(PATIENCE).until(() -> ask(judge, "behind") == 105);
        publishers.forEach(one -> one.over = true);
        viewers.forEach(one -> one.over = true);
    }

    private JavaProgram rtmfp(String... arguments) {
        return JavaProgram.start(RtmfpCommand.class.getName(), home, Map.of(), arguments);
    }

    private static long told(JavaProgram program, String event) {
        return program.output().lines().filter(line -> line.contains('"' + event + '"')).count();
    }

    /** Without edges, the origin takes them. */
    @Test
    void thoseOfTheCommandLineGoOnAsOftenAsTheirServerDies() throws Exception {
        Film.of(300, 0).save(home, "long", 0);
        String film = home.resolve("media/live/streams/long.flv").toString();
        Path copy = home.resolve("copy.flv");
        String url = url() + "/film";
        try (JavaProgram publisher = rtmfp("publish", film, url, "--reconnect", "--json");
                JavaProgram player =
                        rtmfp("play", url, "-o", copy.toString(), "--reconnect", "--json")) {
            await().atMost(PATIENCE).until(() -> told(publisher, "progress") > 0);
            await().atMost(PATIENCE).until(() -> told(player, "progress") > 1);
            for (ServerInProcess edge : edges) {
                long affected = behind(edge);
                long before = told(publisher, "reconnected") + told(player, "reconnected");
                edge.close();
                await().atMost(PATIENCE)
                        .until(
                                () ->
                                        told(publisher, "reconnected") + told(player, "reconnected")
                                                >= before + affected);
                long size = Files.size(copy);
                await().atMost(PATIENCE).until(() -> Files.size(copy) > size + 1000);
            }
            assertThat(told(publisher, "reconnected")).isPositive();
            assertThat(told(player, "reconnected")).isPositive();
            player.terminate();
            assertThat(player.exitCode()).isZero();
        }
    }

    private static long connections(List<Lasting> some, List<Lasting> others) {
        return Stream.concat(some.stream(), others.stream())
                .mapToLong(one -> one.connections.get())
                .sum();
    }

    /** Waits until each viewer has got some more. */
    private static void awaitMore(List<Lasting> viewers) {
        List<Integer> before = viewers.stream().map(one -> one.media.get()).toList();
        await().atMost(PATIENCE)
                .until(
                        () ->
                                IntStream.range(0, before.size())
                                        .allMatch(i -> viewers.get(i).media.get() > before.get(i)));
    }
}
