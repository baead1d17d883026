package io.cumulonimbus.cli;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import io.cumulonimbus.amf.AmfValue;
import io.cumulonimbus.config.OriginConfig;
import io.cumulonimbus.net.loop.Loops;
import io.cumulonimbus.netclient.ConnectOptions;
import io.cumulonimbus.netclient.ConnectionListener;
import io.cumulonimbus.netclient.NetClient;
import io.cumulonimbus.netclient.NetConnectionClient;
import io.cumulonimbus.origin.Origin;
import io.cumulonimbus.origin.cluster.fabric.LocalCluster;
import java.net.InetAddress;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** What an application keeps and shares, at two origins that have disks of their own. */
class ClusterDataTest {
    private static final Duration PATIENCE = Duration.ofSeconds(60);
    private static final String SCRIPT =
            """
            scores = cumulus.cluster:map('scores')
            function onStop() data.last = 'word' end
            function onConnection(client)
              function client:put(text) data.text = text scores:set('text', text) return 'put' end
              function client:kept() return tostring(data.text) end
              function client:last() return tostring(data.last) end
              function client:ask() scores:get('text', function(text) answer = text end) return 'asked' end
              function client:answer() return tostring(answer) end
              function client:servers() return tostring(cumulus.servers.count) end
            end
            """;

    @TempDir private Path folder;
    private final Loops books = Loops.start("books", 1);
    private final LocalCluster cluster = LocalCluster.shared();

    private Origin origin(String name) throws Exception {
        Path home = folder.resolve(name);
        Files.createDirectories(home.resolve("www/app"));
        Files.writeString(home.resolve("www/app/main.lua"), SCRIPT);
        return Origin.start(
                OriginConfig.defaults(home).listeningOn(InetAddress.getByName("127.0.0.1"), 0),
                cluster.join(name, books.loop(0)));
    }

    private static NetConnectionClient connect(NetClient client, Origin to) throws Exception {
        URI uri = URI.create("rtmfp://127.0.0.1:" + to.rtmfpAddress().getPort() + "/app");
        return client.connect(
                        uri,
                        ConnectOptions.DEFAULT.withTimeout(Duration.ofSeconds(60)),
                        ConnectionListener.NONE)
                .get(60, TimeUnit.SECONDS);
    }

    private static String call(NetConnectionClient client, String what, AmfValue... arguments)
            throws Exception {
        return client.call(what, arguments).get(60, TimeUnit.SECONDS).asText().orElseThrow();
    }

    private boolean isOnDisk(String name, String text) throws Exception {
        Path file = folder.resolve(name).resolve("data/app.mv");
        return Files.exists(file)
                && new String(Files.readAllBytes(file), StandardCharsets.ISO_8859_1).contains(text);
    }

    @Test
    void whatAnApplicationKeptOutlivesTheOriginAlsoWhereNobodyHadAskedForIt() throws Exception {
        try (NetClient client = NetClient.start();
                Origin two = origin("two")) {
            try (Origin one = origin("one")) {
                NetConnectionClient at = connect(client, one);
                await().atMost(PATIENCE).until(() -> call(at, "servers").equals("1"));
                assertThat(call(at, "put", AmfValue.of("remember me"))).isEqualTo("put");
                await().atMost(PATIENCE).until(() -> isOnDisk("two", "remember me"));
            }
            NetConnectionClient at = connect(client, two);
            assertThat(call(at, "kept")).isEqualTo("remember me");
            await().atMost(PATIENCE).until(() -> call(at, "last").equals("word"));
            assertThat(call(at, "ask")).isEqualTo("asked");
            await().atMost(PATIENCE).until(() -> call(at, "answer").equals("remember me"));
            await().atMost(PATIENCE).until(() -> call(at, "servers").equals("0"));
        } finally {
            books.close();
        }
    }
}
