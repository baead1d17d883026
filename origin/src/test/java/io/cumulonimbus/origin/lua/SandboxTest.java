package io.cumulonimbus.origin.lua;

import static org.assertj.core.api.Assertions.assertThat;

import io.cumulonimbus.amf.AmfValue;
import io.cumulonimbus.origin.app.CallAnswer;
import io.cumulonimbus.origin.app.ConnectAnswer;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicLong;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/**
 * Scripts that mean harm, or do it without meaning to: only their own event ends. Time is
 * simulated, a millisecond for each look at the clock.
 */
class SandboxTest {
    private static final String EVAL =
            "function onConnection(c, script) function c:eval(s) return assert(loadstring(s))() end function c:ping() return 'pong' end if script then assert(loadstring(script))() end end";
    private static final long EVENT_NS = 200_000_000;

    @TempDir private Path folder;
    @TempDir private Path outside;
    private final AtomicLong nowNs = new AtomicLong();
    private volatile boolean stopped;
    private Www www;

    @BeforeEach
    void start() {
        www =
                new Www(
                        folder,
                        LuaSettings.defaults().withLimits(Limits.STRICT.withEventTimeNs(EVENT_NS)),
                        () -> stopped ? nowNs.get() : nowNs.addAndGet(1_000_000));
        www.script("app/main.lua", EVAL);
    }

