package io.cumulonimbus.cli;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.awaitility.Awaitility.await;

import io.cumulonimbus.amf.AmfObject;
import io.cumulonimbus.amf.AmfValue;
import io.cumulonimbus.client.Message;
import io.cumulonimbus.config.EdgeConfig;
import io.cumulonimbus.config.HostPort;
import io.cumulonimbus.config.RtmpDoors;
import io.cumulonimbus.config.Secret;
import io.cumulonimbus.config.UplinkConfig;
import io.cumulonimbus.edge.Edge;
import io.cumulonimbus.edge.command.EdgeCommand;
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
import io.cumulonimbus.testkit.process.JavaProgram;
import java.net.InetAddress;
import java.net.URI;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.Executors;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.atomic.AtomicLong;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Servers that let nobody in: those that are told to stop, and an edge without its origin. */
class DrainTest {
    private static final Duration PATIENCE = Duration.ofSeconds(60);
    private static final String SCRIPT =
            """
            function onConnection(client, response)
                function client:ping() return "pong" end
                local again = tostring(client.resumed == true)
                function client:resumed() return again end
            end
            """;

    /** What a client of Enhanced RTMP says of itself: it may be asked to connect again. */
    private static final AmfObject ENHANCED = new AmfObject().put("capsEx", 1);

    @TempDir Path home;
    private final NetClient clients = NetClient.start();

    @AfterEach
    void stop() {
        clients.close();
    }

    private static final class Asked implements ConnectionListener {
        private final CompletableFuture<String> again = new CompletableFuture<>();

        @Override
        public void onStatus(Status status) {
            again.complete(status.code());
        }
    }

    private NetConnectionClient connect(URI uri) throws Exception {
        return Clients.connect(clients, uri.toString());
    }

    /**
     * @param told what becomes of clients of RTMP
     */
    private void assertNobodyIsLetIn(ServerInProcess server, String told) throws Exception {
        await().atMost(PATIENCE).until(() -> server.health("ready") == 503);
        assertThat(server.health("live")).isEqualTo(200);
        await().atMost(PATIENCE).until(() -> server.tunnel() == 503);
        CompletableFuture<NetConnectionClient> unanswered =
                clients.connect(
                        server.uri("rtmfp", "port", "/app"),
                        ConnectOptions.DEFAULT
                                .withTimeout(Duration.ofSeconds(60))
                                .withTimeout(Duration.ofSeconds(4)),
                        ConnectionListener.NONE);
        assertThatThrownBy(() -> connect(server.uri("rtmp", "rtmp.port", "/app")))
                .hasMessageContaining(told);
        assertThatThrownBy(() -> unanswered.get(60, TimeUnit.SECONDS)).isNotNull();
    }

    @Test
    void anOriginLetsNobodyInAndWaitsForThoseWhoAreHere() throws Exception {
        Path www = Files.createDirectories(home.resolve("origin/www/app"));
        Files.writeString(www.resolve("main.lua"), SCRIPT);
        try (ServerInProcess origin =
                new ServerInProcess(OriginCommand.class, home.resolve("origin"))
                        .withoutRtmp()
                        .open("port", "rtmp.port", "http.port", "admin.port")
                        .set("drainPeriod=120")
                        .start()) {
            origin.process().ready();
            assertThat(origin.health("ready")).isEqualTo(200);
            assertThat(origin.tunnel()).isEqualTo(200);
            NetConnectionClient one = connect(origin.uri("rtmfp", "port", "/app"));
            Asked asked = new Asked();
            NetConnectionClient two =
                    clients.connect(
                                    origin.uri("rtmp", "rtmp.port", "/app"),
                                    ConnectOptions.DEFAULT
                                            .withTimeout(Duration.ofSeconds(60))
                                            .withProperties(ENHANCED),
                                    asked)
                            .get(60, TimeUnit.SECONDS);
            try (JavaProgram drain = origin.drain()) {
                assertThat(asked.again.get(60, TimeUnit.SECONDS))
                        .isEqualTo("NetConnection.Connect.ReconnectRequest");
                assertNobodyIsLetIn(origin, "Connection refused");
                assertThat(one.call("ping").get(60, TimeUnit.SECONDS))
                        .isEqualTo(AmfValue.of("pong"));
                one.close().get(60, TimeUnit.SECONDS);
                two.close().get(60, TimeUnit.SECONDS);
                assertThat(drain.exitCode()).isZero();
                assertThat(steps(drain.output()))
                        .containsExactly(
                                "nobody is let in any more",
                                "no clients of edges are here",
                                "2 clients of our own have time to go",
                                "all of 2 clients of our own have gone",
                                "done");
            }
            assertThat(origin.process().exitCode()).isZero();
        }
    }

    /** Without their times. */
    private static List<String> steps(String timeline) {
        return timeline.lines()
                .map(line -> line.replaceFirst("^ *[0-9]+ ms  ", ""))
                .map(line -> line.replaceFirst("up to [0-9]+ s", "time"))
                .toList();
    }

    @Test
    void anEdgeWithoutAnOriginLetsNobodyIn() throws Exception {
        try (ServerInProcess edge =
                new ServerInProcess(EdgeCommand.class, home.resolve("edge"))
                        .open("port", "rtmp.port", "http.port", "admin.port")
                        .set("serverAddress=127.0.0.1:1")
                        .start()) {
            assertThat(edge.process().ready()).startsWith("READY rtmfp=");
            assertThat(edge.process().errors()).contains("No answer from the origin");
            assertNobodyIsLetIn(edge, "NetConnection.Connect.Rejected");
            try (JavaProgram drain = edge.drain()) {
                assertThat(drain.exitCode()).isZero();
                assertThat(steps(drain.output()))
                        .containsExactly(
                                "nobody is let in any more", "no clients are here", "done");
            }
            assertThat(edge.process().exitCode()).isZero();
            try (JavaProgram again = edge.drain()) {
                assertThat(again.exitCode()).isEqualTo(1);
                assertThat(again.errors()).startsWith("edge: ").contains("no running process");
            }
        }
    }

