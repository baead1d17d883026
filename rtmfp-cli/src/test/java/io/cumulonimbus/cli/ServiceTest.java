package io.cumulonimbus.cli;

import static org.assertj.core.api.Assertions.assertThat;

import io.cumulonimbus.client.CloseReason;
import io.cumulonimbus.netclient.NetClient;
import io.cumulonimbus.netclient.NetConnectionClient;
import io.cumulonimbus.origin.command.OriginCommand;
import io.cumulonimbus.testkit.process.JavaProgram;
import java.net.DatagramSocket;
import java.net.InetAddress;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** An origin as a service manager has it: started, and stopped by a signal while it serves. */
class ServiceTest {
    @Test
    void row7AStoppedServiceClosesItsClientsInOrder(@TempDir Path home) throws Exception {
        Files.createDirectories(home.resolve("www/live"));
        int port;
        try (DatagramSocket socket = new DatagramSocket(0, InetAddress.getLoopbackAddress())) {
            port = socket.getLocalPort();
        }
        List<String> arguments = new ArrayList<>(List.of("start", "--home", home.toString()));
        for (String setting :
                List.of("rtmp.port=0", "rtmps.port=0", "http.port=0", "https.port=0")) {
            arguments.addAll(List.of("--set", setting));
        }
        arguments.addAll(List.of("--set", "address=127.0.0.1", "--set", "port=" + port));
        arguments.addAll(List.of("--set", "drainPeriod=1"));
        try (JavaProgram origin =
                        JavaProgram.start(
                                OriginCommand.class.getName(),
                                home,
                                Map.of(),
                                arguments.toArray(String[]::new));
                NetClient client = NetClient.start()) {
            assertThat(origin.ready()).startsWith("READY");
            NetConnectionClient connection =
                    Clients.connect(client, "rtmfp://127.0.0.1:" + port + "/live");
            origin.terminate();
            assertThat(connection.closed().get(60, TimeUnit.SECONDS))
                    .isEqualTo(CloseReason.FAR_CLOSED);
            assertThat(origin.exitCode()).isZero();
        }
    }
}
