package io.cumulonimbus.net.tls;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.awaitility.Awaitility.await;

import io.netty.channel.embedded.EmbeddedChannel;
import io.netty.handler.ssl.util.InsecureTrustManagerFactory;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.attribute.PosixFilePermissions;
import java.security.KeyStore;
import java.security.SecureRandom;
import java.security.cert.X509Certificate;
import java.time.Duration;
import java.util.Base64;
import javax.net.ssl.SSLContext;
import javax.net.ssl.SSLEngine;
import javax.net.ssl.SSLEngineResult.HandshakeStatus;
import javax.net.ssl.SSLException;
import javax.net.ssl.TrustManager;
import javax.net.ssl.TrustManagerFactory;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class ServerTlsTest {
    private static final Duration OFTEN = Duration.ofMillis(20);
    private static final Duration WAIT = Duration.ofSeconds(60);
    private static final SecureRandom RANDOM = new SecureRandom();

    @TempDir Path home;
    private Path certificate;
    private Path key;

    @BeforeEach
    void makeOne() throws IOException {
        certificate = home.resolve("tls/certificate.pem");
        key = home.resolve("tls/key.pem");
        assertThat(ServerTls.makeMissing(certificate, key, RANDOM)).isTrue();
    }

    /** Shakes hands without any network; answers what the server showed. */
    private static X509Certificate shakeHands(ServerTls tls, TrustManager... trust)
            throws Exception {
        SSLContext context = SSLContext.getInstance("TLS");
        context.init(null, trust, null);
        SSLEngine client = context.createSSLEngine("localhost", 443);
        client.setUseClientMode(true);
        var parameters = client.getSSLParameters();
        parameters.setEndpointIdentificationAlgorithm("HTTPS");
        client.setSSLParameters(parameters);
        SSLEngine server = tls.handler(new EmbeddedChannel()).engine();
        EnginePair.shakeHands(client, server);
        return (X509Certificate) client.getSession().getPeerCertificates()[0];
    }

    private static X509Certificate shown(ServerTls tls) throws Exception {
        return shakeHands(tls, InsecureTrustManagerFactory.INSTANCE.getTrustManagers());
    }

    private ServerTls open() throws IOException {
        return ServerTls.open(certificate, key, OFTEN);
    }

    @Test
    void aCertificateForTryingOutWorksForWhoTrustsIt() throws Exception {
        try (ServerTls tls = open()) {
            KeyStore store = KeyStore.getInstance(KeyStore.getDefaultType());
            store.load(null, null);
            store.setCertificateEntry("ours", shown(tls));
            TrustManagerFactory trust =
                    TrustManagerFactory.getInstance(TrustManagerFactory.getDefaultAlgorithm());
            trust.init(store);
            X509Certificate seen = shakeHands(tls, trust.getTrustManagers());
            seen.verify(seen.getPublicKey());
            seen.checkValidity();
            assertThat(seen.getVersion()).isEqualTo(3);
        }
    }

    @Test
    void nobodyTrustsItOtherwise() throws Exception {
        try (ServerTls tls = open()) {
            TrustManagerFactory trust =
                    TrustManagerFactory.getInstance(TrustManagerFactory.getDefaultAlgorithm());
            trust.init((KeyStore) null);
            assertThatThrownBy(() -> shakeHands(tls, trust.getTrustManagers()))
                    .isInstanceOf(SSLException.class);
        }
    }

    @Test
    void nobodyElseCanReadTheKey() throws Exception {
        assertThat(PosixFilePermissions.toString(Files.getPosixFilePermissions(key)))
                .isEqualTo("rw-------");
    }

    @Test
    void whatIsThereIsNotReplaced() throws Exception {
        byte[] before = Files.readAllBytes(key);
        assertThat(ServerTls.makeMissing(certificate, key, RANDOM)).isFalse();
        assertThat(Files.readAllBytes(key)).isEqualTo(before);
    }

    @Test
    void newFilesAreReadAndConnectionsShowTheNewCertificate() throws Exception {
        try (ServerTls tls = open()) {
            X509Certificate first = shown(tls);
            replace();
            await().atMost(WAIT).until(() -> !shown(tls).equals(first));
        }
    }

    @Test
    void whileTheNewFilesAreWrongTheOldCertificateStays() throws Exception {
        try (ServerTls tls = open()) {
            X509Certificate first = shown(tls);
            Files.writeString(key, "half of it");
            await().pollDelay(OFTEN.multipliedBy(5)).until(() -> shown(tls).equals(first));
            replace();
            await().atMost(WAIT).until(() -> !shown(tls).equals(first));
        }
    }

    private void replace() throws IOException {
        Path other = home.resolve("other");
        TrialCertificate.make(other.resolve("c"), other.resolve("k"), RANDOM);
        Files.move(other.resolve("k"), key, StandardCopyOption.REPLACE_EXISTING);
        Files.move(other.resolve("c"), certificate, StandardCopyOption.REPLACE_EXISTING);
    }

    @Test
    void whatIsWrongIsNamed() throws Exception {
        Path other = home.resolve("other");
        TrialCertificate.make(other.resolve("c"), other.resolve("k"), RANDOM);
        assertThatThrownBy(() -> ServerTls.open(certificate, other.resolve("k"), OFTEN))
                .isInstanceOf(IOException.class)
                .hasMessageContaining("is not that of");
        assertThatThrownBy(() -> ServerTls.open(key, key, OFTEN))
                .isInstanceOf(IOException.class)
                .hasMessageContaining("key.pem")
                .hasMessageContaining("no certificate");
        assertThatThrownBy(() -> ServerTls.open(certificate, home.resolve("none"), OFTEN))
                .isInstanceOf(IOException.class)
                .hasMessageContaining("none");
        Files.writeString(
                key,
                "-----BEGIN EC PRIVATE KEY-----\n"
                        + Base64.getEncoder().encodeToString(new byte[40])
                        + "\n-----END EC PRIVATE KEY-----\n");
        assertThatThrownBy(this::open)
                .isInstanceOf(IOException.class)
                .hasMessageContaining("PKCS #8")
                .hasMessageContaining("openssl pkcs8");
    }

    /** Two engines that talk to each other through two arrays. */
    private static final class EnginePair {
        private EnginePair() {}

        static void shakeHands(SSLEngine client, SSLEngine server) throws SSLException {
            int size = 2 * client.getSession().getPacketBufferSize();
            ByteBuffer toServer = ByteBuffer.allocate(size);
            ByteBuffer toClient = ByteBuffer.allocate(size);
            client.beginHandshake();
            server.beginHandshake();
            while (client.getHandshakeStatus() != HandshakeStatus.NOT_HANDSHAKING
                    || server.getHandshakeStatus() != HandshakeStatus.NOT_HANDSHAKING) {
                step(client, toClient, toServer);
                step(server, toServer, toClient);
            }
        }

        private static void step(SSLEngine engine, ByteBuffer in, ByteBuffer out)
                throws SSLException {
            ByteBuffer nothing = ByteBuffer.allocate(0);
            ByteBuffer plain = ByteBuffer.allocate(engine.getSession().getApplicationBufferSize());
            switch (engine.getHandshakeStatus()) {
                case NEED_TASK -> engine.getDelegatedTask().run();
                case NEED_WRAP -> engine.wrap(nothing, out);
                case NEED_UNWRAP, NEED_UNWRAP_AGAIN -> {
                    in.flip();
                    engine.unwrap(in, plain);
                    in.compact();
                }
                default -> {
                    in.flip();
                    if (in.hasRemaining()) {
                        engine.unwrap(in, plain);
                    }
                    in.compact();
                }
            }
        }
    }
}
