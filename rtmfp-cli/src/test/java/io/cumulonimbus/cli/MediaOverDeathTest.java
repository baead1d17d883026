package io.cumulonimbus.cli;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import io.cumulonimbus.client.Message;
import io.cumulonimbus.config.EdgeConfig;
import io.cumulonimbus.config.Secret;
import io.cumulonimbus.edge.Edge;
import io.cumulonimbus.netclient.ConnectOptions;
import io.cumulonimbus.netclient.ConnectionListener;
import io.cumulonimbus.netclient.MediaKind;
import io.cumulonimbus.netclient.NetClient;
import io.cumulonimbus.netclient.NetConnectionClient;
import io.cumulonimbus.netclient.PublishOptions;
import io.cumulonimbus.netclient.StreamListener;
import io.cumulonimbus.netclient.StreamPublisher;
import java.net.InetAddress;
import java.net.URI;
import java.nio.ByteBuffer;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.Executors;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.stream.IntStream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** What viewers behind edges see when the origin between them and the publishers is killed. */
class MediaOverDeathTest {
    private static final String SECRET = "a secret of these tests";
    private static final int PUBLISHERS = 3;
    private static final int VIEWERS_OF_EACH = 8;
    private static final int FRAME_BYTES = 400;
    private static final int FRAME_MS = 20;

    @TempDir Path home;
    private final List<NetClient> clients = new ArrayList<>();
    private final List<NetConnectionClient> connections = new ArrayList<>();
    private final ScheduledExecutorService clock = Executors.newSingleThreadScheduledExecutor();
    private volatile boolean seen;
    private MortalOrigin origin;
    private Edge near;
    private Edge far;

    @BeforeEach
    void start() throws Exception {
        Files.createDirectories(home.resolve("www/app"));
        origin = MortalOrigin.start(home, SECRET);
        near = edge();
        far = edge();
    }

    private Edge edge() throws Exception {
        EdgeConfig config =
                EdgeConfig.defaults(home, Secret.of(SECRET))
                        .listeningOn(InetAddress.getLoopbackAddress(), 0)
                        .withThreads(2)
                        .linkedTo(origin.edgesAddress());
        return Edge.start(config.withUplink(config.uplink().withGrace(Duration.ofSeconds(60))));
    }

    @AfterEach
    void stop() {
        clock.shutdownNow();
        clients.forEach(NetClient::close);
        near.close();
        far.close();
        origin.close();
    }

    private NetConnectionClient connect(Edge edge) throws Exception {
        NetClient client = NetClient.start();
        clients.add(client);
        URI uri = URI.create("rtmfp://127.0.0.1:" + edge.rtmfpAddress().getPort() + "/app");
        NetConnectionClient connection =
                client.connect(
                                uri,
                                ConnectOptions.DEFAULT.withTimeout(Duration.ofSeconds(60)),
                                ConnectionListener.NONE)
                        .get(60, TimeUnit.SECONDS);
        connections.add(connection);
        return connection;
    }

    /** A camera whose frames are numbered; once everybody sees it, it makes no key frames. */
    private final class Camera {
        private final StreamPublisher publisher;
        private final AtomicInteger number = new AtomicInteger();

        Camera(String name) throws Exception {
            publisher =
                    connect(near)
                            .publish(name, PublishOptions.RELIABLE, new Screen())
                            .get(60, TimeUnit.SECONDS);
        }

        void begin() {
            publisher.write(MediaKind.VIDEO, 0, new byte[] {0x17, 0, 0, 0, 0, 1, 2, 3});
            clock.scheduleAtFixedRate(this::frame, 0, FRAME_MS, TimeUnit.MILLISECONDS);
        }

        /** Media time hardly passes, so that slow machines have no longer pictures than others. */
        private void frame() {
            int now = number.getAndIncrement();
            byte[] body = new byte[FRAME_BYTES];
            body[0] = (byte) (seen ? 0x27 : 0x17);
            body[1] = 1;
            ByteBuffer.wrap(body).putInt(5, now);
            publisher.write(MediaKind.VIDEO, now, body);
        }
    }

    /** What one viewer sees: the numbers of frames. */
    private static final class Screen implements StreamListener {
        private final List<Integer> seen = new CopyOnWriteArrayList<>();

        @Override
        public void onMessage(MediaKind kind, long timestamp, Message payload) {
            if (payload.length() == FRAME_BYTES) {
                seen.add(ByteBuffer.wrap(payload.toBytes()).getInt(5));
            }
        }

        int last() {
            return seen.isEmpty() ? -1 : seen.get(seen.size() - 1);
        }
    }

    @Test
    void mediaGoesOnWithoutAKeyFrameAndNothingIsMissing() throws Exception {
        List<Screen> screens = new ArrayList<>();
        List<Camera> cameras = new ArrayList<>();
        for (int i = 0; i < PUBLISHERS; i++) {
            cameras.add(new Camera("film-" + i));
            for (int j = 0; j < VIEWERS_OF_EACH; j++) {
                Screen screen = new Screen();
                screens.add(screen);
                connect(j == 0 ? near : far)
                        .play("film-" + i, -2, screen)
                        .get(60, TimeUnit.SECONDS);
            }
        }
        cameras.forEach(Camera::begin);
        await().until(() -> screens.stream().allMatch(s -> s.last() >= 0));
        seen = true;
        int behind = last(cameras);
        await().until(() -> screens.stream().allMatch(s -> s.last() > behind + 50));

        origin.kill();
        await().until(() -> !near.isLinked() && !far.isLinked());
        int before = last(cameras);
        origin.startAgain();
        await().untilAsserted(
                        () ->
                                assertThat(screens)
                                        .extracting(Screen::last)
                                        .allMatch(last -> last > before + 50));
        for (Screen screen : screens) {
            List<Integer> all = List.copyOf(screen.seen);
            assertThat(all)
                    .as("nothing missing, nothing twice")
                    .isEqualTo(
                            IntStream.range(all.get(0), all.get(0) + all.size()).boxed().toList());
        }
        assertThat(connections).allMatch(connection -> !connection.closed().isDone());
    }

    private static int last(List<Camera> cameras) {
        return cameras.stream().mapToInt(camera -> camera.number.get()).max().orElseThrow();
    }
}
