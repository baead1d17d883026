package io.cumulonimbus.cli;

import static org.assertj.core.api.Assertions.assertThat;

import io.cumulonimbus.client.Protocol;
import io.cumulonimbus.flv.FlvReader;
import io.cumulonimbus.flv.FlvTag;
import io.cumulonimbus.flv.MediaTag;
import io.cumulonimbus.netclient.NetClient;
import io.cumulonimbus.netclient.PlayOptions;
import java.io.InputStream;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/** Who watches over HTTP where somebody watches already needs no key frame to begin. */
@Timeout(240)
class EarlyViewerTest {
    @TempDir private Path home;

    @ParameterizedTest
    @EnumSource(Way.class)
    void aLateViewerBeginsThoughNothingComesAnyMore(Way way) throws Exception {
        try (Stage stage = Stage.start(home, way);
                NetClient client = NetClient.start();
                HttpClient http = HttpClient.newHttpClient();
                Spectator first = new Spectator(stage.url("live"))) {
            first.play("film", PlayOptions.DEFAULT);
            TinyFilm film = TinyFilm.publish(client, stage.url("live"), "film");
            film.playUntil(() -> first.pictures().size() >= 5);

            URI url = URI.create(stage.url(Protocol.HTTP, "live/film.flv"));
            HttpRequest request =
                    HttpRequest.newBuilder(url).timeout(Duration.ofSeconds(90)).build();
            HttpResponse<InputStream> reply =
                    http.send(request, HttpResponse.BodyHandlers.ofInputStream());
            assertThat(reply.statusCode()).isEqualTo(200);
            List<FlvTag> pictures = new ArrayList<>();
            FlvReader reader = new FlvReader();
            byte[] one = new byte[1];
            try (InputStream in = reply.body()) {
                while (pictures.size() < 2) {
                    reader.feed(
                            one,
                            0,
                            in.read(one),
                            tag -> {
                                if (tag.type() == FlvTag.VIDEO) {
                                    pictures.add(tag);
                                }
                            });
                }
            }
            assertThat(MediaTag.of(pictures.get(0)).isSequenceStart()).isTrue();
            assertThat(MediaTag.of(pictures.get(1)).keyFrame()).isTrue();
        }
    }
}