    @AfterEach
    void stop() {
        www.close();
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "while true do end",
                "pcall(function() while true do end end)",
                "coroutine.wrap(function() while true do pcall(error) end end)()",
                "local s = 'x' while true do s = s .. s end",
                "local t = {} while true do t[#t + 1] = t end",
                "local t = {} while true do t[#t + 1] = ('x'):rep(1e6) .. #t end",
                "local function f() return f() + f() end f()",
                "setmetatable({}, { __index = function(t, k) return t[k] end }).x.y = 1",
                "return ('a'):rep(50):find(('a*'):rep(30) .. 'b')",
                "string.rep('x', 1e9)",
                "error(setmetatable({}, { __tostring = function() error('x') end }))",
                "local t = {} for i = 1, 200 do t = { t } end return t",
                "getmetatable('').__index = nil; return ('x'):upper()",
                "print = nil; tostring = nil; pairs = nil; error('gone')",
                "setfenv(0, {})",
                "cumulus.clients = 5; for k in cumulus.clients:pairs() do end",
                "coroutine.yield()"
            })
    void aHostileCallFailsAndTheNextOneIsServed(String script) {
        Www.TestClient client = www.connected("app");
        assertThat(client.call("eval", AmfValue.of(script))).isInstanceOf(CallAnswer.Failed.class);
        assertThat(client.text("ping")).isEqualTo("pong");
    }

    @Test
    void aHostileConnectionIsRejected() {
        assertThat(www.client("app").connect(AmfValue.of("while true do end")))
                .isEqualTo(new ConnectAnswer.Rejected("script took longer than 200 ms"));
        assertThat(www.connected("app").text("ping")).isEqualTo("pong");
    }

    @Test
    void anEndlessScriptDoesNotLoad() {
        www.script("loop/main.lua", "while true do end");
        assertThat(www.client("loop").connect())
                .isEqualTo(new ConnectAnswer.Rejected("script took longer than 200 ms"));
    }

    @Test
    void othersAreServedMeanwhile() throws Exception {
        www.script("other/main.lua", EVAL);
        Www.TestClient busy = www.connected("app");
        Www.TestClient other = www.connected("other");
        stopped = true;
        CompletableFuture<CallAnswer> slow =
                busy.callLater("eval", AmfValue.of("while true do end"));
        for (int i = 0; i < 100; i++) {
            assertThat(other.text("ping")).isEqualTo("pong");
        }
        assertThat(slow).isNotDone();
        stopped = false;
        assertThat(slow.get(60, TimeUnit.SECONDS)).isInstanceOf(CallAnswer.Failed.class);
        assertThat(busy.text("ping")).isEqualTo("pong");
    }

    @Test
    void coroutinesLeftHangingCostNoThread() {
        Www.TestClient client = www.connected("app");
        int before = Thread.activeCount();
        client.result(
                "eval",
                AmfValue.of(
                        "kept = {} for i = 1, 900 do local co = coroutine.create(function() coroutine.yield() end) coroutine.resume(co) kept[i] = co end return #kept"));
        assertThat(Thread.activeCount()).isLessThanOrEqualTo(before + 2);
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "../secret.lua",
                "../../secret.lua",
                "/etc/passwd",
                "link.lua",
                "../app/link.lua",
                "app/../../secret.lua",
                "sub/",
                "."
            })
    void filesOutsideAreNotLoaded(String name) throws IOException {
        Files.writeString(outside.resolve("secret.lua"), "return 'secret'");
        Files.writeString(folder.resolveSibling("secret.lua"), "return 'secret'");
        Files.createDirectories(folder.resolve("app/sub"));
        Files.createSymbolicLink(folder.resolve("app/link.lua"), outside.resolve("secret.lua"));
        Www.TestClient client = www.connected("app");
        assertThat(client.failure("eval", AmfValue.of("return dofile('" + name + "')")))
                .contains("cannot open")
                .doesNotContain(folder.toString());
        assertThat(
                        client.result(
                                "eval",
                                AmfValue.of(
                                        "return loadfile('"
                                                + outside.resolve("secret.lua")
                                                + "')")))
                .isEqualTo(AmfValue.NULL);
    }

    @Test
    void errorsNeverShowWhereTheServerIs() {
        Www.TestClient client = www.connected("app");
        for (String script :
                new String[] {
                    "require 'nothing'",
                    "dofile('nothing.lua')",
                    "error('x', 2)",
                    "nothing()",
                    "dofile(cumulus:absolutePath('/app') .. 'nothing.lua')"
                }) {
            assertThat(client.failure("eval", AmfValue.of(script)))
                    .doesNotContain(folder.toString());
        }
    }

    @Test
    void trustedScriptsHaveTheMetatableOfStringsAndAllSources() {
        Path other = folder.resolve("trusted");
        try (Www trusted = new Www(other, LuaSettings.defaults().withLimits(Limits.TRUSTED))) {
            trusted.script("app/main.lua", EVAL).script("lib/common.lua", "return 'common'");
            Www.TestClient client = trusted.connected("app");
            assertThat(
                            client.text(
                                    "eval",
                                    AmfValue.of(
                                            "return dofile(cumulus:absolutePath('/lib') .. 'common.lua')")))
                    .isEqualTo("common");
            assertThat(
                            client.text(
                                    "eval",
                                    AmfValue.of(
                                            "getmetatable('').__index = function(s, i) return i end return ('x').y")))
                    .isEqualTo("y");
            client.result(
                    "eval", AmfValue.of("for i = 1, 100 do local s = string.rep('x', 1e6) end"));
            for (String closed :
                    new String[] {"io", "os.execute", "luajava", "string.dump(print)"}) {
                String attempt = "return assert(" + closed + ")";
                assertThat(client.call("eval", AmfValue.of(attempt)))
                        .isInstanceOf(CallAnswer.Failed.class);
            }
        }
    }

    @Test
    void objectsOfTheServerKeepTheirMetatables() {
        Www.TestClient client = www.connected("app");
        for (String object :
                new String[] {
                    "cumulus",
                    "cumulus.clients",
                    "select(2, cumulus.clients:pairs())[next(select(2, cumulus.clients:pairs()))]",
                    "select(2, next(select(2, cumulus.clients:pairs()))).writer"
                }) {
            assertThat(
                            client.result(
                                            "eval",
                                            AmfValue.of("return getmetatable(" + object + ")"))
                                    .isTrue())
                    .isFalse();
        }
        assertThat(client.failure("eval", AmfValue.of("setmetatable(cumulus, {})")))
                .contains("protected metatable");
        assertThat(
                        client.failure(
                                "eval",
                                AmfValue.of(
                                        "local _, t = cumulus.clients:pairs() local _, c = next(t) setmetatable(c, {})")))
                .contains("protected metatable");
    }
}
