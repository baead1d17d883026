package io.cumulonimbus.cli;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import io.cumulonimbus.client.Protocol;
import io.cumulonimbus.config.HostPort;
import io.cumulonimbus.netclient.ConnectionListener;
import io.cumulonimbus.netclient.NetClient;
import io.cumulonimbus.netclient.NetConnectionClient;
import io.cumulonimbus.origin.cluster.Directory;
import io.cumulonimbus.origin.cluster.Node;
import java.io.IOException;
import java.net.DatagramPacket;
import java.net.DatagramSocket;
import java.net.InetAddress;
import java.net.SocketTimeoutException;
import java.net.URI;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** RTMFP clients that come to an origin which is not the home of their application. */
class HomeRedirectTest {
    private static final String SCRIPT =
            """
            function onConnection(client, response, ...)
                function client:where() return cumulus.cluster.name end
            end
            """;

    @TempDir Path home;
    private final List<NetClient> clients = new ArrayList<>();
    private Fleet fleet;
    private int at;
    private int other;

    @BeforeEach
    void start() throws Exception {
        Path folder = Files.createDirectories(home.resolve("www/live"));
        Files.writeString(folder.resolve("main.lua"), SCRIPT);
        fleet = Fleet.redirecting(home, 2, 100);
        at = where(connect(0)).equals("origin0") ? 0 : 1;
        other = 1 - at;
    }

    @AfterEach
    void stop() {
        clients.forEach(NetClient::close);
        fleet.close();
    }

    private NetConnectionClient connect(int origin) throws Exception {
        NetClient client = NetClient.start();
        clients.add(client);
        URI uri = URI.create(fleet.url(origin, Protocol.RTMFP));
        return client.connect(uri, Stage.trustingAnyone(), ConnectionListener.NONE)
                .get(60, TimeUnit.SECONDS);
    }

    private static String where(NetConnectionClient client) throws Exception {
        return client.call("where").get(60, TimeUnit.SECONDS).asText().orElseThrow();
    }

    /** How many sessions an origin has accepted. */
    private long accepted(int origin) {
        return fleet.origin(origin).rtmfpStatistics().stream()
                .mapToLong(asked -> asked.orTimeout(60, TimeUnit.SECONDS).join().accepted())
                .sum();
    }

    /** Whether who comes to the other origin is served by the home, without that one. */
    private boolean isDirect() throws Exception {
        long before = accepted(other);
        long there = accepted(at);
        assertThat(where(connect(other))).isEqualTo("origin" + at);
        return accepted(other) == before && accepted(at) == there + 1;
    }

    /** It takes a moment until the other one knows; and who is slow is served there. */
    @Test
    void areServedByTheHomeItself() {
        await().until(this::isDirect);
    }

    @Test
    void areForwardedWhenTheHomeDoesNotAnswer() throws Exception {
        try (DatagramSocket silent = new DatagramSocket(0, InetAddress.getByName("127.0.0.1"))) {
            silent.setSoTimeout(100);
            Directory told = fleet.origin(at).directory();
            Node known = told.nodes().find(told.self()).orElseThrow();
            HostPort nobody = new HostPort("127.0.0.1", silent.getLocalPort());
            told.nodes().announce(known.at(known.link(), Optional.of(nobody)));
            await().until(() -> isForwarded() && isAsked(silent));
        }
    }

    private boolean isForwarded() throws Exception {
        long before = accepted(other);
        assertThat(where(connect(other))).isEqualTo("origin" + at);
        return accepted(other) == before + 1;
    }

    private static boolean isAsked(DatagramSocket silent) throws IOException {
        try {
            silent.receive(new DatagramPacket(new byte[2048], 2048));
            return true;
        } catch (SocketTimeoutException nothing) {
            return false;
        }
    }
}
