package io.cumulonimbus.origin.lua;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import io.cumulonimbus.amf.AmfValue;
import io.cumulonimbus.origin.app.Services;
import io.cumulonimbus.origin.cluster.Directory;
import io.cumulonimbus.origin.cluster.Node;
import io.cumulonimbus.origin.cluster.NodeId;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInfo;
import org.junit.jupiter.api.io.TempDir;

/** What scripts of one application at two servers can do together, whatever the cluster is of. */
abstract class ClusterScripts {
    private static final String SCRIPT =
            """
            heard = {}
            function note(...)
              local all = {}
              for i = 1, select('#', ...) do all[i] = tostring((select(i, ...))) end
              table.insert(heard, table.concat(all, ' '))
            end
            scores = cumulus.cluster:map('scores')
            function scores:onEntry(key, value, before) note('entry', key, value, before) end
            news = cumulus.cluster:topic('news')
            function news:onMessage(text, more) note('news', text, more) end
            function onServerConnection(server)
              note('up', server.name)
              function server:hello(text, more) note('hello', self.name, text, more) end
            end
            function onServerDisconnection(server) note('down', server.name) end
            function onHandshake() return cumulus.servers end
            function onConnection(client)
              function client:run(code)
                return tostring((setfenv(assert(loadstring(code)), getfenv(1))()))
              end
              function client:heard() return table.concat(heard, '\\n') end
            end
            """;

    @TempDir private Path folder;
    private String app;
    private Server one;
    private Server two;

    /** The two members, of which the first one was there first. */
    abstract List<Directory> members();

    /** One server with the application. */
    private final class Server implements AutoCloseable {
        final NodeId id;
        final Www www;
        final Www.TestClient client;

        Server(Directory directory) {
            id = directory.self();
            directory.nodes().announce(Node.unknown(id));
            Services services =
                    new Services() {
                        @Override
                        public Optional<Directory> directory() {
                            return Optional.of(directory);
                        }
                    };
            Path home = folder.resolve(id.name());
            LuaSettings settings =
                    LuaSettings.defaults()
                            .withLimits(Limits.STRICT.withEventTimeNs(60_000_000_000L))
                            .withData(home.resolve("data"));
            www = new Www(home.resolve("www"), settings, services);
            www.script(app + "/main.lua", SCRIPT);
            client = www.connected(app);
        }

        String run(String code) {
            return client.text("run", AmfValue.of(code));
        }

        String failure(String code) {
            return client.failure("run", AmfValue.of(code));
        }

        List<String> heard() {
            return Arrays.asList(client.text("heard").split("\n"));
        }

        void hears(String... all) {
            await().atMost(Duration.ofSeconds(60))
                    .untilAsserted(() -> assertThat(heard()).contains(all));
        }

        /** Does something that answers to a function, and waits for that. */
        String ask(String question) {
            run("answer = nil " + question);
            await().atMost(Duration.ofSeconds(60)).until(() -> !run("return answer").equals("nil"));
            return run("return answer");
        }

        String get(String key) {
            return ask(
                    "scores:get('"
                            + key
                            + "', function(v, e) answer = '='..tostring(v)..(e or '') end)");
        }

        @Override
        public void close() {
            www.close();
        }
    }

    @BeforeEach
    void start(TestInfo test) {
        app = test.getTestMethod().orElseThrow().getName().toLowerCase(java.util.Locale.ROOT);
        one = new Server(members().get(0));
        two = new Server(members().get(1));
        one.hears("up " + two.id.name());
        two.hears("up " + one.id.name());
    }

    @AfterEach
    void stop() {
        one.close();
        two.close();
    }

    @Test
    void valuesOfAllKindsAreReadAtTheOtherServer() {
        assertThat(
                        one.ask(
                                "scores:set('a', {n = 1.5, list = {'x', true}}, function(b) answer = 'was '..tostring(b) end)"))
                .isEqualTo("was nil");
        assertThat(
                        two.ask(
                                "scores:get('a', function(v) answer = v.n..v.list[1]..tostring(v.list[2]) end)"))
                .isEqualTo("1.5xtrue");
        one.run("scores:set('b', {__raw = '\\0\\255'})");
        one.get("b");
        assertThat(two.ask("scores:get('b', function(v) answer = #v.__raw..v.__raw:byte(2) end)"))
                .isEqualTo("2255");
        assertThat(two.ask("scores:set('b', nil, function(b) answer = 'had '..#b.__raw end)"))
                .isEqualTo("had 2");
        assertThat(one.get("b")).isEqualTo("=nil");
        assertThat(two.ask("scores:remove('a', function(b) answer = b.n end)")).isEqualTo("1.5");
        assertThat(one.get("a")).isEqualTo("=nil");
    }

