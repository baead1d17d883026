package io.cumulonimbus.cli;

import static io.cumulonimbus.cli.Clients.connect;
import static org.assertj.core.api.Assertions.assertThat;

import io.cumulonimbus.client.Message;
import io.cumulonimbus.netclient.MediaKind;
import io.cumulonimbus.netclient.NetClient;
import io.cumulonimbus.netclient.PublishOptions;
import io.cumulonimbus.netclient.Status;
import io.cumulonimbus.netclient.StreamListener;
import io.cumulonimbus.netclient.StreamPlayer;
import io.cumulonimbus.netclient.StreamPublisher;
import io.cumulonimbus.testkit.SimConditions;
import io.cumulonimbus.testkit.UdpRelay;
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

/**
 * Viewers of a real origin, and of an edge, of whom nothing is heard for a while, and who pause.
 */
class AbsentViewerTest {
    private static final int PICTURES_PER_SECOND = 25;
    private static final int AWAY_SECONDS = 12;

    /** Longer than any picture is worth sending, with time for a slow machine. */
    private static final long MOST_AGE_MS = 10_000;

    private static final int KEY_FRAME = 0x17;
    private static final double LIVE = -1;

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

    /** Three viewers who come to one door. */
    private static final class Row implements AutoCloseable {
        private final SimConditions up = new SimConditions();
        private final SimConditions down = new SimConditions();
        private final Watch present = new Watch();
        private final Watch silent = new Watch();
        private final Watch paused = new Watch();
        private final UdpRelay line;
        private final StreamPlayer pausing;

        Row(Stage stage, NetClient client) throws Exception {
            line = new UdpRelay(stage.door(), up, down, 1);
            play(client, stage.url("live"), present);
            play(client, "rtmfp://127.0.0.1:" + line.address().getPort() + "/live", silent);
            pausing = play(client, stage.url("live"), paused);
        }

        boolean sees(long picture) {
            return present.last() > picture && silent.last() > picture && paused.last() > picture;
        }

        private void cut(boolean cut) {
            up.partitioned(cut);
            down.partitioned(cut);
        }

        void leave() {
            line.change(() -> cut(true));
            pausing.pause(true, 0);
        }

        void comeBack() {
            line.change(() -> cut(false));
            pausing.pause(false, 0);
        }

        void assertInThePresent() {
            // where the machine stands still for long, even those who watch miss something
            assertThat(present.missing()).isLessThan(AWAY_SECONDS * PICTURES_PER_SECOND / 3);
            assertFresh(silent);
            assertThat(silent.missing())
                    .isGreaterThan((AWAY_SECONDS - MOST_AGE_MS / 1000) * PICTURES_PER_SECOND);
            assertFresh(paused);
            assertThat(paused.missing()).isGreaterThan((AWAY_SECONDS - 3) * PICTURES_PER_SECOND);
        }

        @Override
        public void close() {
            line.close();
        }
    }

    @Test
    void whoComesBackIsInThePresentAndWhatWasMissedIsNotKept() throws Exception {
        try (Stage stage = Stage.awaitingEdges(home);
                NetClient client = NetClient.start()) {
            StreamPublisher publisher =
                    connect(client, stage.url("live"))
                            .publish("film", PublishOptions.RELIABLE, StreamListener.NONE)
                            .get(60, TimeUnit.SECONDS);
            try (Row atOrigin = new Row(stage, client);
                    Row behindEdge = new Row(stage.withEdge(home), client);
                    LoadFeed feed = new LoadFeed(LoadFilm.synthetic(2), List.of(publisher))) {
                List<Row> rows = List.of(atOrigin, behindEdge);
                feed.start();
                await(() -> rows.stream().allMatch(row -> row.sees(25)));
                rows.forEach(Row::leave);
                await(
                        () ->
                                rows.stream()
                                        .allMatch(
                                                row ->
                                                        row.paused.statuses.contains(
                                                                "NetStream.Pause.Notify")));
                int before = atOrigin.paused.pictures.size();
                long left = atOrigin.present.last();
                await(() -> atOrigin.present.last() > left + AWAY_SECONDS * PICTURES_PER_SECOND);
                assertThat(atOrigin.paused.pictures.size())
                        .isLessThan(before + PICTURES_PER_SECOND);

                rows.forEach(Row::comeBack);
                long back = atOrigin.present.last();
                await(() -> rows.stream().allMatch(row -> row.sees(back + 100)));
                rows.forEach(Row::assertInThePresent);
            }
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

    private static StreamPlayer play(NetClient client, String url, Watch viewer) throws Exception {
        return connect(client, url).play("film", LIVE, viewer).get(60, TimeUnit.SECONDS);
    }

    private static void await(BooleanSupplier what) {
        Awaitility.await().atMost(Duration.ofSeconds(60)).until(what::getAsBoolean);
    }
}