    private ServerInProcess origin(String name) throws Exception {
        Path www = Files.createDirectories(home.resolve(name + "/www/app"));
        Files.writeString(www.resolve("main.lua"), SCRIPT);
        return new ServerInProcess(OriginCommand.class, home.resolve(name))
                .withoutRtmp()
                .open("port", "edges.port")
                .set("edges.activated=true");
    }

    private Edge edge(ServerInProcess... origins) throws Exception {
        List<HostPort> addresses =
                Stream.of(origins)
                        .map(origin -> new HostPort("127.0.0.1", origin.port("edges.port")))
                        .toList();
        EdgeConfig config =
                EdgeConfig.defaults(home, Secret.of(ServerInProcess.SECRET))
                        .listeningOn(InetAddress.getLoopbackAddress(), 0)
                        .withThreads(2);
        UplinkConfig uplink = config.uplink().to(addresses).withGrace(Duration.ofSeconds(60));
        return Edge.start(config.withUplink(uplink).withRtmp(RtmpDoors.ANY));
    }

    /** A stream through an edge, which is written and watched until it is closed. */
    private final class Film implements StreamListener, AutoCloseable {
        private final AtomicInteger seen = new AtomicInteger();
        private final AtomicLong lastNs = new AtomicLong(System.nanoTime());
        private final AtomicLong longestNs = new AtomicLong();
        private final ScheduledExecutorService clock = Executors.newScheduledThreadPool(1);
        private final NetConnectionClient publisher;
        private final NetConnectionClient viewer;

        Film(Edge edge) throws Exception {
            int rtmp = edge.rtmp().rtmpAddresses().get(0).getPort();
            publisher = connect(URI.create("rtmp://127.0.0.1:" + rtmp + "/app"));
            viewer =
                    connect(
                            URI.create(
                                    "rtmfp://127.0.0.1:" + edge.rtmfpAddress().getPort() + "/app"));
            StreamPublisher stream =
                    publisher
                            .publish("film", PublishOptions.RELIABLE, StreamListener.NONE)
                            .get(60, TimeUnit.SECONDS);
            viewer.play("film", -2, this).get(60, TimeUnit.SECONDS);
            AtomicInteger time = new AtomicInteger();
            clock.scheduleAtFixedRate(
                    () -> {
                        int now = time.addAndGet(20);
                        stream.write(MediaKind.VIDEO, now, new byte[] {0x17, 1, 0, 0, 0, 1});
                    },
                    20,
                    20,
                    TimeUnit.MILLISECONDS);
            goesOn();
            longestNs.set(0);
        }

        @Override
        public void onMessage(MediaKind kind, long timestamp, Message payload) {
            long now = System.nanoTime();
            longestNs.accumulateAndGet(now - lastNs.getAndSet(now), Math::max);
            seen.incrementAndGet();
        }

        void goesOn() {
            int before = seen.get();
            await().atMost(PATIENCE).until(() -> seen.get() > before + 20);
        }

        void assertTheOriginIsAnother() throws Exception {
            for (NetConnectionClient client : List.of(publisher, viewer)) {
                assertThat(client.call("resumed").get(60, TimeUnit.SECONDS))
                        .isEqualTo(AmfValue.of("true"));
                assertThat(client.closed()).isNotDone();
            }
        }

        @Override
        public void close() {
            clock.shutdownNow();
        }
    }

    @Test
    void clientsOfAnEdgeGoOnAtAnOriginThatStays() throws Exception {
        try (ServerInProcess one = origin("one").set("drainPeriod=120").start();
                ServerInProcess two = origin("two")) {
            one.process().ready();
            // what one has sealed the other opens
            Files.copy(home.resolve("one/edges.key"), home.resolve("two/edges.key"));
            two.start().process().ready();
            try (Edge edge = edge(one, two);
                    Film film = new Film(edge)) {
                try (JavaProgram drain = one.drain()) {
                    assertThat(drain.exitCode()).isZero();
                }
                assertThat(one.process().exitCode()).isZero();
                await().atMost(PATIENCE).until(edge::isLinked);
                film.assertTheOriginIsAnother();
                film.goesOn();
            }
        }
    }

    @Test
    void clientsOfAnEdgeWaitForAnOriginThatIsStartedAnew() throws Exception {
        try (ServerInProcess one = origin("one").set("drainPeriod=1").start()) {
            one.process().ready();
            try (Edge edge = edge(one);
                    Film film = new Film(edge)) {
                try (JavaProgram drain = one.drain()) {
                    await().atMost(PATIENCE).until(() -> !edge.isLinked());
                    assertThat(drain.exitCode()).as("nobody else takes them").isEqualTo(4);
                    assertThat(drain.output().lines())
                            .anyMatch(line -> line.endsWith("clients of edges are still here"))
                            .last()
                            .isEqualTo("left");
                }
                one.start().process().ready();
                await().atMost(PATIENCE).until(edge::isLinked);
                film.assertTheOriginIsAnother();
                film.goesOn();
            }
        }
    }
}
