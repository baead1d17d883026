package io.cumulonimbus.cli;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.awaitility.Awaitility.await;

import io.cumulonimbus.amf.AmfObject;
import io.cumulonimbus.amf.AmfValue;
import io.cumulonimbus.edge.command.EdgeCommand;
import io.cumulonimbus.netclient.ConnectOptions;
import io.cumulonimbus.netclient.ConnectionListener;
import io.cumulonimbus.netclient.NetClient;
import io.cumulonimbus.netclient.NetConnectionClient;
import io.cumulonimbus.netclient.Status;
import io.cumulonimbus.origin.command.OriginCommand;
import io.cumulonimbus.testkit.process.JavaProgram;
import java.net.URI;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/** Servers that let nobody in: those that are told to stop, and an edge without its origin. */
@Timeout(180)
class DrainTest {
    private static final Duration PATIENCE = Duration.ofSeconds(60);
    private static final String SCRIPT =
            """
            function onConnection(client, response)
                function client:ping() return "pong" end
            end
            """;

    /** What a client of Enhanced RTMP says of itself: it may be asked to connect again. */
    private static final AmfObject ENHANCED = new AmfObject().put("capsEx", 1);

    @TempDir Path home;
    private final NetClient clients = NetClient.start();

    @AfterEach
    void stop() {
        clients.close();
    }

    private static final class Asked implements ConnectionListener {
        private final CompletableFuture<String> again = new CompletableFuture<>();

        @Override
        public void onStatus(Status status) {
            again.complete(status.code());
        }
    }

    private NetConnectionClient connect(URI uri) throws Exception {
        return clients.connect(uri).get(60, TimeUnit.SECONDS);
    }

    private void assertNobodyIsLetIn(ServerInProcess server) throws Exception {
        await().atMost(PATIENCE).until(() -> server.health("ready") == 503);
        assertThat(server.health("live")).isEqualTo(200);
        await().atMost(PATIENCE).until(() -> server.tunnel() == 503);
        CompletableFuture<NetConnectionClient> unanswered =
                clients.connect(
                        server.uri("rtmfp", "port", "/app"),
                        ConnectOptions.DEFAULT.withTimeout(Duration.ofSeconds(4)),
                        ConnectionListener.NONE);
        assertThatThrownBy(() -> connect(server.uri("rtmp", "rtmp.port", "/app")))
                .hasMessageContaining("NetConnection.Connect.Rejected");
        assertThatThrownBy(() -> unanswered.get(60, TimeUnit.SECONDS)).isNotNull();
    }

    @Test
    void anOriginLetsNobodyInAndWaitsForThoseWhoAreHere() throws Exception {
        Path www = Files.createDirectories(home.resolve("origin/www/app"));
        Files.writeString(www.resolve("main.lua"), SCRIPT);
        try (ServerInProcess origin =
                new ServerInProcess(OriginCommand.class, home.resolve("origin"))
                        .withoutRtmp()
                        .open("port", "rtmp.port", "http.port", "admin.port")
                        .set("drainPeriod=120")
                        .start()) {
            origin.process().ready();
            assertThat(origin.health("ready")).isEqualTo(200);
            assertThat(origin.tunnel()).isEqualTo(200);
            NetConnectionClient one = connect(origin.uri("rtmfp", "port", "/app"));
            Asked asked = new Asked();
            NetConnectionClient two =
                    clients.connect(
                                    origin.uri("rtmp", "rtmp.port", "/app"),
                                    ConnectOptions.DEFAULT.withProperties(ENHANCED),
                                    asked)
                            .get(60, TimeUnit.SECONDS);
            try (JavaProgram drain = origin.drain()) {
                assertThat(asked.again.get(60, TimeUnit.SECONDS))
                        .isEqualTo("NetConnection.Connect.ReconnectRequest");
                assertNobodyIsLetIn(origin);
                assertThat(one.call("ping").get(30, TimeUnit.SECONDS))
                        .isEqualTo(AmfValue.of("pong"));
                one.close().get(60, TimeUnit.SECONDS);
                two.close().get(60, TimeUnit.SECONDS);
                assertThat(drain.exitCode()).isZero();
            }
            assertThat(origin.process().exitCode()).isZero();
        }
    }

    @Test
    void anEdgeWithoutAnOriginLetsNobodyIn() throws Exception {
        try (ServerInProcess edge =
                new ServerInProcess(EdgeCommand.class, home.resolve("edge"))
                        .open("port", "rtmp.port", "http.port", "admin.port")
                        .set("serverAddress=127.0.0.1:1")
                        .start()) {
            assertThat(edge.process().ready()).startsWith("READY rtmfp=");
            assertThat(edge.process().errors()).contains("No answer from the origin");
            assertNobodyIsLetIn(edge);
            try (JavaProgram drain = edge.drain()) {
                assertThat(drain.exitCode()).isZero();
            }
            assertThat(edge.process().exitCode()).isZero();
            try (JavaProgram again = edge.drain()) {
                assertThat(again.exitCode()).isEqualTo(1);
                assertThat(again.errors()).startsWith("edge: ").contains("no running process");
            }
        }
    }
}
