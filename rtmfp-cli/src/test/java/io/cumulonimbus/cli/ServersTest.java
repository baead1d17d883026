package io.cumulonimbus.cli;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import io.cumulonimbus.amf.AmfValue;
import io.cumulonimbus.config.OriginConfig;
import io.cumulonimbus.config.PlacementConfig;
import io.cumulonimbus.netclient.NetConnectionClient;
import io.cumulonimbus.origin.Origin;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/** Scripts at two origins that are one cluster, as scripts of linked servers of Cumulus were. */
@Timeout(300)
class ServersTest {
    private static final Duration PATIENCE = Duration.ofSeconds(90);
    private static final String SCRIPT =
            """
            heard = {}
            local function show(value)
              if type(value) ~= 'table' then return type(value)..':'..tostring(value) end
              local all = {}
              for _, one in ipairs(value) do table.insert(all, show(one)) end
              if value.name then table.insert(all, 'name='..show(value.name)) end
              return '{'..table.concat(all, ',')..'}'
            end
            function onServerConnection(server)
              table.insert(heard, 'up '..server.name..' '..tostring(server.rack))
              function server:note(...)
                local all = {self.name}
                for i = 1, select('#', ...) do table.insert(all, show((select(i, ...)))) end
                table.insert(heard, table.concat(all, ' '))
              end
            end
            function onServerDisconnection(server) table.insert(heard, 'down '..server.name) end
            function onConnection(client)
              function client:run(code)
                return tostring((setfenv(assert(loadstring(code)), getfenv(1))()))
              end
              function client:heard() return table.concat(heard, '\\n') end
            end
            """;

    private static final String ANSWERING =
            """
            local before = onServerConnection
            function onServerConnection(server)
              before(server)
              function server:question() self:send('answer') end
              function server:answer() table.insert(heard, 'answer of '..self.name) end
            end
            """;
    private static final String INNER = "return loaded";

    @TempDir private Path home;
    private ClusterStage stage;
    private Clients clients;
    private Origin first;
    private Origin second;
    private NetConnectionClient one;
    private NetConnectionClient two;

    @BeforeEach
    void start() throws Exception {
        clients = new Clients();
        stage = new ClusterStage(home);
        Path app = Files.createDirectories(home.resolve("www/app"));
        Files.writeString(app.resolve("main.lua"), SCRIPT);
        first = stage.origin("one", config -> told(config, "r 1"));
        second = stage.origin("two", config -> told(config, "r2"));
        stage.settled();
        one = connect(first);
        two = connect(second);
    }

    @AfterEach
    void end() {
        clients.close();
        stage.close();
    }

    private static OriginConfig told(OriginConfig config, String rack) {
        PlacementConfig spread = PlacementConfig.everywhere(PlacementConfig.Mode.SPREAD);
        return config.withCluster(
                config.cluster().withPlacement(spread).withProperties(Map.of("rack", rack)));
    }

    private NetConnectionClient connect(Origin to) throws Exception {
        return connect(to, "/app");
    }

    private NetConnectionClient connect(Origin to, String path) throws Exception {
        return clients.connect("rtmfp://127.0.0.1:" + to.rtmfpAddress().getPort() + path);
    }

    private static String run(NetConnectionClient at, String code) throws Exception {
        return at.call("run", AmfValue.of(code)).get(90, TimeUnit.SECONDS).asText().orElseThrow();
    }

    private static List<String> heard(NetConnectionClient at) throws Exception {
        String all = at.call("heard").get(90, TimeUnit.SECONDS).asText().orElseThrow();
        return Arrays.asList(all.split("\n"));
    }

    private static void hears(NetConnectionClient at, String... all) {
        await().atMost(PATIENCE).untilAsserted(() -> assertThat(heard(at)).contains(all));
    }

