package io.cumulonimbus.cli;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.sun.net.httpserver.Headers;
import com.sun.net.httpserver.HttpServer;
import io.cumulonimbus.client.Protocol;
import io.cumulonimbus.config.AccessConfig;
import io.cumulonimbus.config.LimitsConfig;
import io.cumulonimbus.config.Secret;
import io.cumulonimbus.netclient.NetClient;
import io.cumulonimbus.netclient.NetConnectionClient;
import io.cumulonimbus.netclient.PublishOptions;
import io.cumulonimbus.netclient.StreamListener;
import io.cumulonimbus.origin.access.StreamTokens;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.security.GeneralSecurityException;
import java.time.Duration;
import java.util.HexFormat;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicReference;
import javax.crypto.Mac;
import javax.crypto.spec.SecretKeySpec;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.Parameter;
import org.junit.jupiter.params.ParameterizedClass;
import org.junit.jupiter.params.provider.EnumSource;

/** Who may connect, publish and play, by tokens and by what somebody else says. */
@ParameterizedClass
@EnumSource(Way.class)
class AccessTest {
    private static final InetSocketAddress ANY =
            new InetSocketAddress(InetAddress.getLoopbackAddress(), 0);
    private static final double LIVE = -1;
    private static final String SIGNED_WITH = "what the judge knows as well";
    private static final String LATER = "4102444800";

    @Parameter Way way;
    @TempDir Path home;

    private static NetConnectionClient connect(NetClient client, Stage stage, Protocol protocol)
            throws Exception {
        return Clients.connect(client, stage.url(protocol, "live"));
    }

    private static String name(String action, String key, String expires) {
        return "film?expires="
                + expires
                + "&token="
                + StreamTokens.make(key, action, "live", "film", expires);
    }

    private static boolean works(CompletableFuture<?> attempt) throws Exception {
        return attempt.handle((done, failure) -> failure == null).get(60, TimeUnit.SECONDS);
    }

    private static CompletableFuture<?> publish(NetConnectionClient connection, String name) {
        return connection.publish(name, PublishOptions.RELIABLE, StreamListener.NONE);
    }

    private static CompletableFuture<?> play(NetConnectionClient connection, String name) {
        return connection.play(name, LIVE, StreamListener.NONE);
    }

    /** As {@code openssl dgst -sha256 -hmac} makes it of four lines. */
    @Test
    void tokensAreMadeByOtherToolsToo() {
        assertThat(StreamTokens.make("s", "play", "live", "film", "1767225600"))
                .isEqualTo("61d963a33e4ffed1bbfcbafedc594d214867e3d5e4744cf1d6a452af2bbca649");
    }

    private static String named(String action, String account) {
        return "film-"
                + account
                + "?expires="
                + LATER
                + "&account="
                + account
                + "&token="
                + StreamTokens.make("k", action, "live", "film-" + account, LATER, account);
    }

    /** Who brings a token of an account is of that account, and has no more than it may. */
    @Test
    void tokensSayWhoseTheyAre() throws Exception {
        AccessConfig access =
                new AccessConfig(
                        AccessConfig.Tokens.PUBLISH,
                        Secret.of("k"),
                        Optional.empty(),
                        Duration.ofSeconds(3),
                        Set.of());
        LimitsConfig.Share two = new LimitsConfig.Share(2, 0, 0, 0, 0);
        LimitsConfig limits = new LimitsConfig(LimitsConfig.Share.NONE, two);
        try (Stage stage = Stage.guarded(home, way, access, limits);
                NetClient client = NetClient.start()) {
            NetConnectionClient first = connect(client, stage, Protocol.RTMFP);
            assertThat(works(publish(first, named("publish", "anna")))).isTrue();
            NetConnectionClient second = connect(client, stage, Protocol.RTMFP);
            String other = named("publish", "anna").replace("film-anna?", "film-bert?");
            assertThat(works(publish(second, other))).isFalse();
            String forged = named("publish", "anna").replace("account=anna", "account=bert");
            assertThat(works(publish(second, forged))).isFalse();
            // The first is not of the application any more, so that there is room for two.
            NetConnectionClient third = connect(client, stage, Protocol.RTMFP);
            assertThat(Clients.refusal(Clients.attempt(client, stage.url("live"))))
                    .contains("Too many connections of this account");
            first.close().get(60, TimeUnit.SECONDS);
            assertThat(works(publish(second, named("publish", "bert")))).isTrue();
            assertThat(works(publish(third, named("publish", "bert2")))).isTrue();
        }
    }