    @Test
    void updatesOfBothServersCountAll() {
        String count =
                "left = 50 for i = 1, 50 do scores:update('n', function(n) return (n or 0) + 1 end,"
                        + " function(n, e) left = left - 1 if e then note(e) end end) end";
        one.run(count);
        two.run(count);
        await().atMost(Duration.ofSeconds(60))
                .until(
                        () ->
                                one.run("return left").equals("0")
                                        && two.run("return left").equals("0"));
        assertThat(one.get("n")).isEqualTo("=100");
    }

    @Test
    void anUpdateWithAnErrorLeavesTheEntryAsItIs() {
        one.run("scores:set('k', 5)");
        assertThat(
                        one.ask(
                                "scores:update('k', function() error('no') end, function(v) answer = v end)"))
                .isEqualTo("5");
        assertThat(
                        one.ask(
                                "scores:update('k', function(v) return nil end, function(v) answer = tostring(v)..'!' end)"))
                .isEqualTo("nil!");
    }

    @Test
    void changesAreToldToBothAndAllEntriesAreListed() {
        one.run("scores:set('a', 1)");
        two.hears("entry a 1 nil");
        one.hears("entry a 1 nil");
        two.run("scores:set('a', 2)");
        one.hears("entry a 2 1");
        assertThat(
                        two.ask(
                                "scores:set('b', 3) scores:entries(function(all) answer = 'a'..tostring(all.a) end)"))
                .isEqualTo("a2");
        two.run("scores:remove('a')");
        one.hears("entry a nil 2");
        one.run("scores:close()");
        two.run("scores:set('c', 4)");
        two.hears("entry c 4 nil");
        assertThat(one.heard()).noneMatch(line -> line.startsWith("entry c"));
    }

    @Test
    void anotherApplicationHasItsOwn() {
        one.www.script(app + "2/main.lua", SCRIPT);
        Www.TestClient other = one.www.connected(app + "2");
        one.run("scores:set('a', 1)");
        one.run("news:publish('secret')");
        two.hears("entry a 1 nil", "news secret nil");
        other.text(
                "run", AmfValue.of("scores:get('a', function(v) note('other', v) end) return 1"));
        await().atMost(Duration.ofSeconds(60))
                .until(() -> other.text("heard").contains("other nil"));
        assertThat(other.text("heard")).doesNotContain("entry").doesNotContain("news");
    }

    @Test
    void whatIsPublishedReachesEverybodyWhoListens() {
        assertThat(one.run("return news:publish('hello', 7)")).isEqualTo("true");
        two.hears("news hello 7");
        one.hears("news hello 7");
        one.run("news:close()");
        two.run("return cumulus.cluster:topic('news'):publish('again')");
        two.hears("news again nil");
        assertThat(one.heard()).doesNotContain("news again nil");
    }

    @Test
    void aLockIsHeldByOneUntilItIsReleasedOrItsScriptEnds() {
        String take =
                "cumulus.cluster:lock('l', 60000, function(l, e) lock = l answer = l and l.number or e or 'taken' end, %d)";
        double first = Double.parseDouble(one.ask(take.formatted(0)));
        assertThat(two.ask(take.formatted(0))).isEqualTo("taken");
        assertThat(one.ask("lock:release(function(held) answer = held end)")).isEqualTo("true");
        double second = Double.parseDouble(two.ask(take.formatted(30_000)));
        assertThat(second).isGreaterThan(first);
        two.www.script(app + "/main.lua", SCRIPT);
        two.www.connected(app);
        assertThat(Double.parseDouble(one.ask(take.formatted(30_000)))).isGreaterThan(second);
    }

