package io.cumulonimbus.cli;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import io.cumulonimbus.client.Message;
import io.cumulonimbus.client.Protocol;
import io.cumulonimbus.edge.Edge;
import io.cumulonimbus.netclient.ConnectionListener;
import io.cumulonimbus.netclient.MediaKind;
import io.cumulonimbus.netclient.NetClient;
import io.cumulonimbus.netclient.NetConnectionClient;
import io.cumulonimbus.netclient.PublishOptions;
import io.cumulonimbus.netclient.StreamListener;
import io.cumulonimbus.netclient.StreamPublisher;
import java.net.URI;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/** An application with a script in a cluster: it runs at one origin, wherever clients come in. */
@Timeout(180)
class PlacementTest {
    private static final Duration PATIENCE = Duration.ofSeconds(60);
    private static final String SCRIPT =
            """
            visitors = 0
            function onConnection(client, response, ...)
                visitors = visitors + 1
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
        NetClient client = NetClient.start();
        clients.add(client);
        return client.connect(URI.create(url), Stage.trustingAnyone(), ConnectionListener.NONE)
                .get(30, TimeUnit.SECONDS);
    }

    private static String ask(NetConnectionClient client, String method) throws Exception {
        return client.call(method).get(30, TimeUnit.SECONDS).asText().orElseThrow();
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
                        "rtmfp://127.0.0.1:" + edge.rtmfpAddress().getPort() + "/live");
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
                        .get(30, TimeUnit.SECONDS);
        for (NetConnectionClient one : all) {
            Counting viewer = new Counting();
            viewers.add(viewer);
            one.play("film", -1, viewer).get(30, TimeUnit.SECONDS);
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
