package io.cumulonimbus.cli;

import static org.assertj.core.api.Assertions.assertThat;

import io.cumulonimbus.client.Message;
import io.cumulonimbus.netclient.MediaKind;
import io.cumulonimbus.netclient.NetClient;
import io.cumulonimbus.netclient.NetConnectionClient;
import io.cumulonimbus.netclient.PublishOptions;
import io.cumulonimbus.netclient.Status;
import io.cumulonimbus.netclient.StreamListener;
import io.cumulonimbus.netclient.StreamPlayer;
import io.cumulonimbus.netclient.StreamPublisher;
import io.cumulonimbus.testkit.SimConditions;
import io.cumulonimbus.testkit.UdpRelay;
import java.net.URI;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.TimeUnit;
import java.util.function.BooleanSupplier;
import org.awaitility.Awaitility;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.Parameter;
import org.junit.jupiter.params.ParameterizedClass;
import org.junit.jupiter.params.provider.EnumSource;

/** Viewers of a real origin of whom nothing is heard for a while, and who pause. */
@ParameterizedClass
@EnumSource(Way.class)
class AbsentViewerTest {
    private static final int PICTURES_PER_SECOND = 25;
    private static final int AWAY_SECONDS = 12;

    /** Longer than any picture is worth sending, with time for a slow machine. */
    private static final long MOST_AGE_MS = 10_000;

    private static final int KEY_FRAME = 0x17;
    private static final double LIVE = -1;

    @Parameter private Way way;
    @TempDir private Path home;

    /** One picture that came. */
    private record Picture(long number, boolean key, long ageMs) {}

    /** What a viewer had. */
    private static final class Watch implements StreamListener {
        private final List<Picture> pictures = new CopyOnWriteArrayList<>();
        private final List<String> statuses = new CopyOnWriteArrayList<>();

        @Override
        public void onStatus(Status status) {
            statuses.add(status.code());
        }

        @Override
        public void onMessage(MediaKind kind, long timestamp, Message payload) {
            if (kind == MediaKind.VIDEO) {
                Stamp stamp = Stamp.of(payload).orElseThrow();
                long ageMs = TimeUnit.NANOSECONDS.toMillis(System.nanoTime() - stamp.sentNs());
                boolean key = payload.byteAt(0) == KEY_FRAME;
                pictures.add(new Picture(stamp.sequence(), key, ageMs));
            }
        }

        long last() {
            return pictures.isEmpty() ? -1 : pictures.get(pictures.size() - 1).number();
        }

        /** The first pictures behind holes, with how many are missing before each. */
        List<Picture> behindHoles() {
            List<Picture> found = new ArrayList<>();
            for (int i = 1; i < pictures.size(); i++) {
                if (pictures.get(i).number() != pictures.get(i - 1).number() + 1) {
                    found.add(pictures.get(i));
                }
            }
            return found;
        }

        long missing() {
            return last() - pictures.get(0).number() + 1 - pictures.size();
        }
    }

    @Test
    void whoComesBackIsInThePresentAndWhatWasMissedIsNotKept() throws Exception {
        SimConditions up = new SimConditions();
        SimConditions down = new SimConditions();
        try (Stage stage = Stage.start(home, way);
                UdpRelay line = new UdpRelay(stage.door(), up, down, 1);
                NetClient client = NetClient.start()) {
            Watch present = new Watch();
            Watch silent = new Watch();
            Watch paused = new Watch();
            String url = stage.url("live");
            StreamPublisher publisher =
                    connect(client, url)
                            .publish("film", PublishOptions.RELIABLE, StreamListener.NONE)
                            .get(60, TimeUnit.SECONDS);
            play(client, url, present);
            play(client, "rtmfp://127.0.0.1:" + line.address().getPort() + "/live", silent);
            StreamPlayer pausing = play(client, url, paused);
            try (LoadFeed feed = new LoadFeed(LoadFilm.synthetic(2), List.of(publisher))) {
                feed.start();
                await(() -> present.last() > 25 && silent.last() > 25 && paused.last() > 25);
                line.change(() -> cut(up, down, true));
                pausing.pause(true, 0);
                await(() -> paused.statuses.contains("NetStream.Pause.Notify"));
                int before = paused.pictures.size();
                long left = present.last();
                await(() -> present.last() > left + AWAY_SECONDS * PICTURES_PER_SECOND);
                assertThat(paused.pictures.size()).isLessThan(before + PICTURES_PER_SECOND);

                line.change(() -> cut(up, down, false));
                pausing.pause(false, 0);
                long back = present.last();
                await(() -> silent.last() > back + 100 && paused.last() > back + 100);
            }
            assertThat(present.missing()).isZero();
            assertFresh(silent);
            assertThat(silent.missing())
                    .isGreaterThan((AWAY_SECONDS - MOST_AGE_MS / 1000) * PICTURES_PER_SECOND);
            assertFresh(paused);
            assertThat(paused.missing()).isGreaterThan((AWAY_SECONDS - 3) * PICTURES_PER_SECOND);
            assertThat(paused.behindHoles()).hasSize(1);
        }
    }

    private static void assertFresh(Watch viewer) {
        assertThat(viewer.behindHoles()).isNotEmpty().allMatch(Picture::key);
        // What was in the viewer's own buffer when the line was cut comes when the rest is known.
        List<Picture> old = viewer.pictures.stream().filter(p -> p.ageMs() > MOST_AGE_MS).toList();
        assertThat(old).hasSizeLessThan(PICTURES_PER_SECOND);
        Picture back = viewer.behindHoles().get(0);
        assertThat(old).allMatch(picture -> picture.number() < back.number());
    }

    private static void cut(SimConditions up, SimConditions down, boolean cut) {
        up.partitioned(cut);
        down.partitioned(cut);
    }

    private static NetConnectionClient connect(NetClient client, String url) throws Exception {
        return client.connect(URI.create(url)).get(60, TimeUnit.SECONDS);
    }

    private static StreamPlayer play(NetClient client, String url, Watch viewer) throws Exception {
        return connect(client, url).play("film", LIVE, viewer).get(60, TimeUnit.SECONDS);
    }

    private static void await(BooleanSupplier what) {
        Awaitility.await().atMost(Duration.ofSeconds(60)).until(what::getAsBoolean);
    }
}
