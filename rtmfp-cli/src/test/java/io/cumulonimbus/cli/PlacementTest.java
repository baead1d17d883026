package io.cumulonimbus.cli;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import io.cumulonimbus.amf.AmfValue;
import io.cumulonimbus.client.Message;
import io.cumulonimbus.client.Protocol;
import io.cumulonimbus.edge.Edge;
import io.cumulonimbus.net.loop.Loops;
import io.cumulonimbus.netclient.ConnectOptions;
import io.cumulonimbus.netclient.ConnectionListener;
import io.cumulonimbus.netclient.MediaKind;
import io.cumulonimbus.netclient.NetClient;
import io.cumulonimbus.netclient.NetConnectionClient;
import io.cumulonimbus.netclient.PublishOptions;
import io.cumulonimbus.netclient.Status;
import io.cumulonimbus.netclient.StreamListener;
import io.cumulonimbus.netclient.StreamPublisher;
import io.cumulonimbus.origin.cluster.Directory;
import io.cumulonimbus.origin.cluster.Lease;
import io.cumulonimbus.origin.cluster.Outcome;
import java.net.URI;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** An application with a script in a cluster: it runs at one origin, wherever clients come in. */
class PlacementTest {
    private static final Duration PATIENCE = Duration.ofSeconds(60);
    private static final String SCRIPT =
            """
            visitors = 0
            function onConnection(client, response, ...)
                visitors = visitors + 1
                function client:where()
                    return cumulus.cluster.name.." "..tostring(client.resumed)
                end
                function client:visitors() return tostring(visitors) end
            end
            """;

    @TempDir Path home;
    private final List<NetClient> clients = new ArrayList<>();
    private Fleet fleet;

    @BeforeEach
    void start() throws Exception {
        Path folder = Files.createDirectories(home.resolve("www/live"));
        Files.writeString(folder.resolve("main.lua"), SCRIPT);
        fleet = Fleet.of(home, 3);
    }

    @AfterEach
    void stop() {
        clients.forEach(NetClient::close);
        fleet.close();
    }

    private NetConnectionClient connect(String url) throws Exception {
        return connect(url, ConnectionListener.NONE);
    }

    private NetConnectionClient connect(String url, ConnectionListener listener) throws Exception {
        return connect(url, Stage.trustingAnyone(), listener);
    }

    private NetConnectionClient connect(String url, ConnectOptions options) throws Exception {
        return connect(url, options, ConnectionListener.NONE);
    }

    private NetConnectionClient connect(
            String url, ConnectOptions options, ConnectionListener listener) throws Exception {
        NetClient client = NetClient.start();
        clients.add(client);
        return client.connect(URI.create(url), options, listener).get(60, TimeUnit.SECONDS);
    }

    private static String edge(Edge edge) {
        return "rtmfp://127.0.0.1:" + edge.rtmfpAddress().getPort() + "/live";
    }

    /** Takes the lease of the application away from its holder, as if another had been asked. */
    private void moveHome(int from, int to) {
        Directory holder = fleet.origin(from).directory();
        Loops loops = Loops.start("leases", 1);
        try {
            CompletableFuture<Outcome<Lease>> moved = new CompletableFuture<>();
            CompletableFuture<Outcome<Lease>> found = new CompletableFuture<>();
            holder.leases().find("live", loops.loop(0), found::complete);
            Lease lease = found.orTimeout(60, TimeUnit.SECONDS).join().value().orElseThrow();
            holder.leases()
                    .transfer(
                            lease,
                            fleet.origin(to).directory().self(),
                            loops.loop(0),
                            moved::complete);
            assertThat(moved.orTimeout(60, TimeUnit.SECONDS).join().value()).isPresent();
        } finally {
            loops.close();
        }
    }

