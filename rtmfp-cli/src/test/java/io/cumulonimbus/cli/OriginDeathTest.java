package io.cumulonimbus.cli;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import io.cumulonimbus.amf.AmfValue;
import io.cumulonimbus.client.Message;
import io.cumulonimbus.config.EdgeConfig;
import io.cumulonimbus.config.RtmpDoors;
import io.cumulonimbus.config.Secret;
import io.cumulonimbus.config.UplinkConfig;
import io.cumulonimbus.edge.Edge;
import io.cumulonimbus.netclient.ConnectOptions;
import io.cumulonimbus.netclient.ConnectionListener;
import io.cumulonimbus.netclient.MediaKind;
import io.cumulonimbus.netclient.NetClient;
import io.cumulonimbus.netclient.NetConnectionClient;
import io.cumulonimbus.netclient.PublishOptions;
import io.cumulonimbus.netclient.SharedObjectClient;
import io.cumulonimbus.netclient.SharedObjectListener;
import io.cumulonimbus.netclient.StreamListener;
import io.cumulonimbus.netclient.StreamPublisher;
import io.cumulonimbus.rtmp.message.SharedObjectEvent;
import java.net.InetAddress;
import java.net.URI;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Clients of an edge whose origin, in a process of its own, dies and comes back. */
class OriginDeathTest {
    private static final String SECRET = "a secret of these tests";
    private static final Duration PATIENCE = Duration.ofSeconds(60);

    private static final String SCRIPT =
            """
            connections = 0
            function onConnection(client, response, name)
                connections = connections + 1
                client.name = name
                function client:seen()
                    return client.name.." "..tostring(client.resumed).." "..connections
                end
            end
            """;

    @TempDir Path home;
    private final InetAddress loopback = InetAddress.getLoopbackAddress();
    private final List<NetClient> clients = new ArrayList<>();
    private MortalOrigin origin;
    private Edge edge;

    @BeforeEach
    void start() throws Exception {
        Path folder = Files.createDirectories(home.resolve("www/app"));
        Files.writeString(folder.resolve("main.lua"), SCRIPT);
        origin = MortalOrigin.start(home, SECRET);
        EdgeConfig config =
                EdgeConfig.defaults(home, Secret.of(SECRET))
                        .listeningOn(loopback, 0)
                        .withThreads(2)
                        .linkedTo(origin.edgesAddress());
        UplinkConfig patient = config.uplink().withGrace(Duration.ofSeconds(60));
        edge = Edge.start(config.withUplink(patient).withRtmp(RtmpDoors.ANY));
    }

    @AfterEach
    void stop() {
        clients.forEach(NetClient::close);
        edge.close();
        origin.close();
    }

    private NetConnectionClient connect(String name) throws Exception {
        return connect("rtmfp", edge.rtmfpAddress().getPort(), name);
    }

    private NetConnectionClient connect(String scheme, int to, String name) throws Exception {
        NetClient client = NetClient.start();
        clients.add(client);
        URI uri = URI.create(scheme + "://127.0.0.1:" + to + "/app");
        return client.connect(
                        uri,
                        ConnectOptions.DEFAULT
                                .withArguments(AmfValue.of(name))
                                .withTimeout(PATIENCE),
                        ConnectionListener.NONE)
                .get(60, TimeUnit.SECONDS);
    }

    private static String ask(NetConnectionClient client) throws Exception {
        return client.call("seen").get(60, TimeUnit.SECONDS).asText().orElseThrow();
    }

    /** Counts what a player gets. */
    private static final class Counting implements StreamListener {
        private final AtomicInteger media = new AtomicInteger();

        @Override
        public void onMessage(MediaKind kind, long timestamp, Message payload) {
            media.incrementAndGet();
        }
    }

    /** One more key frame; who plays may not be there yet for the first. */
    private static boolean arrives(
            StreamPublisher publisher, AtomicInteger time, Counting played, int before) {
        int now = time.incrementAndGet();
        byte[] key = {0x17, 1, 0, 0, 0, (byte) now};
        assertThat(publisher.write(MediaKind.VIDEO, now, key)).isTrue();
        return played.media.get() > before;
    }

