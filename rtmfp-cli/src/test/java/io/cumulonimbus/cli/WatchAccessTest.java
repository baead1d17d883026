package io.cumulonimbus.cli;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.cumulonimbus.client.Protocol;
import io.cumulonimbus.config.AccessConfig;
import io.cumulonimbus.config.Secret;
import io.cumulonimbus.netclient.NetClient;
import io.cumulonimbus.origin.access.StreamTokens;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.net.Socket;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.net.http.WebSocketHandshakeException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.security.GeneralSecurityException;
import java.security.SecureRandom;
import java.security.cert.X509Certificate;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.Executor;
import javax.net.ssl.SSLContext;
import javax.net.ssl.SSLEngine;
import javax.net.ssl.TrustManager;
import javax.net.ssl.X509ExtendedTrustManager;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/** Who may watch from an edge by HTTP, WebSocket and HLS, over TLS, and under which names. */
@Timeout(240)
class WatchAccessTest {
    private static final String LATER = "4102444800";
    private static final String LONG_AGO = "1000000000";

    /** Who waits for bytes does not hold up the film. */
    private static final Executor BESIDE = task -> Thread.ofVirtual().start(task);

    @TempDir private Path home;

    /** Certificates of tests are nobody's. */
    private static final class Anybody extends X509ExtendedTrustManager {
        @Override
        public void checkClientTrusted(X509Certificate[] chain, String type, Socket socket) {}

        @Override
        public void checkServerTrusted(X509Certificate[] chain, String type, Socket socket) {}

        @Override
        public void checkClientTrusted(X509Certificate[] chain, String type, SSLEngine engine) {}

        @Override
        public void checkServerTrusted(X509Certificate[] chain, String type, SSLEngine engine) {}

        @Override
        public void checkClientTrusted(X509Certificate[] chain, String type) {}

        @Override
        public void checkServerTrusted(X509Certificate[] chain, String type) {}

        @Override
        public X509Certificate[] getAcceptedIssuers() {
            return new X509Certificate[0];
        }
    }

    private static HttpClient trusting() throws GeneralSecurityException {
        SSLContext context = SSLContext.getInstance("TLS");
        context.init(null, new TrustManager[] {new Anybody()}, new SecureRandom());
        return HttpClient.newBuilder().sslContext(context).build();
    }

    private static String query(String key, String expires) {
        String token = StreamTokens.make(key, "play", "live", "film", expires);
        return "?expires=" + expires + "&token=" + token;
    }

    private static CompletableFuture<HttpResponse<InputStream>> get(HttpClient http, String url) {
        HttpRequest request =
                HttpRequest.newBuilder(URI.create(url)).timeout(Duration.ofSeconds(60)).build();
        return http.sendAsync(request, HttpResponse.BodyHandlers.ofInputStream());
    }

    /** What the answer begins with, once there is so much of one. */
    private static String begins(
            TinyFilm film, CompletableFuture<HttpResponse<InputStream>> attempt, int length) {
        CompletableFuture<String> text =
                attempt.thenApplyAsync(response -> first(response, length), BESIDE);
        film.playUntil(text::isDone);
        assertThat(attempt.join().statusCode()).as(text.join()).isEqualTo(200);
        return text.join();
    }

    private static String first(HttpResponse<InputStream> response, int length) {
        try (InputStream body = response.body()) {
            return new String(body.readNBytes(length), StandardCharsets.UTF_8);
        } catch (IOException failed) {
            throw new UncheckedIOException(failed);
        }
    }

    private static int refusal(HttpClient http, String url) throws IOException {
        HttpResponse<InputStream> response = get(http, url).join();
        response.body().close();
        return response.statusCode();
    }

    @Test
    void onlyWhoHasATokenThatHasNotExpiredWatchesOverTls() throws Exception {
        AccessConfig access =
                new AccessConfig(
                        AccessConfig.Tokens.PLAY,
                        Secret.of("key"),
                        Optional.empty(),
                        Duration.ofSeconds(3),
                        Set.of());
        try (Stage stage = Stage.guarded(home, Way.THROUGH_EDGE, access);
                HttpClient http = trusting();
                NetClient client = NetClient.start()) {
            TinyFilm film = TinyFilm.publish(client, stage.url("live"), "film");
            String good = query("key", LATER);
            String flv = stage.url(Protocol.HTTPS, "live/film.flv");
            assertThat(begins(film, get(http, flv + good), 3)).isEqualTo("FLV");
            String hls = stage.url(Protocol.HTTPS, "live/film.m3u8");
            String master = begins(film, get(http, hls + good), 1 << 16);
            String media = URI.create(hls).resolve(master.lines().toList().getLast()).toString();
            assertThat(begins(film, get(http, media), 1 << 16)).contains("#EXT-X-MAP", ".m4s");
            String wss = stage.url(Protocol.WSS, "live/film.flv");
            CompletableFuture<byte[]> socket = watchSocket(http, wss + good);
            film.playUntil(socket::isDone);
            assertThat(new String(socket.join(), 0, 3, StandardCharsets.US_ASCII)).isEqualTo("FLV");

            List<String> wrong =
                    List.of("", query("key", LONG_AGO), query("other", LATER), good + "0");
            for (String query : wrong) {
                assertThat(refusal(http, flv + query)).as(query).isEqualTo(403);
                assertThat(refusal(http, hls + query)).as(query).isEqualTo(403);
                assertThatThrownBy(() -> WatchingSocket.watch(http, wss + query, 100))
                        .isInstanceOf(ExecutionException.class)
                        .cause()
                        .isInstanceOfSatisfying(
                                WebSocketHandshakeException.class,
                                no -> assertThat(no.getResponse().statusCode()).isEqualTo(403));
            }
            assertThat(refusal(http, flv.replace("film", "other") + good)).isEqualTo(403);
        }
    }

    private static CompletableFuture<byte[]> watchSocket(HttpClient http, String url) {
        return CompletableFuture.supplyAsync(
                () -> {
                    try {
                        return WatchingSocket.watch(http, url, 100);
                    } catch (Exception failed) {
                        throw new IllegalStateException(failed);
                    }
                },
                BESIDE);
    }

    @Test
    void namesMayHoldAnything() throws Exception {
        try (Stage stage = Stage.start(home, Way.THROUGH_EDGE);
                HttpClient http = HttpClient.newHttpClient();
                NetClient client = NetClient.start()) {
            TinyFilm odd = TinyFilm.publish(client, stage.url("live"), "my film ä+&#/1");
            String path = "live/my%20film%20%C3%A4+%26%23%2F1";
            String url = stage.url(Protocol.HTTP, path);
            assertThat(begins(odd, get(http, url + ".flv"), 3)).isEqualTo("FLV");
            assertThat(begins(odd, get(http, url + ".m3u8"), 7)).isEqualTo("#EXTM3U");

            TinyFilm literal = TinyFilm.publish(client, stage.url("live"), "her%20film");
            String other = stage.url(Protocol.HTTP, "live/her%20film");
            assertThat(begins(literal, get(http, other + ".flv"), 3)).isEqualTo("FLV");
            assertThat(begins(literal, get(http, other + ".m3u8"), 7)).isEqualTo("#EXTM3U");
        }
    }
}