    @Test
    void row71ServersSeeEachOtherAndAgainAfterARestart() throws Exception {
        hears(one, "up two r2");
        hears(two, "up one r 1");
        assertThat(run(one, "return cumulus.servers.count")).isEqualTo("1");
        String link = "127.0.0.1:" + second.edgesAddress().orElseThrow().getPort();
        String door = "127.0.0.1:" + second.rtmfpAddress().getPort();
        assertThat(run(one, "return cumulus.servers('" + door + "').address")).isEqualTo(link);
        assertThat(run(one, "return cumulus.servers('" + link + "').rack")).isEqualTo("r2");
        assertThat(run(one, "return tostring(cumulus.servers(1).site)")).isEqualTo("nil");
        stage.stop(second);
        hears(one, "down two");
        assertThat(run(one, "return cumulus.servers.count")).isEqualTo("0");
        second = stage.origin("two", config -> told(config, "r3"));
        stage.settled();
        hears(one, "up two r3");
        hears(connect(second), "up one r 1");
    }

    /** Nobody comes to it but at the first origin. */
    @Test
    void row73AnApplicationThatIsStartedAtOneIsStartedAtAll() throws Exception {
        Path inner = Files.createDirectories(home.resolve("www/app/inner"));
        Files.writeString(inner.resolve("main.lua"), "super.loaded = 1");
        Path other = Files.createDirectories(home.resolve("www/other"));
        Files.writeString(other.resolve("main.lua"), SCRIPT + ANSWERING);
        NetConnectionClient at = connect(first, "/other");
        hearsAnswer(at, "two");
        stage.origin("three", config -> told(config, "r3"));
        stage.settled();
        hearsAnswer(at, "three");
        // One below another, whose realm is open there.
        assertThat(run(two, INNER)).isEqualTo("nil");
        connect(first, "/app/inner");
        await().atMost(PATIENCE).until(() -> run(two, INNER).equals("1"));
    }

    /** What is called where nothing is loaded goes nowhere, so it is called again. */
    private static void hearsAnswer(NetConnectionClient at, String from) {
        await().atMost(PATIENCE)
                .until(
                        () -> {
                            run(at, "cumulus.servers:broadcast('question')");
                            return heard(at).contains("answer of " + from);
                        });
    }

    @Test
    void row72ServersCallEachOther() throws Exception {
        hears(one, "up two r2");
        hears(two, "up one r 1");
        String typed = "'note', 'text', 2.5, true, nil, {7, {'deep'}, name = 'Ann'}";
        assertThat(run(one, "return cumulus.servers(1):send(" + typed + ")")).isEqualTo("true");
        String arrived =
                "string:text number:2.5 boolean:true nil:nil"
                        + " {number:7,{string:deep},name=string:Ann}";
        hears(two, "one " + arrived);
        run(two, "cumulus.servers(1):send('unknown', 1) cumulus.servers(1):send('name', 2)");
        assertThat(run(two, "return cumulus.servers:broadcast('note', 3)")).isEqualTo("true");
        hears(one, "two number:3");
        // One of two was there before the other, which both see.
        boolean older = run(one, "return cumulus.servers.initiators.count").equals("1");
        NetConnectionClient before = older ? one : two;
        NetConnectionClient after = older ? two : one;
        assertThat(run(before, "return cumulus.servers.targets.count")).isEqualTo("0");
        assertThat(run(after, "return cumulus.servers.targets.count")).isEqualTo("1");
        assertThat(run(after, "return cumulus.servers.targets:broadcast('note', 'up')"))
                .isEqualTo("true");
        assertThat(run(before, "return cumulus.servers.initiators:broadcast('note', 'down')"))
                .isEqualTo("true");
        assertThat(run(before, "return cumulus.servers.targets:broadcast('note', 'none')"))
                .isEqualTo("false");
        hears(before, (older ? "two" : "one") + " string:up");
        hears(after, (older ? "one" : "two") + " string:down");
        assertThat(heard(after)).noneMatch(line -> line.contains("none"));
    }
}