    @Test
    void aHomeThatLosesItsLeaseLetsGoOfItsClients() throws Exception {
        NetConnectionClient first = connect(fleet.url(0, Protocol.RTMFP));
        int was = Character.digit(ask(first, "where").charAt("origin".length()), 10);
        int next = (was + 1) % 3;
        int third = (was + 2) % 3;
        List<String> told = new CopyOnWriteArrayList<>();
        ConnectionListener listener =
                new ConnectionListener() {
                    @Override
                    public void onStatus(Status status) {
                        told.add(status.code());
                    }
                };
        NetConnectionClient direct = connect(fleet.url(was, Protocol.RTMFP), listener);
        NetConnectionClient forwarded = connect(fleet.url(third, Protocol.RTMP));
        NetConnectionClient another = connect(fleet.url(third, Protocol.RTMFP));
        NetConnectionClient behind = connect(edge(fleet.edge(third)));
        NetConnectionClient atItsOwn = connect(edge(fleet.edge(was)));
        assertThat(ask(behind, "where")).isEqualTo("origin" + was + " false");

        moveHome(was, next);
        await().atMost(PATIENCE).until(() -> direct.closed().isDone());
        assertThat(told).contains("NetConnection.Connect.Closed");
        Map<String, NetConnectionClient> staying =
                Map.of(
                        "behind an edge",
                        behind,
                        "behind the edge of its home",
                        atItsOwn,
                        "forwarded, by RTMP",
                        forwarded,
                        "forwarded, by RTMFP",
                        another);
        staying.forEach(
                (way, one) ->
                        await(way)
                                .atMost(PATIENCE)
                                .ignoreExceptions()
                                .untilAsserted(
                                        () ->
                                                assertThat(ask(one, "where"))
                                                        .isEqualTo("origin" + next + " true")));
        assertThat(staying.values()).noneMatch(one -> one.closed().isDone());
    }

    private static String ask(NetConnectionClient client, String method) throws Exception {
        return client.call(method).get(60, TimeUnit.SECONDS).asText().orElseThrow();
    }

    /** A URI of RTMFP may be too long to be kept, a connect of RTMP too long to ask about. */
    @Test
    void clientsWhoseOpeningsAreTooLongComeToItsHomeTooBehindTheEdgesOfAll() throws Exception {
        String home = ask(connect(fleet.url(1, Protocol.RTMFP)), "where");
        String tooLong = "?" + "x".repeat(1030);
        AmfValue argument = AmfValue.of("x".repeat(20_000));
        ConnectOptions lengthy = Stage.trustingAnyone().withArguments(argument);
        for (int origin = 0; origin < 3; origin++) {
            Edge edge = fleet.edge(origin);
            String rtmp = "rtmp://127.0.0.1:" + edge.rtmp().rtmpAddresses().get(0).getPort();
            assertThat(ask(connect(edge(edge) + tooLong), "where")).isEqualTo(home);
            assertThat(ask(connect(rtmp + "/live", lengthy), "where")).isEqualTo(home);
        }
    }

    /** Counts what a player gets. */
    private static final class Counting implements StreamListener {
        private final AtomicInteger media = new AtomicInteger();

        @Override
        public void onMessage(MediaKind kind, long timestamp, Message payload) {
            media.incrementAndGet();
        }
    }

    @Test
    void clientsOfEveryOriginAndProtocolMeetAtItsHome() throws Exception {
        Edge edge = fleet.edge(2);
        List<String> ways =
                List.of(
                        fleet.url(0, Protocol.RTMFP),
                        fleet.url(1, Protocol.RTMFP),
                        fleet.url(2, Protocol.RTMP),
                        fleet.url(1, Protocol.RTMPT),
                        edge(edge));
        List<NetConnectionClient> all = new ArrayList<>();
        for (String way : ways) {
            all.add(connect(way));
        }
        for (NetConnectionClient one : all) {
            assertThat(ask(one, "visitors")).isEqualTo("5");
        }
        List<Counting> viewers = new ArrayList<>();
        StreamPublisher publisher =
                all.get(2)
                        .publish("film", PublishOptions.RELIABLE, new StreamListener() {})
                        .get(60, TimeUnit.SECONDS);
        for (NetConnectionClient one : all) {
            Counting viewer = new Counting();
            viewers.add(viewer);
            one.play("film", -1, viewer).get(60, TimeUnit.SECONDS);
        }
        AtomicInteger time = new AtomicInteger();
        await().atMost(PATIENCE)
                .until(
                        () -> {
                            byte[] sound = {(byte) 0x2f, (byte) time.get()};
                            publisher.write(MediaKind.AUDIO, time.addAndGet(20), sound);
                            return viewers.stream().allMatch(viewer -> viewer.media.get() > 0);
                        });
    }
}