    @Test
    void theyGoOnWithTheNextAndHearNothingOfIt() throws Exception {
        goOn(connect("one"), connect("two"));
    }

    @Test
    void thoseOfRtmpDoSoToo() throws Exception {
        int rtmp = edge.rtmp().rtmpAddresses().get(0).getPort();
        goOn(connect("rtmp", rtmp, "one"), connect("rtmp", rtmp, "two"));
    }

    private void goOn(NetConnectionClient one, NetConnectionClient two) throws Exception {
        Counting played = new Counting();
        StreamPublisher publisher =
                one.publish("film", PublishOptions.RELIABLE, new Counting())
                        .get(60, TimeUnit.SECONDS);
        two.play("film", -2, played).get(60, TimeUnit.SECONDS);
        AtomicInteger time = new AtomicInteger(1);
        await().atMost(PATIENCE).until(() -> arrives(publisher, time, played, 0));
        assertThat(ask(one)).isEqualTo("one false 2");

        origin.kill();
        await().atMost(PATIENCE).until(() -> !edge.isLinked());
        var waiting = two.call("seen");
        origin.startAgain();
        assertThat(waiting.get(60, TimeUnit.SECONDS).asText())
                .hasValueSatisfying(answer -> assertThat(answer).startsWith("two true"));
        assertThat(ask(one)).startsWith("one true");
        int before = played.media.get();
        await().atMost(PATIENCE).until(() -> arrives(publisher, time, played, before));
        assertThat(one.closed()).isNotDone();
        assertThat(two.closed()).isNotDone();
        assertThat(ask(one)).isEqualTo("one true 2");
    }

    /** What one client sees of a shared object. */
    private static final class Shared implements SharedObjectListener {
        private final List<SharedObjectEvent> events = new CopyOnWriteArrayList<>();

        @Override
        public void onSync(List<SharedObjectEvent> news, Map<String, AmfValue> data) {
            events.addAll(news);
        }
    }

    @Test
    void sharedObjectsAreStillShared() throws Exception {
        Shared ofOne = new Shared();
        Shared ofTwo = new Shared();
        SharedObjectClient one =
                connect("one").sharedObject("board", false, ofOne).get(60, TimeUnit.SECONDS);
        SharedObjectClient two =
                connect("two").sharedObject("board", false, ofTwo).get(60, TimeUnit.SECONDS);
        one.set("before", AmfValue.of("x"));
        await().atMost(PATIENCE).until(() -> two.data().get().containsKey("before"));

        origin.kill();
        await().atMost(PATIENCE).until(() -> !edge.isLinked());
        origin.startAgain();
        await().atMost(PATIENCE).until(edge::isLinked);
        two.set("after", AmfValue.of("y"));
        await().atMost(PATIENCE).until(() -> one.data().get().containsKey("after"));
        assertThat(one.data().get()).doesNotContainKey("before");
        for (Shared shared : List.of(ofOne, ofTwo)) {
            assertThat(shared.events)
                    .filteredOn(event -> event instanceof SharedObjectEvent.UseSuccess)
                    .hasSizeLessThanOrEqualTo(1);
        }
    }

    @Test
    void anOriginThatStandsStillForEightSecondsLosesNobody() throws Exception {
        NetConnectionClient one = connect("one");
        assertThat(ask(one)).isEqualTo("one false 1");
        origin.signal("STOP");
        var waiting = one.call("seen");
        await().pollDelay(Duration.ofSeconds(8)).atMost(PATIENCE).until(() -> true);
        assertThat(waiting).isNotDone();
        origin.signal("CONT");
        assertThat(waiting.get(60, TimeUnit.SECONDS).asText()).contains("one false 1");
        assertThat(ask(connect("two"))).isEqualTo("two false 2");
    }
}