    @Test
    void onlyTokensOfOursThatHaveNotExpiredArePublishedAndPlayedWith() throws Exception {
        AccessConfig access =
                new AccessConfig(
                        AccessConfig.Tokens.BOTH,
                        Secret.of("first,second"),
                        Optional.empty(),
                        Duration.ofSeconds(3),
                        Set.of());
        try (Stage stage = Stage.guarded(home, way, access);
                NetClient client = NetClient.start()) {
            for (Protocol protocol : List.of(Protocol.RTMFP, Protocol.RTMP)) {
                NetConnectionClient c = connect(client, stage, protocol);
                assertThat(works(publish(c, "film"))).isFalse();
                assertThat(works(publish(c, name("publish", "other", LATER)))).isFalse();
                assertThat(works(publish(c, name("play", "first", LATER)))).isFalse();
                assertThat(works(publish(c, name("publish", "first", "1000000000")))).isFalse();
                String good = name("publish", "second", LATER);
                assertThat(works(publish(c, good.replace("film?", "other?")))).isFalse();
                assertThat(works(publish(c, good))).isTrue();

                NetConnectionClient viewer = connect(client, stage, protocol);
                assertThat(works(play(viewer, "film"))).isFalse();
                assertThat(works(play(viewer, good))).isFalse();
                assertThat(works(play(viewer, name("play", "first", LATER)))).isTrue();
                c.close().get(60, TimeUnit.SECONDS);
                viewer.close().get(60, TimeUnit.SECONDS);
                stage.awaitStreams(0);
            }
        }
    }

    /** As docs/configuration.md tells those who answer. */
    private static boolean isSigned(Headers headers, byte[] body) {
        String[] parts = headers.getFirst("Cumulonimbus-Signature").split(",");
        String time = parts[0].substring("t=".length());
        try {
            Mac mac = Mac.getInstance("HmacSHA256");
            mac.init(new SecretKeySpec(SIGNED_WITH.getBytes(StandardCharsets.UTF_8), "HmacSHA256"));
            mac.update((time + ".").getBytes(StandardCharsets.UTF_8));
            String wanted = "v1=" + HexFormat.of().formatHex(mac.doFinal(body));
            return parts[1].equals(wanted) && Long.parseLong(time) > 1_767_225_600L;
        } catch (GeneralSecurityException e) {
            throw new IllegalStateException(e);
        }
    }

    @Test
    void somebodyElseDecidesAndSilenceIsANo() throws Exception {
        List<JsonNode> asked = new CopyOnWriteArrayList<>();
        List<Boolean> signatures = new CopyOnWriteArrayList<>();
        AtomicReference<String> refused = new AtomicReference<>("");
        AtomicReference<String> ignored = new AtomicReference<>("");
        HttpServer judge = HttpServer.create(ANY, 0);
        judge.createContext(
                "/may",
                exchange -> {
                    byte[] body = exchange.getRequestBody().readAllBytes();
                    JsonNode question = new ObjectMapper().readTree(body);
                    signatures.add(isSigned(exchange.getRequestHeaders(), body));
                    asked.add(question);
                    String event = question.get("event").asText();
                    if (!event.equals(ignored.get())) {
                        exchange.sendResponseHeaders(event.equals(refused.get()) ? 403 : 204, -1);
                        exchange.close();
                    }
                });
        judge.start();
        URI url = URI.create("http://127.0.0.1:" + judge.getAddress().getPort() + "/may");
        AccessConfig access =
                new AccessConfig(
                        AccessConfig.Tokens.OFF,
                        Secret.NONE,
                        Optional.of(url),
                        Duration.ofSeconds(5),
                        Set.of("connect", "publish", "play"),
                        Secret.of(SIGNED_WITH + ",an older one"));
        try (Stage stage = Stage.guarded(home, way, access);
                NetClient client = NetClient.start()) {
            NetConnectionClient c = connect(client, stage, Protocol.RTMFP);
            assertThat(asked.get(0).get("event").asText()).isEqualTo("connect");
            assertThat(asked.get(0).get("application").asText()).isEqualTo("/live");
            assertThat(asked.get(0).get("address").asText()).isEqualTo("127.0.0.1");
            assertThat(works(publish(c, "film"))).isTrue();
            assertThat(asked.get(1).get("stream").asText()).isEqualTo("film");
            refused.set("play");
            assertThat(works(play(connect(client, stage, Protocol.RTMP), "film"))).isFalse();
            ignored.set("publish");
            assertThat(works(publish(connect(client, stage, Protocol.RTMFP), "news"))).isFalse();
            assertThat(signatures).isNotEmpty().doesNotContain(false);
            refused.set("connect");
            URI door = URI.create(stage.url("live"));
            assertThat(works(client.connect(door))).isFalse();
            judge.stop(0);
            refused.set("");
            assertThat(works(client.connect(door))).isFalse();
        } finally {
            judge.stop(0);
        }
    }
}
