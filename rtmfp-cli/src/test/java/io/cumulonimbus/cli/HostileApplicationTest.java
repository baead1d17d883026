package io.cumulonimbus.cli;

import static org.assertj.core.api.Assertions.assertThat;

import io.cumulonimbus.amf.AmfValue;
import io.cumulonimbus.netclient.ConnectOptions;
import io.cumulonimbus.netclient.ConnectionListener;
import io.cumulonimbus.netclient.NetClient;
import io.cumulonimbus.netclient.NetConnectionClient;
import io.cumulonimbus.origin.command.OriginCommand;
import io.cumulonimbus.testkit.process.JavaProgram;
import java.io.IOException;
import java.net.DatagramSocket;
import java.net.InetAddress;
import java.net.URI;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.time.Duration;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.Future;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/**
 * An application that does its worst, in a process with another one: every call of the other is
 * answered.
 */
class HostileApplicationTest {
    private static final long WAIT_S = 60;
    private static final String EVAL =
            "function onConnection(client) function client:eval(script) return assert(loadstring(script))() end end ";
    private static final String GOOD =
            "function onConnection(client) function client:count(n) counted = (counted or 0) + 1 return n end end";

    /** What a script may do to keep the processor, the memory or the stack. */
    private static final String[] ATTACKS = {
        "while true do end",
        "coroutine.wrap(function() while true do pcall(function() while true do end end) end end)()",
        "return setmetatable({}, { __index = function(t, k) while true do end end }).x",
        "table.sort({ 3, 2, 1 }, function() while true do end end)",
        "return (('x'):gsub('x', function() while true do end end))",
        "return ('a'):rep(40):find(('a*'):rep(20) .. 'b')",
        "local s = 'x' while true do s = s .. s end",
        "local t = {} while true do t[#t + 1] = { t } end",
        "while true do pcall(string.rep, 'x', 16777216) end",
        "local function deep() return 1 + deep() end return deep()",
        "local t = setmetatable({}, {}) getmetatable(t).__index = function(_, k) return t[k + 1] end return t[1]",
        "getmetatable('').__index = nil",
        "setmetatable(cumulus, { __index = function() error('gone') end })",
        "hanging = hanging or {} for i = 1, 5000 do local co = coroutine.create(coroutine.yield) hanging[#hanging + 1] = co end",
        "kept = kept or {} for i = 1, 40 do kept[#kept + 1] = ('x'):rep(1048576) end return #kept",
        "for _, c in pairs(cumulus.clients) do for i = 1, 200000 do c.writer:writeAMFMessage('x', i) end end",
        "for _, c in pairs(cumulus.clients) do c.writer:writeAMFMessage('x', ('x'):rep(9e6)) end",
        "for i = 1, 1e6 do local p = cumulus:publish('p' .. i) p:close() end",
        "local so = cumulus:sharedObject('x') for i = 1, 1e6 do so:set('a', i) end",
        "for i = 1, 1e6 do cumulus:addToBlacklist('192.0.2.' .. i % 250) end",
        "for i = 1, 1e6 do INFO(i) end",
        "cumulus = nil string = nil table = nil pcall = nil onConnection = nil error('rubble', 0)",
        "while true do cumulus:setTimer(1, function() while true do end end) end"
    };

    @TempDir private Path home;
    private JavaProgram origin;
    private NetClient client;
    private String server;

    @BeforeEach
    void start() throws Exception {
        application("good", GOOD);
        application("hostile", EVAL);
        int port;
        try (DatagramSocket free = new DatagramSocket(0, InetAddress.getLoopbackAddress())) {
            port = free.getLocalPort();
        }
        origin =
                JavaProgram.start(
                        OriginCommand.class.getName(),
                        home,
                        Map.of("CUMULONIMBUS_HOME", home.toString()),
                        "start",
                        "--set=address=127.0.0.1",
                        "--set=rtmp.port=0",
                        "--set=http.port=0",
                        "--set=rtmps.port=0",
                        "--set=https.port=0",
                        "--set=lua.memory=64",
                        "--set=port=" + port);
        origin.ready();
        client = NetClient.start();
        server = "rtmfp://127.0.0.1:" + port + "/";
    }

    @AfterEach
    void stop() {
        client.close();
        origin.close();
    }

