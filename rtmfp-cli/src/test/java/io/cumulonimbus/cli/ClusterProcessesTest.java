package io.cumulonimbus.cli;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import io.cumulonimbus.client.CloseReason;
import io.cumulonimbus.client.Message;
import io.cumulonimbus.netclient.ConnectOptions;
import io.cumulonimbus.netclient.ConnectionListener;
import io.cumulonimbus.netclient.MediaKind;
import io.cumulonimbus.netclient.NetClient;
import io.cumulonimbus.netclient.NetConnectionClient;
import io.cumulonimbus.netclient.PeerConnection;
import io.cumulonimbus.netclient.PublishOptions;
import io.cumulonimbus.netclient.Status;
import io.cumulonimbus.netclient.StreamListener;
import io.cumulonimbus.netclient.StreamPublisher;
import io.cumulonimbus.testkit.process.JavaProgram;
import java.net.URI;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.Executors;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.condition.EnabledIfEnvironmentVariable;
import org.junit.jupiter.api.io.TempDir;

/** Three origins and two edges as processes, and clients that come to each of them. */
class ClusterProcessesTest {
    private static final Duration PATIENCE = Duration.ofSeconds(60);
    private static final int FILMS = 6;
    private static final int FRAME_MS = 40;
    private static final int CHURN_MS = 500;
    private static final List<String> PROTOCOLS = List.of("rtmfp", "rtmp", "rtmpt");
    private static final String SCRIPT =
            "function onConnection(c) function c:same(x) return x end end";

    @TempDir static Path home;
    private static ClusterOfProcesses cluster;

    private final NetClient clients = NetClient.start(2);
    private final NetClient others = NetClient.start(1);
    private final ScheduledExecutorService clock = Executors.newScheduledThreadPool(1);
    private final List<NetConnectionClient> connections = new CopyOnWriteArrayList<>();

    /** What went wrong, from the clients' point of view. */
    private final List<String> troubles = new CopyOnWriteArrayList<>();

    private final AtomicInteger shortFilms = new AtomicInteger();

    @BeforeAll
    static void start() throws Exception {
        Files.createDirectories(home.resolve("www/live"));
        Path app = Files.createDirectories(home.resolve("www/app"));
        Files.writeString(app.resolve("main.lua"), SCRIPT);
        cluster = ClusterOfProcesses.start(home, 3, 2);
    }

    @AfterAll
    static void end() {
        if (cluster != null) {
            cluster.close();
        }
    }

    @AfterEach
    void leave() {
        clock.shutdownNow();
        clients.close();
        others.close();
    }

    private CompletableFuture<NetConnectionClient> connect(NetClient client, URI uri) {
        return client.connect(
                uri,
                ConnectOptions.DEFAULT.withTimeout(Duration.ofSeconds(30)),
                new ConnectionListener() {
                    @Override
                    public void onClosed(CloseReason reason) {
                        if (reason != CloseReason.NEAR_CLOSED) {
                            troubles.add(uri + " closed: " + reason);
                        }
                    }
                });
    }

    /** The first edge is linked to the first origin, the second to the second. */
    private List<ServerInProcess> places() {
        return List.of(cluster.edges.get(0), cluster.edges.get(1), cluster.origins.get(2));
    }

    private NetConnectionClient at(NetClient client, ServerInProcess place) throws Exception {
        return connect(client, ClusterOfProcesses.door(place, "rtmfp", "live"))
                .get(60, TimeUnit.SECONDS);
    }

    @Test
    void whoeverIsAnywhereMeetsWhoeverIsAnywhere() throws Exception {
        for (ServerInProcess there : places()) {
            NetConnectionClient wanted = at(others, there);
            wanted.publishDirect("film").get(60, TimeUnit.SECONDS);
            for (ServerInProcess here : places()) {
                PeerConnection peer =
                        at(clients, here).connectPeer(wanted.peerId()).get(60, TimeUnit.SECONDS);
                assertThat(peer.peerId()).isEqualTo(wanted.peerId());
                peer.play("film", StreamListener.NONE).get(60, TimeUnit.SECONDS);
            }
        }
    }

    /** Each of three origins and edges by each protocol. */
    private List<URI> doors() {
        return places().stream()
                .flatMap(
                        place ->
                                PROTOCOLS.stream()
                                        .map(one -> ClusterOfProcesses.door(place, one, "live")))
                .toList();
    }

