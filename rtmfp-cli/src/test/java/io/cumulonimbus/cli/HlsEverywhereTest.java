package io.cumulonimbus.cli;

import static org.assertj.core.api.Assertions.assertThat;

import io.cumulonimbus.client.Protocol;
import io.cumulonimbus.netclient.NetClient;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import org.awaitility.Awaitility;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/** One publication, watched as HLS at its origin and at two edges by those who come at any time. */
@Timeout(240)
class HlsEverywhereTest {
    private static final Duration PATIENCE = Duration.ofSeconds(60);
    private static final String ONE_BREAK = "#EXT-X-DISCONTINUITY-SEQUENCE:1\n";
    private static final String TWO_BREAKS = "#EXT-X-DISCONTINUITY-SEQUENCE:2\n";

    @TempDir private Path home;
    private final HttpClient http = HttpClient.newHttpClient();

    /** Somebody's session. */
    private record Watching(HttpClient http, URI media) {
        static Watching begin(HttpClient http, HttpResponse<byte[]> first) {
            String text = new String(first.body(), StandardCharsets.UTF_8);
            assertThat(first.statusCode()).as(text).isEqualTo(200);
            return new Watching(http, first.uri().resolve(text.lines().toList().getLast()));
        }

        byte[] file(String name) throws Exception {
            HttpResponse<byte[]> reply = get(http, media.resolve(name)).get(60, TimeUnit.SECONDS);
            assertThat(reply.statusCode()).as(name).isEqualTo(200);
            return reply.body();
        }

        String playlist() throws Exception {
            return new String(file("media.m3u8"), StandardCharsets.UTF_8);
        }

        List<String> segments() throws Exception {
            return playlist().lines().filter(line -> line.endsWith(".m4s")).toList();
        }
    }

    private static CompletableFuture<HttpResponse<byte[]>> get(HttpClient http, URI uri) {
        HttpRequest request = HttpRequest.newBuilder(uri).timeout(PATIENCE).build();
        return http.sendAsync(request, HttpResponse.BodyHandlers.ofByteArray());
    }

    private Watching watch(String url) throws Exception {
        return Watching.begin(http, get(http, URI.create(url)).get(60, TimeUnit.SECONDS));
    }

    private static List<String> shared(Watching one, Watching other) throws Exception {
        List<String> names = new ArrayList<>(one.segments());
        names.retainAll(other.segments());
        return names;
    }

    /** Segments of two publications, and the place where they meet. */
    private static boolean hasTwo(String playlist) {
        List<String> segments =
                playlist.lines().filter(line -> line.matches(".{8}-[0-9]+\\.m4s")).toList();
        return playlist.contains("#EXT-X-DISCONTINUITY\n")
                && segments.stream().map(name -> name.substring(0, 8)).distinct().count() == 2;
    }

    /** By another edge; the name may not be free at once. */
    private static TinyFilm comeBack(NetClient client, Stage stage) {
        return Awaitility.await()
                .atMost(PATIENCE)
                .ignoreExceptions()
                .until(() -> TinyFilm.publish(client, stage.url("live"), "film"), film -> true);
    }

    @Test
    void segmentsHaveTheSameNumbersAndBytesEverywhere() throws Exception {
        try (Stage stage = Stage.start(home, Way.THROUGH_EDGE);
                NetClient client = NetClient.start()) {
            String atOrigin =
                    "http://127.0.0.1:"
                            + stage.origin().httpAddresses().getFirst().getPort()
                            + "/live/film.m3u8";
            String atFirst = stage.url(Protocol.HTTP, "live/film.m3u8");
            TinyFilm film = TinyFilm.publish(client, stage.url("live"), "film");
            String atSecond = stage.withEdge(home).url(Protocol.HTTP, "live/film.m3u8");
            List<CompletableFuture<HttpResponse<byte[]>>> begun =
                    List.of(get(http, URI.create(atOrigin)), get(http, URI.create(atFirst)));
            film.playUntil(() -> begun.stream().allMatch(CompletableFuture::isDone));
            Watching origin = Watching.begin(http, begun.get(0).join());
            Watching first = Watching.begin(http, begun.get(1).join());
            film.playUntil(() -> shared(origin, first).size() >= 3);

            Watching late = watch(atFirst); // while nothing is published
            Awaitility.await()
                    .atMost(PATIENCE)
                    .untilAsserted(() -> assertThat(late.segments()).isEqualTo(first.segments()));

            CompletableFuture<HttpResponse<byte[]>> third = get(http, URI.create(atSecond));
            film.playUntil(
                    () -> {
                        for (Watching one : List.of(origin, first, late)) {
                            one.playlist(); // who asks for nothing is gone soon
                        }
                        return third.isDone();
                    });
            Watching second = Watching.begin(http, third.join());
            film.playUntil(
                    () -> {
                        first.playlist();
                        late.playlist();
                        return shared(origin, second).size() >= 3;
                    });
            Watching again = watch(atOrigin);
            for (Watching one : List.of(first, late, second, again)) {
                List<String> names = shared(origin, one);
                assertThat(names).hasSizeGreaterThanOrEqualTo(2);
                for (String name : names) {
                    assertThat(one.file(name)).as(name).isEqualTo(origin.file(name));
                }
                String header = origin.playlist().split("MAP:URI=\"")[1].split("\"")[0];
                assertThat(one.file(header)).isEqualTo(origin.file(header));
            }

            film.change();
            List<Watching> all = List.of(origin, first, late, second, again);
            List<String> playlists = new ArrayList<>();
            film.playUntil(
                    () -> {
                        playlists.clear();
                        for (Watching one : all) {
                            playlists.add(one.playlist());
                        }
                        return playlists.stream().allMatch(one -> one.contains(ONE_BREAK));
                    });
            assertThat(playlists).noneMatch(one -> one.contains("#EXT-X-DISCONTINUITY\n"));

            film.end();
            TinyFilm another = comeBack(client, stage);
            another.playUntil(
                    () -> {
                        playlists.clear();
                        for (Watching one : all) {
                            playlists.add(one.playlist());
                        }
                        return playlists.stream().allMatch(HlsEverywhereTest::hasTwo);
                    });
            Watching newcomer = watch(atFirst);
            another.playUntil(
                    () -> {
                        playlists.clear();
                        for (Watching one : all) {
                            playlists.add(one.playlist());
                        }
                        playlists.add(newcomer.playlist());
                        return playlists.stream().allMatch(one -> one.contains(TWO_BREAKS));
                    });
            assertThat(playlists).noneMatch(one -> one.contains("ENDLIST"));
            assertThat(shared(origin, newcomer)).hasSizeGreaterThanOrEqualTo(2);
        }
    }
}
