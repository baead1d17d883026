package io.cumulonimbus.cli;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.cumulonimbus.amf.AmfValue;
import io.cumulonimbus.netclient.ConnectOptions;
import io.cumulonimbus.netclient.ConnectionListener;
import io.cumulonimbus.netclient.NetClient;
import io.cumulonimbus.netclient.NetClientException;
import io.cumulonimbus.netclient.NetConnectionClient;
import java.net.URI;
import java.nio.file.Path;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.EnumSource;

/** The classic first script of Cumulus, word for word, called over real UDP. */
class HelloWorldTest {
    private static final String SCRIPT =
            """
            function onConnection(client,response,...)
                function client:test(...)
                    name,firstname = unpack(arg)
                    return "Hello "..firstname.." "..name
                end
            end
            """;

    @ParameterizedTest(name = "{0}, object encoding {1}")
    @CsvSource({"DIRECT, 3", "DIRECT, 0", "THROUGH_EDGE, 3", "THROUGH_EDGE, 0"})
    void answersWithBothNames(Way way, int encoding, @TempDir Path home) throws Exception {
        try (Stage stage = Stage.start(home, way).application(home, "hello", SCRIPT);
                NetClient client = NetClient.start()) {
            NetConnectionClient connection = connect(client, stage.url("hello"), encoding);
            AmfValue answer =
                    connection
                            .call("test", AmfValue.of("OpenRTMFP/Cumulus"), AmfValue.of("World"))
                            .get(60, TimeUnit.SECONDS);
            assertThat(answer.asText()).contains("Hello World OpenRTMFP/Cumulus");
            connection.close().get(60, TimeUnit.SECONDS);
        }
    }

    @ParameterizedTest
    @EnumSource(Way.class)
    void anUnknownMethodIsAnErrorThatNamesIt(Way way, @TempDir Path home) throws Exception {
        try (Stage stage = Stage.start(home, way).application(home, "hello", SCRIPT);
                NetClient client = NetClient.start()) {
            NetConnectionClient connection = connect(client, stage.url("hello"), 3);
            assertThatThrownBy(() -> connection.call("tset").get(60, TimeUnit.SECONDS))
                    .isInstanceOf(ExecutionException.class)
                    .hasRootCauseInstanceOf(NetClientException.class)
                    .rootCause()
                    .hasMessageContaining("Method 'tset' not found");
        }
    }

    @ParameterizedTest
    @EnumSource(Way.class)
    void anUnknownApplicationIsRefused(Way way, @TempDir Path home) throws Exception {
        try (Stage stage = Stage.start(home, way);
                NetClient client = NetClient.start()) {
            assertThatThrownBy(() -> connect(client, stage.url("nowhere"), 3))
                    .rootCause()
                    .isInstanceOfSatisfying(
                            NetClientException.class,
                            refused ->
                                    assertThat(refused.status().orElseThrow().code())
                                            .isEqualTo("NetConnection.Connect.InvalidApp"));
        }
    }

    private static NetConnectionClient connect(NetClient client, String url, int encoding)
            throws Exception {
        return client.connect(
                        URI.create(url),
                        ConnectOptions.DEFAULT.withObjectEncoding(encoding),
                        ConnectionListener.NONE)
                .get(60, TimeUnit.SECONDS);
    }
}
