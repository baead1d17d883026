package io.cumulonimbus.cli;

import static org.assertj.core.api.Assertions.assertThat;

import io.cumulonimbus.client.Protocol;
import io.cumulonimbus.netclient.MediaKind;
import io.cumulonimbus.netclient.PlayOptions;
import io.cumulonimbus.netclient.PublishOptions;
import io.cumulonimbus.netclient.StreamPublisher;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.TimeUnit;
import java.util.stream.IntStream;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.Parameter;
import org.junit.jupiter.params.ParameterizedClass;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/** What comes right before the end of a publication, and the word of the end. */
@ParameterizedClass
@EnumSource(Way.class)
class LastPicturesTest {
    private static final String END = "NetStream.Play.UnpublishNotify";
    private static final int PICTURES = 40;
    private static final int VIEWERS = 6;

    @Parameter Way way;
    @TempDir Path home;

    @ParameterizedTest
    @EnumSource(
            value = Protocol.class,
            names = {"RTMFP", "RTMP", "RTMPT"})
    void theWordOfTheEndComesLast(Protocol by) throws Exception {
        List<Spectator> viewers = new ArrayList<>();
        try (Stage stage = Stage.start(home, way);
                Spectator author = new Spectator(stage.url("live"))) {
            try {
                for (int i = 0; i < VIEWERS; i++) {
                    Spectator viewer = new Spectator(stage.url(by, "live"));
                    viewers.add(viewer);
                    viewer.play("film", PlayOptions.DEFAULT);
                }
                for (int round = 1; round <= 5; round++) {
                    publish(author);
                    for (Spectator viewer : viewers) {
                        viewer.await(END, round);
                    }
                }
                for (Spectator viewer : viewers) {
                    assertWhole(viewer);
                }
            } finally {
                viewers.forEach(Spectator::close);
            }
        }
    }

    private static void publish(Spectator author) throws Exception {
        StreamPublisher publisher =
                author.connection
                        .publish("film", PublishOptions.RELIABLE, author)
                        .get(60, TimeUnit.SECONDS);
        for (int i = 0; i < PICTURES; i++) {
            publisher.write(MediaKind.VIDEO, i * 40L, new byte[] {0x12, 1, 2});
            publisher.write(MediaKind.AUDIO, i * 40L, new byte[] {0x22, 1, 2});
        }
        publisher.close().get(60, TimeUnit.SECONDS);
    }

    private static void assertWhole(Spectator viewer) {
        List<Integer> counts = new ArrayList<>();
        int from = 0;
        List<String> all = List.copyOf(viewer.seen);
        for (int i : IntStream.range(0, all.size()).filter(i -> all.get(i).equals(END)).toArray()) {
            List<String> part = all.subList(from, i);
            counts.add((int) part.stream().filter(one -> one.matches("[va]\\d+")).count());
            from = i;
        }
        assertThat(counts).hasSize(5).allMatch(count -> count == 2 * PICTURES);
        assertThat(all).endsWith(END);
    }
}
