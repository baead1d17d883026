package io.cumulonimbus.cli;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import io.cumulonimbus.client.Message;
import io.cumulonimbus.edge.Edge;
import io.cumulonimbus.netclient.MediaKind;
import io.cumulonimbus.netclient.NetConnectionClient;
import io.cumulonimbus.netclient.PublishOptions;
import io.cumulonimbus.netclient.StreamListener;
import io.cumulonimbus.netclient.StreamPublisher;
import io.cumulonimbus.testkit.process.JavaProgram;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.Executors;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Clients whose application has its home at an origin, a process of its own, that goes away. */
class HomeEndTest {
    private static final int FRAME_MS = 20;
    private static final Duration PATIENCE = Duration.ofSeconds(90);
    private static final String SCRIPT =
            """
            here = {}
            function onConnection(client, response)
                here[client.id] = client
                function client:where()
                    local count = 0
                    for _ in pairs(here) do count = count + 1 end
                    return cumulus.cluster.name.." "..tostring(client.resumed).." "..count
                end
            end
            function onDisconnection(client) here[client.id] = nil end
            """;

    @TempDir Path home;
    private final Clients clients = new Clients();
    private final ScheduledExecutorService clock = Executors.newScheduledThreadPool(1);
    private Homes homes = Homes.none();

    @AfterEach
    void stop() {
        clock.shutdownNow();
        clients.close();
        homes.close();
    }

    private static String where(NetConnectionClient client) throws Exception {
        return client.call("where").get(60, TimeUnit.SECONDS).asText().orElseThrow();
    }

    /** Counts what a player gets. */
    private static final class Counting implements StreamListener {
        private final List<Long> times = new CopyOnWriteArrayList<>();

        @Override
        public void onMessage(MediaKind kind, long timestamp, Message payload) {
            times.add(timestamp);
        }

        void goesOn() {
            int before = times.size();
            await().atMost(PATIENCE).until(() -> times.size() > before + 20);
        }

        /** All of them, in order, and none twice. */
        void assertItIsWhole() {
            List<Long> seen = List.copyOf(times);
            for (int i = 1; i < seen.size(); i++) {
                assertThat(seen.get(i)).isEqualTo(seen.get(i - 1) + 1);
            }
        }
    }

    /**
     * A publisher by RTMP and a viewer by RTMFP, both behind the edge. Once that sees pictures,
     * there are no more key frames. Media time hardly passes, so that slow machines have no longer
     * pictures than others.
     */
    private final class Film {
        private final NetConnectionClient publisher;
        private final NetConnectionClient viewer;
        private final Counting seen = new Counting();
        private volatile boolean begun;

        Film(Edge edge) throws Exception {
            publisher = clients.connect(Homes.rtmp(edge));
            viewer = clients.connect(Homes.url(edge));
            StreamPublisher stream =
                    publisher
                            .publish("film", PublishOptions.RELIABLE, StreamListener.NONE)
                            .get(60, TimeUnit.SECONDS);
            viewer.play("film", -1, seen).get(60, TimeUnit.SECONDS);
            AtomicInteger time = new AtomicInteger();
            clock.scheduleAtFixedRate(
                    () ->
                            stream.write(
                                    MediaKind.VIDEO,
                                    time.incrementAndGet(),
                                    new byte[] {(byte) (begun ? 0x27 : 0x17), 1, 0, 0, 0, 1}),
                    FRAME_MS,
                    FRAME_MS,
                    TimeUnit.MILLISECONDS);
            seen.goesOn();
            begun = true;
            seen.goesOn();
        }

        void isServedAnewAtOneOf(String... names) throws Exception {
            await().atMost(PATIENCE)
                    .ignoreExceptions()
                    .untilAsserted(() -> assertThat(where(publisher)).contains(" true "));
            String at = where(publisher);
            assertThat(at.split(" ")[0]).isIn((Object[]) names);
            await().atMost(PATIENCE)
                    .ignoreExceptions()
                    .untilAsserted(() -> assertThat(where(viewer)).isEqualTo(where(publisher)));
            assertThat(publisher.closed()).isNotDone();
            assertThat(viewer.closed()).isNotDone();
            seen.goesOn();
            seen.assertItIsWhole();
        }
    }

    @Test
    void theyGoOnAtTheNextHomeWhenTheirsIsToStop() throws Exception {
        homes = Homes.of(home, SCRIPT, "ann", "ben", "cat");
        try (Edge edge = homes.edge("ben", "cat")) {
            Film film = new Film(edge);
            NetConnectionClient forwarded = clients.connect(homes.url("ben"));
            assertThat(where(film.publisher)).isEqualTo("ann false 3");
            try (JavaProgram drain = homes.origin("ann").drain()) {
                assertThat(drain.exitCode()).isZero();
                assertThat(drain.output()).containsPattern("/app has its home at (ben|cat) now\n");
            }
            film.isServedAnewAtOneOf("ben", "cat");
            assertThat(forwarded.closed()).isNotDone();
            assertThat(where(forwarded)).startsWith(where(film.publisher).split(" ")[0]);
            assertThat(homes.origin("ann").process().exitCode()).isZero();
        }
    }

    @Test
    void theyGoOnAtTheNextHomeWhenTheirsIsKilled() throws Exception {
        homes = Homes.of(home, SCRIPT, "ann", "ben", "cat");
        NetConnectionClient direct = clients.connect(homes.url("ann"));
        assertThat(where(direct)).isEqualTo("ann false 1");
        try (Edge edge = homes.edge("ben", "cat")) {
            Film film = new Film(edge);
            NetConnectionClient forwarded = clients.connect(homes.url("ben"));
            assertThat(where(film.publisher)).isEqualTo("ann false 4");
            homes.origin("ann").close();
            film.isServedAnewAtOneOf("ben", "cat");
            String at = where(film.publisher).split(" ")[0];
            await().atMost(PATIENCE)
                    .ignoreExceptions()
                    .untilAsserted(() -> assertThat(where(forwarded)).startsWith(at + " "));
            assertThat(forwarded.closed()).isNotDone();
            assertThat(where(clients.connect(Homes.url(edge)))).isEqualTo(at + " false 4");
        }
    }

    /**
     * Their sessions are at their home, their streams come by the origin that the edge is linked
     * with.
     */
    @Test
    void theirFilmGoesOnWhenAnOriginBetweenIsKilled() throws Exception {
        homes = Homes.of(home, SCRIPT, "ann", "ben", "cat");
        clients.connect(homes.url("ann")); // so that it is the home
        try (Edge edge = homes.edge("ben", "cat")) {
            Film film = new Film(edge);
            assertThat(where(film.viewer)).isEqualTo("ann false 3");
            homes.origin("ben").close();
            film.seen.goesOn();
            film.seen.goesOn();
            film.seen.assertItIsWhole();
            assertThat(where(film.viewer)).as("nobody moved").isEqualTo("ann false 3");
        }
    }
}
