package io.cumulonimbus.origin.lua;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import io.cumulonimbus.amf.AmfValue;
import io.cumulonimbus.config.HostPort;
import io.cumulonimbus.net.loop.Loops;
import io.cumulonimbus.origin.app.Greeting;
import io.cumulonimbus.origin.app.Redirection;
import io.cumulonimbus.origin.app.Services;
import io.cumulonimbus.origin.cluster.Directory;
import io.cumulonimbus.origin.cluster.Node;
import io.cumulonimbus.origin.cluster.fabric.LocalCluster;
import java.net.InetSocketAddress;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Scripts in a cluster of one process, of one server, and in none. */
class LocalClusterScriptsTest extends ClusterScripts {
    private final Loops loops = Loops.startDaemons("test-directory", 1);
    private final LocalCluster cluster = LocalCluster.shared();
    private final List<Directory> members = List.of(join("one"), join("two"));

    @Override
    List<Directory> members() {
        return members;
    }

    @AfterEach
    void end() {
        loops.close();
    }

    private Directory join(String name) {
        Directory directory = cluster.join(name, loops.loop(0));
        directory.nodes().announce(Node.unknown(directory.self()));
        return directory;
    }

    private static Services with(Directory directory) {
        return new Services() {
            @Override
            public Optional<Directory> directory() {
                return Optional.of(directory);
            }
        };
    }

    private static String run(Www.TestClient client, String code) {
        return client.text("run", AmfValue.of(code));
    }

    private static final String RUN =
            """
            function onServerDisconnection(server) gone = (gone or '')..server.name end
            function onConnection(client)
              function client:run(code)
                return tostring((setfenv(assert(loadstring(code)), getfenv(1))()))
              end
            end
            """;

    @Test
    void aServerThatIsGoneIsToldAndItsObjectIsAPlainTable(@TempDir Path folder) {
        Directory third = join("three");
        Directory fourth = join("four");
        try (Www www = new Www(folder, LuaSettings.defaults(), with(third))) {
            www.script("app/main.lua", RUN);
            Www.TestClient client = www.connected("app");
            await().atMost(Duration.ofSeconds(60))
                    .until(() -> run(client, "return cumulus.servers.count").equals("3"));
            run(client, "server = cumulus.servers('four') server.mine = 5");
            fourth.close();
            await().atMost(Duration.ofSeconds(60))
                    .until(() -> run(client, "return gone").equals("four"));
            assertThat(run(client, "return tostring(server.send)..server.mine")).isEqualTo("nil5");
            assertThat(run(client, "return tostring(cumulus.servers('four'))")).isEqualTo("nil");
        }
    }

    @Test
    void clientsCanBeSentToTheOtherServers(@TempDir Path folder) throws Exception {
        Directory third = join("three");
        Directory fourth = join("four");
        HostPort address = new HostPort("192.0.2.4", 1935);
        fourth.nodes()
                .announce(Node.unknown(fourth.self()).at(Optional.empty(), Optional.of(address)));
        try (Www www = new Www(folder, LuaSettings.defaults(), with(third))) {
            www.script(
                    "app/main.lua",
                    RUN
                            + "function onHandshake() return {cumulus.servers('four'), cumulus.servers.targets} end");
            Www.TestClient client = www.connected("app");
            await().atMost(Duration.ofSeconds(60))
                    .until(
                            () ->
                                    run(
                                                    client,
                                                    "return tostring(cumulus.servers('192.0.2.4:1935'))")
                                            .startsWith("table"));
            CompletableFuture<Redirection> answer = new CompletableFuture<>();
            www.find("app")
                    .orElseThrow()
                    .greet(
                            new Greeting(client.address(), "app", Map.of(), 1),
                            loops.loop(0),
                            answer::complete);
            assertThat(answer.get(60, TimeUnit.SECONDS).addresses())
                    .contains(new InetSocketAddress("192.0.2.4", 1935));
        }
    }

    @Test
    void aServerAloneSharesWithItself(@TempDir Path folder) {
        Directory alone = LocalCluster.alone("hermit", 1, loops.loop(0));
        try (Www www = new Www(folder, LuaSettings.defaults(), with(alone))) {
            www.script("app/main.lua", RUN);
            Www.TestClient client = www.connected("app");
            assertThat(run(client, "return cumulus.cluster.name")).isEqualTo("hermit");
            assertThat(run(client, "return cumulus.cluster.shared")).isEqualTo("false");
            assertThat(run(client, "return cumulus.servers.count")).isEqualTo("0");
            run(
                    client,
                    "cumulus.cluster:map('m'):set('k', 5) cumulus.cluster:map('m'):get('k', function(v) got = v end)");
            await().atMost(Duration.ofSeconds(60))
                    .until(() -> run(client, "return got").equals("5"));
        }
    }

    @Test
    void whereThereIsNoClusterScriptsAreTold(@TempDir Path folder) {
        try (Www www = new Www(folder)) {
            www.script("app/main.lua", RUN);
            Www.TestClient client = www.connected("app");
            assertThat(run(client, "return cumulus.cluster.name")).isEqualTo("nil");
            assertThat(client.failure("run", AmfValue.of("cumulus.cluster:map('m'):set('k', 5)")))
                    .contains("there is no cluster");
        }
    }
}