    @Test
    void serversAreListedFoundAndCalled() {
        assertThat(one.run("return cumulus.servers.count .. #cumulus.servers")).isEqualTo("11");
        String other = two.id.name();
        assertThat(one.run("return cumulus.servers(1).name")).isEqualTo(other);
        assertThat(one.run("return cumulus.servers('" + other + "') == cumulus.servers[1]"))
                .isEqualTo("true");
        assertThat(one.run("return cumulus.servers(cumulus.servers(1).address).name"))
                .isEqualTo(other);
        assertThat(
                        one.run(
                                "local all = '' for i, s in cumulus.servers:ipairs() do all = all..i..s.name end return all"))
                .isEqualTo("1" + other);
        assertThat(one.run("return cumulus.servers(1).isTarget")).isEqualTo("false");
        assertThat(two.run("return cumulus.servers(1).isTarget")).isEqualTo("true");
        assertThat(one.run("return cumulus.servers.initiators.count")).isEqualTo("1");
        assertThat(one.run("return cumulus.servers.targets.count")).isEqualTo("0");
        assertThat(two.run("return cumulus.servers.targets(1).name")).isEqualTo(one.id.name());
        assertThat(one.run("return cumulus.servers(1):send('hello', 'x', 2)")).isEqualTo("true");
        two.hears("hello " + one.id.name() + " x 2");
        assertThat(two.run("return cumulus.servers:broadcast('hello', 'all')")).isEqualTo("true");
        one.hears("hello " + other + " all nil");
        assertThat(one.run("return cumulus.servers.targets:broadcast('hello', 'none')"))
                .isEqualTo("false");
        one.run("cumulus.servers(1):send('unknown')");
        one.run("cumulus.servers(1):send('name', 'no function')");
        one.run("for i = 1, 9 do cumulus.servers(1):send('hello', i) end");
        two.hears("hello " + one.id.name() + " 9 nil");
        assertThat(two.heard().stream().filter(line -> line.matches("hello .* [1-9] nil")))
                .hasSize(9)
                .isSorted();
    }

    private static void awaitRun(Server server, String code, String result) {
        await().atMost(Duration.ofSeconds(60))
                .untilAsserted(() -> assertThat(server.run(code)).isEqualTo(result));
    }

    @Test
    void whatApplicationsKeepIsTheSameAtBoth() {
        one.run("data.top = {name = 'Ann', points = {7, 9}} data.flag = true");
        awaitRun(two, "return data.top and data.top.points[2]", "9");
        awaitRun(two, "return data.flag", "true");
        two.run("data.top.points[2] = 10 data.flag = nil");
        awaitRun(one, "return data.top.points[2]", "10");
        awaitRun(one, "return data.flag", "nil");
        two.run("data.top = nil");
        awaitRun(one, "return data.top", "nil");
    }

    @Test
    void whatApplicationsKeepOutlivesTheServerWhereItWasWritten() {
        one.run("data.n = 1 data.n = 2 data.n = 3");
        awaitRun(two, "return data.n", "3");
        one.close();
        two.run("data.n = data.n + 1 data.late = 'x'");
        two.run("data.n = data.n + 1");
        one = new Server(members().get(0));
        awaitRun(one, "return data.n", "5");
        awaitRun(one, "return data.late", "x");
        one.run("data.n = data.n + 1");
        awaitRun(two, "return data.n", "6");
    }

    @Test
    void whatIsTooMuchIsAnError() {
        assertThat(one.failure("cumulus.servers(1):send('')")).contains("name of a function");
        assertThat(one.failure("cumulus.servers(1):send('.')")).contains("name of a function");
        assertThat(one.failure("scores:set('k', ('x'):rep(300000))")).contains("too long");
        assertThat(one.failure("scores:set(('k'):rep(300), 1)")).contains("too long");
        assertThat(one.failure("scores:get('k')")).contains("function expected");
        assertThat(one.failure("scores:get('', function() end)")).contains("empty");
        assertThat(one.failure("cumulus.cluster:lock('l', 0, function() end)"))
                .contains("milliseconds");
        assertThat(
                        one.failure(
                                "for i = 1, 99 do cumulus.cluster:map('m'..i):get('k', function() end) end"))
                .contains("too many shared maps");
        assertThat(one.failure("for i = 1, 9999 do scores:get('k', function() end) end"))
                .contains("at once");
        assertThat(one.failure("for i = 1, 1e5 do news:publish() end")).contains("short time");
    }

    @Test
    void aScriptThatWasLoadedAgainHearsOnlyWhatItAsksFor() {
        String name = one.id.name();
        two.www.script(
                app + "/main.lua",
                SCRIPT.replace("function scores:onEntry", "function scores:other"));
        two.www.connected(app);
        one.run("scores:set('a', 1)");
        one.run("news:publish('after')");
        two.hears("news after nil", "up " + name);
        assertThat(two.heard()).noneMatch(line -> line.startsWith("entry"));
    }
}
