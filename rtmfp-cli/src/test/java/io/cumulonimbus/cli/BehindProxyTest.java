package io.cumulonimbus.cli;

import static org.assertj.core.api.Assertions.assertThat;

import io.cumulonimbus.amf.AmfValue;
import io.cumulonimbus.client.Protocol;
import io.cumulonimbus.testkit.TcpRelay;
import java.net.InetSocketAddress;
import java.net.URI;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.HexFormat;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.AfterParameterizedClassInvocation;
import org.junit.jupiter.params.BeforeParameterizedClassInvocation;
import org.junit.jupiter.params.Parameter;
import org.junit.jupiter.params.ParameterizedClass;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/** Clients that come by way of a load balancer, which tells where they are. */
@ParameterizedClass
@EnumSource(Way.class)
class BehindProxyTest {
    /** PROXY protocol, version 2: 192.0.2.7:4711 wants 192.0.2.1:1935. */
    private static final byte[] HEADER =
            HexFormat.of()
                    .parseHex(
                            "0d0a0d0a000d0a515549540a"
                                    + "2111000c"
                                    + "c0000207c0000201"
                                    + "1267078f");

    @TempDir static Path folder;
    private static Stage stage;
    @Parameter Way way;

    @BeforeParameterizedClassInvocation
    static void open(Way way) throws Exception {
        Path home = folder.resolve(way.name());
        Files.createDirectories(home.resolve("www"));
        stage = Stage.behindProxies(home, way);
        stage.application(
                home,
                "where",
                """
                function onConnection(client)
                  function client:where() return client.address end
                end
                """);
    }

    @AfterParameterizedClassInvocation
    static void close() {
        stage.close();
    }

    @ParameterizedTest
    @EnumSource(
            value = Protocol.class,
            names = {"RTMP", "RTMPS", "RTMPT", "RTMPTS"})
    void scriptsSeeTheClientsOwnAddress(Protocol by) throws Exception {
        URI direct = URI.create(stage.url(by, "where"));
        InetSocketAddress door = new InetSocketAddress("127.0.0.1", direct.getPort());
        try (TcpRelay balancer = new TcpRelay(door, HEADER);
                Spectator client =
                        new Spectator(
                                direct.getScheme()
                                        + "://127.0.0.1:"
                                        + balancer.address().getPort()
                                        + "/where")) {
            assertThat(client.connection.call("where").get(60, TimeUnit.SECONDS))
                    .isEqualTo(AmfValue.of("192.0.2.7:4711"));
        }
    }
}
