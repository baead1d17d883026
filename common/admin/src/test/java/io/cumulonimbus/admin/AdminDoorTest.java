package io.cumulonimbus.admin;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.cumulonimbus.config.AdminConfig;
import io.cumulonimbus.config.Secret;
import io.cumulonimbus.config.StartException;
import io.cumulonimbus.config.TlsConfig;
import java.io.IOException;
import java.io.InputStream;
import java.net.InetAddress;
import java.net.Socket;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.KeyStore;
import java.security.cert.CertificateFactory;
import java.util.List;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.atomic.AtomicLong;
import javax.net.ssl.SSLContext;
import javax.net.ssl.TrustManagerFactory;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** The port for operators, asked over real sockets. */
class AdminDoorTest {
    private static final InetAddress LOOPBACK = InetAddress.getLoopbackAddress();

    private final AtomicBoolean ready = new AtomicBoolean(true);
    private final AtomicLong served = new AtomicLong();
    private final HttpClient http = HttpClient.newHttpClient();
    private final CompletableFuture<Long> never = new CompletableFuture<>();
    private final Metrics metrics = new Metrics();
    private AdminDoor door;

    @BeforeEach
    void countWhatIsServed() {
        metrics.source(0L, () -> CompletableFuture.completedFuture(served.get()))
                .counter("served", "What was served", Long::doubleValue, "kind", "all");
    }

    @AfterEach
    void close() {
        door.close();
        http.close();
    }

    private void open(String token) throws StartException {
        AdminConfig config = new AdminConfig(LOOPBACK, OptionalInt.of(0), Secret.of(token));
        door = AdminDoor.open(config, metrics, List.of(), ready::get).orElseThrow();
    }

    private HttpRequest.Builder request(String path) {
        return HttpRequest.newBuilder(
                URI.create("http://127.0.0.1:" + door.address().getPort() + path));
    }

    private HttpResponse<String> send(HttpRequest.Builder request) throws Exception {
        return http.send(request.build(), HttpResponse.BodyHandlers.ofString());
    }

    private int statusWith(String authorization) throws Exception {
        return send(request("/metrics").header("Authorization", authorization)).statusCode();
    }

    /** What is answered to these bytes, up to the end of the connection. */
    private String say(String text) throws IOException {
        try (Socket socket = new Socket(LOOPBACK, door.address().getPort())) {
            socket.getOutputStream().write(text.getBytes(StandardCharsets.US_ASCII));
            InputStream in = socket.getInputStream();
            return new String(in.readAllBytes(), StandardCharsets.US_ASCII);
        }
    }

    @Test
    void figuresAreThoseOfTheMomentInTheFormOfPrometheus() throws Exception {
        open("");
        served.set(3);
        assertThat(send(request("/metrics")).body()).contains("served_total{kind=\"all\"} 3.0\n");
        served.set(5);
        HttpResponse<String> answer = send(request("/metrics"));
        assertThat(answer.body())
                .contains("# TYPE served_total counter\n")
                .contains("served_total{kind=\"all\"} 5.0\n")
                .contains("jvm_memory_used_bytes{");
        assertThat(answer.headers().firstValue("content-type"))
                .hasValue("text/plain; version=0.0.4; charset=utf-8");
    }

    @Test
    void whoeverDoesNotAnswerIsNotWaitedForForever() throws Exception {
        metrics.source(7L, () -> never).gauge("silent", "Silence", Long::doubleValue);
        metrics.source(8L, () -> CompletableFuture.failedFuture(new IllegalStateException()))
                .gauge("failing", "Failure", Long::doubleValue);
        open("");
        served.set(3);
        assertThat(send(request("/metrics")).body())
                .contains("silent 7.0\n")
                .contains("failing 8.0\n")
                .contains("served_total{kind=\"all\"} 3.0\n");
    }

    @Test
    void onlyWhoShowsTheTokenSeesFigures() throws Exception {
        open("s3cret, next");
        HttpResponse<String> bare = send(request("/metrics"));
        assertThat(bare.statusCode()).isEqualTo(401);
        assertThat(bare.headers().firstValue("www-authenticate")).hasValue("Bearer");
        assertThat(bare.body()).doesNotContain("served");
        assertThat(statusWith("Bearer wrong")).isEqualTo(401);
        assertThat(statusWith("Bearer ")).isEqualTo(401);
        assertThat(statusWith("Basic s3cret")).isEqualTo(401);
        assertThat(statusWith("Bearer s3cret")).isEqualTo(200);
        assertThat(statusWith("bearer next")).isEqualTo(200);
        assertThat(send(request("/anything")).statusCode()).isEqualTo(401);
    }

    @Test
    void healthIsToldWithoutAToken() throws Exception {
        open("s3cret");
        assertThat(send(request("/health/live")).statusCode()).isEqualTo(200);
        assertThat(send(request("/health/ready?from=balancer")).statusCode()).isEqualTo(200);
        ready.set(false);
        assertThat(send(request("/health/ready")).statusCode()).isEqualTo(503);
        assertThat(send(request("/health/live")).statusCode()).isEqualTo(200);
    }

