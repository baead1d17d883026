package io.cumulonimbus.cli;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import io.cumulonimbus.client.Message;
import io.cumulonimbus.client.Protocol;
import io.cumulonimbus.flv.FlvHeader;
import io.cumulonimbus.flv.FlvTag;
import io.cumulonimbus.flv.FlvWriter;
import io.cumulonimbus.netclient.MediaKind;
import io.cumulonimbus.netclient.NetConnectionClient;
import io.cumulonimbus.netclient.StreamListener;
import java.net.http.HttpClient;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/** Streams that a WebSocket publishes and plays, in MonaServer's words. */
@Timeout(300)
class WebStreamTest {
    private static final Duration PATIENCE = Duration.ofSeconds(90);
    private static final String SCRIPT =
            """
            function onConnection(client)
              function client:sum(a, b) return a + b end
            end
            function onPublish(client, publication)
              if publication.name == "mine" then error("not yours", 0) end
            end
            function onSubscribe(client, listener)
              if listener.publication.name == "secret" then return false end
            end
            """;

    @TempDir private Path home;
    private final HttpClient http = HttpClient.newHttpClient();

    @AfterEach
    void end() {
        http.shutdownNow();
    }

    private WebPeer connect(Stage stage) {
        return WebPeer.connect(http, stage.url(Protocol.WS, "chat"));
    }

    @ParameterizedTest
    @EnumSource
    void row80DataArePublishedAndPlayed(Way way) throws Exception {
        try (Stage stage = Stage.start(home, way).application(home, "chat", SCRIPT)) {
            WebPeer viewer = connect(stage);
            viewer.say("[\"__play\",\"news\"]");
            viewer.hears("[\"_result\",true]");
            WebPeer publisher = connect(stage);
            publisher.say("[\"__publish\",\"mine\"]");
            publisher.hears("[\"_error\",\"not yours\"]");
            publisher.say(
                    "{\"jsonrpc\":\"2.0\",\"method\":\"__publish\",\"params\":[\"news\"],\"id\":3}");
            publisher.hears("{\"jsonrpc\":\"2.0\",\"result\":true,\"id\":3}");
            await().atMost(PATIENCE)
                    .until(
                            () -> {
                                publisher.say("[\"onText\",\"é\",{\"a\":[1,2.5,null]},true]");
                                return viewer.texts()
                                        .contains("[\"onText\",\"é\",{\"a\":[1,2.5,null]},true]");
                            });
            // What is no list is a call still.
            publisher.say("{\"jsonrpc\":\"2.0\",\"method\":\"sum\",\"params\":[1,2],\"id\":4}");
            publisher.hears("{\"jsonrpc\":\"2.0\",\"result\":3,\"id\":4}");
            WebPeer second = connect(stage);
            second.say("[\"__publish\",\"news\"]");
            await().atMost(PATIENCE)
                    .until(() -> second.texts().stream().anyMatch(t -> t.contains("already")));
            publisher.say("[\"__closePublish\"]");
            await().atMost(PATIENCE)
                    .until(
                            () ->
                                    viewer.texts().stream()
                                            .anyMatch(t -> t.contains("UnpublishNotify")));
            publisher.say("[\"sum\",3,4]");
            publisher.hears("[\"_result\",7]");
            viewer.say("[\"__play\",\"secret\"]");
            await().atMost(PATIENCE)
                    .until(
                            () ->
                                    viewer.texts().stream()
                                            .anyMatch(t -> t.startsWith("[\"_error\"")));
            viewer.say("[\"__play\"]");
            viewer.hears("[\"_error\",\"The name of a stream is missing\"]");
            viewer.say("[\"__close\"]");
            viewer.hears("closed 1000");
        }
    }

    @ParameterizedTest
    @EnumSource
    void row80MediaGoBothWaysAsFlv(Way way) throws Exception {
        try (Stage stage = Stage.start(home, way).application(home, "chat", SCRIPT);
                Clients clients = new Clients()) {
            List<Message> heard = new CopyOnWriteArrayList<>();
            NetConnectionClient player = clients.connect(stage.url("chat"));
            player.play(
                            "sound",
                            -1,
                            new StreamListener() {
                                @Override
                                public void onMessage(MediaKind kind, long time, Message payload) {
                                    if (kind == MediaKind.AUDIO) {
                                        heard.add(payload);
                                    }
                                }
                            })
                    .get(90, TimeUnit.SECONDS);
            WebPeer viewer = connect(stage);
            viewer.say("[\"__play\",\"sound\"]");
            viewer.hears("[\"_result\",true]");
            WebPeer publisher = connect(stage);
            publisher.say("[\"__publish\",\"sound\"]");
            publisher.hears("[\"_result\",true]");
            byte[] head = FlvWriter.header(new FlvHeader(true, false));
            publisher.say(head, 0, head.length);
            await().atMost(PATIENCE)
                    .until(
                            () -> {
                                byte[] tag = tag(heard.size() * 20);
                                publisher.say(tag, 0, 7);
                                publisher.say(tag, 7, tag.length - 7);
                                return heard.size() > 2 && viewer.tags().size() > 2;
                            });
            assertThat(heard.get(0).toBytes()).isEqualTo(sound());
            assertThat(viewer.tags().get(0).type()).isEqualTo(FlvTag.AUDIO);
            assertThat(viewer.tags().get(0).data()).isEqualTo(sound());
            assertThat(viewer.texts()).noneMatch(text -> text.startsWith("no FLV"));
            // What is no FLV ends it.
            publisher.say(new byte[100_000], 0, 100_000);
            publisher.hears("closed 1003");
        }
    }

    private static byte[] sound() {
        return new byte[] {(byte) 0x2f, 1, 2, 3};
    }

    private static byte[] tag(int timeMs) {
        return FlvWriter.tag(new FlvTag(FlvTag.AUDIO, timeMs, sound()));
    }
}