    @Test
    void whatIsPublishedByAnyProtocolAnywhereIsPlayedByAnyProtocolAnywhere() throws Exception {
        List<CompletableFuture<?>> started = new ArrayList<>();
        List<AtomicInteger> seen = new ArrayList<>();
        for (URI from : doors()) {
            String name = from.getScheme() + from.getPort();
            StreamPublisher stream =
                    connect(clients, from)
                            .get(60, TimeUnit.SECONDS)
                            .publish(name, PublishOptions.RELIABLE, StreamListener.NONE)
                            .get(60, TimeUnit.SECONDS);
            film(stream);
        }
        for (URI to : doors()) {
            NetConnectionClient viewer = connect(clients, to).get(60, TimeUnit.SECONDS);
            for (URI from : doors()) {
                AtomicInteger count = new AtomicInteger();
                seen.add(count);
                StreamListener counting =
                        new StreamListener() {
                            @Override
                            public void onMessage(MediaKind kind, long ms, Message payload) {
                                count.incrementAndGet();
                            }
                        };
                started.add(viewer.play(from.getScheme() + from.getPort(), -2, counting));
            }
        }
        CompletableFuture.allOf(started.toArray(CompletableFuture[]::new))
                .get(60, TimeUnit.SECONDS);
        await().atMost(PATIENCE).until(() -> seen.stream().allMatch(count -> count.get() > 5));
        assertThat(seen).hasSize(81);
        assertThat(troubles).isEmpty();
    }

    private void film(StreamPublisher stream) {
        AtomicInteger time = new AtomicInteger();
        clock.scheduleAtFixedRate(
                () -> {
                    byte[] picture = {0x17, 1, 0, 0, 0, 1};
                    stream.write(MediaKind.VIDEO, time.addAndGet(FRAME_MS), picture);
                },
                0,
                FRAME_MS,
                TimeUnit.MILLISECONDS);
    }

    private CompletableFuture<NetConnectionClient> connect(int number, String application) {
        ServerInProcess edge = cluster.edges.get(number % cluster.edges.size());
        String protocol = PROTOCOLS.get(number / cluster.edges.size() % 2);
        return connect(clients, ClusterOfProcesses.door(edge, protocol, application));
    }

    private NetConnectionClient stay(int number, String application) throws Exception {
        NetConnectionClient connection = connect(number, application).get(60, TimeUnit.SECONDS);
        connections.add(connection);
        return connection;
    }

    /** A stream that is published at one edge and watched at the other, all the time. */
    private final class Film implements StreamListener {
        private final String name;
        private final AtomicInteger seen = new AtomicInteger();

        Film(int number) throws Exception {
            name = "film-" + number;
            String application = number % 3 == 0 ? "app" : "live";
            StreamPublisher stream =
                    stay(number, application)
                            .publish(name, PublishOptions.RELIABLE, this)
                            .get(60, TimeUnit.SECONDS);
            stay(number + 1, application).play(name, -2, this).get(60, TimeUnit.SECONDS);
            film(stream);
        }

        @Override
        public void onMessage(MediaKind kind, long timestamp, Message payload) {
            seen.incrementAndGet();
        }

        @Override
        public void onStatus(Status status) {
            if (status.level().equals("error")) {
                troubles.add(name + ": " + status);
            }
        }
    }

    /** Somebody comes, publishes something, and leaves. */
    private void publishShortly(int number) {
        String name = "short-" + number;
        connect(number, "live")
                .thenCompose(
                        connection ->
                                connection
                                        .publish(name, PublishOptions.RELIABLE, StreamListener.NONE)
                                        .thenCompose(stream -> connection.close()))
                .orTimeout(60, TimeUnit.SECONDS)
                .whenComplete(
                        (done, failed) -> {
                            shortFilms.incrementAndGet();
                            if (failed != null) {
                                troubles.add(name + ": " + failed);
                            }
                        });
    }

    private void restart(ServerInProcess origin) throws Exception {
        try (JavaProgram drain = origin.drain()) {
            assertThat(drain.exitCode()).isZero();
        }
        assertThat(origin.process().exitCode()).isZero();
        origin.start().process().ready();
        cluster.settle();
    }

    /** Not on a machine with much else to do: edges keep clients for a while only. */
    @EnabledIfEnvironmentVariable(named = "ROLLING_RESTART", matches = ".+")
    @Test
    void nobodyNoticesWhenAllOriginsAreRestartedOneAfterTheOther() throws Exception {
        List<Film> films = new ArrayList<>();
        for (int i = 0; i < FILMS; i++) {
            films.add(new Film(i));
        }
        AtomicInteger churn = new AtomicInteger();
        clock.scheduleAtFixedRate(
                () -> publishShortly(churn.getAndIncrement()), 0, CHURN_MS, TimeUnit.MILLISECONDS);
        for (ServerInProcess origin : cluster.origins) {
            restart(origin);
            List<Integer> before = films.stream().map(film -> film.seen.get()).toList();
            for (int i = 0; i < FILMS; i++) {
                Film film = films.get(i);
                int then = before.get(i);
                await(film.name + " goes on after " + troubles)
                        .atMost(PATIENCE)
                        .until(() -> film.seen.get() > then + 20);
            }
        }
        int begun = churn.get();
        await().atMost(PATIENCE).until(() -> shortFilms.get() >= begun);
        assertThat(troubles).isEmpty();
        assertThat(connections).allMatch(connection -> !connection.closed().isDone());
    }
}