    @Test
    void pagesOfOthersAreRefusedEvenWithoutAToken() throws Exception {
        open("");
        assertThat(send(request("/metrics").header("Sec-Fetch-Site", "cross-site")).statusCode())
                .isEqualTo(403);
        assertThat(send(request("/metrics").header("Origin", "https://evil.example")).statusCode())
                .isEqualTo(403);
        assertThat(say("GET /metrics HTTP/1.1\r\nHost: evil.example\r\n\r\n"))
                .startsWith("HTTP/1.1 403 ");
        assertThat(say("GET /metrics HTTP/1.1\r\nHost: localhost:80\r\n\r\n"))
                .startsWith("HTTP/1.1 200 ");
    }

    @Test
    void onlySmallRequestsThatAskAreAnswered() throws Exception {
        open("");
        assertThat(
                        send(request("/metrics").POST(HttpRequest.BodyPublishers.ofString("x")))
                                .statusCode())
                .isEqualTo(405);
        assertThat(
                        say(
                                "POST /metrics HTTP/1.1\r\nHost: localhost\r\nContent-Length: 99999\r\n\r\n"))
                .startsWith("HTTP/1.1 413 ");
        assertThat(say("GET /" + "x".repeat(9_000) + " HTTP/1.1\r\n\r\n")).startsWith("HTTP/1.1 4");
        assertThat(say("\r\n\r\nnonsense\r\n\r\n")).startsWith("HTTP/1.1 400 ");
        assertThat(say("GET /%zz HTTP/1.1\r\nHost: localhost\r\n\r\n")).startsWith("HTTP/1.1 400 ");
        assertThat(say("HEAD /health/live HTTP/1.1\r\nHost: localhost\r\n\r\n"))
                .startsWith("HTTP/1.1 200 ")
                .endsWith("\r\n\r\n");
        assertThat(send(request("/nothing")).statusCode()).isEqualTo(404);
    }

    @Test
    void aCertificateEncryptsAllOfIt(@TempDir Path folder) throws Exception {
        Path certificate = folder.resolve("certificate.pem");
        TlsConfig files = new TlsConfig(certificate, folder.resolve("key.pem"), true);
        AdminConfig config =
                new AdminConfig(LOOPBACK, OptionalInt.of(0), Secret.of("s3cret")).with(files);
        door = AdminDoor.open(config, metrics, List.of(), ready::get).orElseThrow();
        KeyStore trusted = KeyStore.getInstance("PKCS12");
        trusted.load(null, null);
        try (InputStream pem = Files.newInputStream(certificate)) {
            trusted.setCertificateEntry(
                    "ours", CertificateFactory.getInstance("X.509").generateCertificate(pem));
        }
        TrustManagerFactory trust = TrustManagerFactory.getInstance("PKIX");
        trust.init(trusted);
        SSLContext context = SSLContext.getInstance("TLS");
        context.init(null, trust.getTrustManagers(), null);
        try (HttpClient secure = HttpClient.newBuilder().sslContext(context).build()) {
            HttpRequest request =
                    HttpRequest.newBuilder(
                                    URI.create(
                                            "https://localhost:"
                                                    + door.address().getPort()
                                                    + "/metrics"))
                            .header("Authorization", "Bearer s3cret")
                            .build();
            assertThat(secure.send(request, HttpResponse.BodyHandlers.ofString()).body())
                    .contains("served_total");
        }
        assertThat(say("GET /health/live HTTP/1.1\r\nHost: localhost\r\n\r\n"))
                .doesNotContain("live");
        AdminConfig broken =
                new AdminConfig(LOOPBACK, OptionalInt.of(0), Secret.NONE)
                        .with(new TlsConfig(folder, folder, false));
        assertThatThrownBy(() -> AdminDoor.open(broken, new Metrics(), List.of(), () -> true))
                .isInstanceOf(StartException.class)
                .hasMessageContaining("tls.certificate");
    }

    @Test
    void thePageComesWithAPolicyAndWithoutFigures() throws Exception {
        open("s3cret");
        HttpResponse<String> page = send(request("/"));
        assertThat(page.statusCode()).isEqualTo(200);
        assertThat(page.headers().firstValue("content-security-policy").orElseThrow())
                .contains("default-src 'none'")
                .doesNotContain("unsafe");
        assertThat(page.body()).contains("dashboard.js").doesNotContain("served");
        assertThat(send(request("/dashboard.js")).statusCode()).isEqualTo(200);
        assertThat(send(request("/dashboard.css")).statusCode()).isEqualTo(200);
        assertThat(send(request("/page/index.html")).statusCode()).isEqualTo(401);
    }

    @Test
    void aPortInUseIsNamed() throws Exception {
        open("");
        int taken = door.address().getPort();
        AdminConfig same = new AdminConfig(LOOPBACK, OptionalInt.of(taken), Secret.NONE);
        assertThatThrownBy(() -> AdminDoor.open(same, new Metrics(), List.of(), () -> true))
                .isInstanceOf(StartException.class)
                .hasMessageContaining(Integer.toString(taken));
    }

    @Test
    void withoutAPortThereIsNoDoor() throws Exception {
        open("");
        AdminConfig none = new AdminConfig(LOOPBACK, OptionalInt.empty(), Secret.NONE);
        assertThat(AdminDoor.open(none, new Metrics(), List.of(), () -> true))
                .isEqualTo(Optional.empty());
    }
}