    private void application(String name, String script) throws IOException {
        Path folder = Files.createDirectories(home.resolve("www").resolve(name));
        Path draft = Files.writeString(home.resolve("draft.lua"), script);
        Files.move(
                draft,
                folder.resolve("main.lua"),
                StandardCopyOption.ATOMIC_MOVE,
                StandardCopyOption.REPLACE_EXISTING);
    }

    private CompletableFuture<NetConnectionClient> connect(String application) {
        return client.connect(
                URI.create(server + application),
                ConnectOptions.DEFAULT.withTimeout(Duration.ofSeconds(WAIT_S)),
                ConnectionListener.NONE);
    }

    /** Waits for the end of something hostile, whatever it is. */
    private static void await(Future<?> hostile) throws Exception {
        try {
            hostile.get(WAIT_S, TimeUnit.SECONDS);
        } catch (ExecutionException refused) {
            assertThat(refused).hasCauseInstanceOf(Exception.class);
        }
    }

    private static int count(NetConnectionClient good, int n) throws Exception {
        AmfValue answer = good.call("count", AmfValue.of(n)).get(WAIT_S, TimeUnit.SECONDS);
        return (int) answer.asNumber().orElseThrow();
    }

    @Test
    void theOtherApplicationAnswersThroughEveryAttack() throws Exception {
        NetConnectionClient good = connect("good").get(WAIT_S, TimeUnit.SECONDS);
        int calls = 0;
        for (int round = 0; round < ATTACKS.length; round++) {
            String attack = ATTACKS[round];
            CompletableFuture<?> hostile =
                    connect("hostile").thenCompose(c -> c.call("eval", AmfValue.of(attack)));
            do {
                assertThat(count(good, ++calls)).as(attack).isEqualTo(calls);
            } while (!hostile.isDone());
            await(hostile);
        }
        assertThat(connect("good").get(WAIT_S, TimeUnit.SECONDS)).isNotNull();
        assertThat(calls).isGreaterThan(ATTACKS.length);
    }

    @Test
    void aScriptIsReplacedWhileItRuns() throws Exception {
        NetConnectionClient good = connect("good").get(WAIT_S, TimeUnit.SECONDS);
        int calls = 0;
        for (int round = 0; round < 3; round++) {
            NetConnectionClient hostile = connect("hostile").get(WAIT_S, TimeUnit.SECONDS);
            CompletableFuture<?> loop = hostile.call("eval", AmfValue.of("while true do end"));
            application("hostile", EVAL + "-- version " + round);
            CompletableFuture<?> next = connect("hostile");
            do {
                assertThat(count(good, ++calls)).isEqualTo(calls);
            } while (!loop.isDone() || !next.isDone());
            await(loop);
            await(next);
        }
        NetConnectionClient hostile = connect("hostile").get(WAIT_S, TimeUnit.SECONDS);
        AmfValue answer =
                hostile.call("eval", AmfValue.of("return 'tame'")).get(WAIT_S, TimeUnit.SECONDS);
        assertThat(answer.asText()).contains("tame");
    }

    @Test
    void everyEventFails() throws Exception {
        StringBuilder script = new StringBuilder();
        for (String event :
                new String[] {
                    "onStart",
                    "onStop",
                    "onManage",
                    "onDisconnection",
                    "onFailed",
                    "onHandshake",
                    "onRendezVousUnknown",
                    "onPublish",
                    "onSubscribe",
                    "onJoinGroup",
                    "onTypedObject",
                    "onAddressChanged",
                    "onUnpublish",
                    "onUnsubscribe",
                    "onDataPacket",
                    "onAudioPacket",
                    "onVideoPacket",
                    "onUnjoinGroup"
                }) {
            script.append("function ").append(event).append("() error('in ");
            script.append(event).append("') end ");
        }
        application("hostile", script + EVAL + "error('in the script')");
        NetConnectionClient good = connect("good").get(WAIT_S, TimeUnit.SECONDS);
        await(connect("hostile"));
        application("hostile", script + EVAL + "cumulus:setTimer(1, function() error('x') end)");
        for (int n = 1; n <= 20; n++) {
            NetConnectionClient hostile = connect("hostile").get(WAIT_S, TimeUnit.SECONDS);
            await(hostile.call("eval", AmfValue.of("error({})")));
            await(hostile.close());
            assertThat(count(good, n)).isEqualTo(n);
        }
    }
}
