package io.cumulonimbus.cli;

import static org.assertj.core.api.Assertions.assertThat;

import io.cumulonimbus.amf.AmfValue;
import io.cumulonimbus.client.Protocol;
import io.cumulonimbus.netclient.MediaKind;
import io.cumulonimbus.netclient.PlayOptions;
import io.cumulonimbus.netclient.PublishOptions;
import io.cumulonimbus.netclient.StreamPlayer;
import io.cumulonimbus.netclient.StreamPublisher;
import java.nio.file.Path;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.AfterParameterizedClassInvocation;
import org.junit.jupiter.params.BeforeParameterizedClassInvocation;
import org.junit.jupiter.params.Parameter;
import org.junit.jupiter.params.ParameterizedClass;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.EnumSource.Mode;

/** What clients have whatever they speak: applications that know them, and recordings. */
@ParameterizedClass
@EnumSource(Way.class)
class EveryProtocolTest {
    private static final String STOP = "NetStream.Play.Stop";
    private static final int PICTURES = 100;

    @TempDir static Path folder;
    private static Path home;
    private static Stage stage;
    @Parameter Way way;

    @BeforeParameterizedClassInvocation
    static void open(Way way) throws Exception {
        home = folder.resolve(way.name());
        stage = Stage.start(home, way);
        stage.application(
                home,
                "who",
                """
                function onConnection(client)
                  function client:which() return client.protocol end
                end
                """);
    }

    @AfterParameterizedClassInvocation
    static void close() {
        stage.close();
    }

    @ParameterizedTest
    @EnumSource(value = Protocol.class, mode = Mode.MATCH_ALL, names = "RTM.*")
    void scriptsSeeWhatAClientSpeaks(Protocol by) throws Exception {
        try (Spectator client = new Spectator(stage.url(by, "who"))) {
            assertThat(client.connection.call("which").get(60, TimeUnit.SECONDS))
                    .isEqualTo(AmfValue.of(by.name()));
        }
    }

    @ParameterizedTest
    @EnumSource(value = Protocol.class, mode = Mode.MATCH_ALL, names = "RTM.*")
    void whatIsRecordedIsPlayedFromAnywhereInIt(Protocol by) throws Exception {
        String name = "film by " + by;
        try (Spectator maker = new Spectator(stage.url(by, "live"))) {
            record(maker, name);
            assertThat(maker.seen)
                    .containsExactly(
                            "NetStream.Publish.Start",
                            "NetStream.Record.Start",
                            "NetStream.Record.Stop",
                            "NetStream.Unpublish.Success");
            maker.seen.clear();
            maker.rush(name, PlayOptions.RECORDED.from(1).lasting(1));
            maker.await(STOP);
            assertThat(maker.pictures()).hasSizeBetween(25, 27).startsWith(1000).isSorted();

            maker.seen.clear();
            StreamPlayer player = maker.play(name, PlayOptions.RECORDED);
            maker.await("v0");
            player.pause(true, 0);
            maker.await("NetStream.Pause.Notify");
            player.seek(3);
            maker.await("NetStream.Seek.Notify");
            player.pause(false, 3);
            player.setBufferTime(Integer.MAX_VALUE);
            maker.await(STOP);
            assertThat(maker.pictures()).containsSubsequence(3000, 3040).endsWith(3960);
        }
    }

    private static void record(Spectator maker, String name) throws Exception {
        StreamPublisher publisher =
                maker.connection
                        .publish(name, PublishOptions.RELIABLE.withType("record"), maker)
                        .get(60, TimeUnit.SECONDS);
        for (int i = 0; i < PICTURES; i++) {
            byte kind = (byte) (i % 25 == 0 ? 0x12 : 0x22);
            publisher.write(MediaKind.VIDEO, (long) i * Film.STEP_MS, new byte[] {kind, 1, 2, 3});
        }
        publisher.close().get(60, TimeUnit.SECONDS);
    }
}
