package io.cumulonimbus.origin.lua;

import static org.assertj.core.api.Assertions.assertThat;

import io.cumulonimbus.amf.AmfValue;
import io.cumulonimbus.origin.app.CallAnswer;
import io.cumulonimbus.origin.app.ConnectAnswer;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import org.awaitility.Awaitility;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** What realms keep from one event to the next; 8 MiB here. */
class RealmMemoryTest {
    private static final String EVAL =
            "kept = {} function onConnection(c) function c:eval(s) return assert(loadstring(s))() end end";
    private static final long MIB = 1 << 20;

    @TempDir private Path folder;
    private Www www;

    @BeforeEach
    void start() {
        Limits limits = Limits.STRICT.withRetainedBytes(8 * MIB).withEventTimeNs(60_000_000_000L);
        www = new Www(folder, LuaSettings.defaults().withLimits(limits));
        www.script("app/main.lua", EVAL).script("other/main.lua", EVAL);
    }

    @AfterEach
    void stop() {
        www.close();
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "kept[#kept + 1] = ('x'):rep(1000000)",
                "for i = 1, 20000 do kept[#kept + 1] = { i } end",
                "for i = 1, 50000 do kept[#kept + 1] = i + 0.5 end",
                "for i = 1, 5000 do kept[#kept + 1] = ('x'):rep(100) .. #kept end",
                "for i = 1, 5000 do local t = {} kept[#kept + 1] = function() return t end end",
                "for i = 1, 900 do local co = coroutine.wrap(function(s) coroutine.yield() return s end) co(('x'):rep(1000) .. i) kept[#kept + 1] = co break end kept[#kept + 1] = ('y'):rep(1000000)",
                "kept[#kept + 1] = ('x'):rep(1000000):gmatch('y')",
                "local t = ('x'):rep(1000000) pcall(cumulus.setTimer, cumulus, 1e9, function() return t end)",
                "for i = 1, 1000 do select(2, next(select(2, cumulus.clients:pairs())))['field' .. i .. #kept] = ('x'):rep(1000) kept[#kept + 1] = 1 end",
                "local all = {} for i = 1, 100 do all[i] = ('x'):rep(10000) .. i end data['k' .. #kept] = all kept[#kept + 1] = 1",
                "string['m' .. #kept] = ('x'):rep(1000000) kept[#kept + 1] = 1",
                "local co = coroutine.create(function(s) coroutine.yield() return s end) coroutine.resume(co, ('x'):rep(1000000)) kept[#kept + 1] = co",
            })
    void aRealmThatKeepsTooMuchIsStartedAnew(String script) {
        Www.TestClient greedy = www.connected("app");
        Www.TestClient other = www.connected("other");
        for (int i = 0; i < 200 && greedy.written.isEmpty(); i++) {
            greedy.call("eval", AmfValue.of(script));
        }
        Awaitility.await().until(() -> greedy.written.contains("close"));
        assertThat(greedy.written.getFirst()).startsWith("NetConnection.Connect.AppShutdown");
        assertThat(greedy.call("eval", AmfValue.of("return 1")))
                .isEqualTo(new CallAnswer.Failed("Method 'eval' not found"));
        greedy.disconnect(null);
        Www.TestClient next = www.connected("app");
        assertThat(next.text("eval", AmfValue.of("return tostring(#kept)"))).isEqualTo("0");
        assertThat(other.text("eval", AmfValue.of("return tostring(#kept)"))).isEqualTo("0");
        assertThat(other.written).isEmpty();
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "local t = {} for i = 1, 1000 do t[i] = ('x'):rep(10000) .. i end return #t",
                "kept[1] = ('x'):rep(1000000)",
                "local s = ('x'):rep(1000000) for i = 1, 1000 do kept[i] = s end",
                "for i = 1, 900 do coroutine.wrap(coroutine.yield) end",
                "for i = 1, 400 do local co = coroutine.wrap(function() coroutine.yield() end) co() end",
                "for i = 1, 5000 do local co = coroutine.wrap(function() coroutine.yield() end) co() co() end",
            })
    void whatIsForgottenDoesNotCount(String script) {
        Www.TestClient client = www.connected("app");
        for (int i = 0; i < 40; i++) {
            assertThat(client.call("eval", AmfValue.of(script)))
                    .isInstanceOf(CallAnswer.Result.class);
        }
        assertThat(client.written).isEqualTo(List.of());
        client.result("eval", AmfValue.of("return 1"));
    }

    @Test
    void aRealmThatIsExhaustedAgainSoonRestsForATick() {
        for (int round = 0; round < 2; round++) {
            Www.TestClient greedy = www.connected("app");
            for (int i = 0; i < 200 && greedy.written.isEmpty(); i++) {
                greedy.call("eval", AmfValue.of("kept[#kept + 1] = ('x'):rep(1000000)"));
            }
            Awaitility.await().until(() -> greedy.written.contains("close"));
        }
        assertThat(www.client("app").connect()).isInstanceOf(ConnectAnswer.Rejected.class);
        Awaitility.await()
                .atMost(Duration.ofSeconds(60))
                .until(() -> www.client("app").connect() instanceof ConnectAnswer.Accepted);
    }

    @Test
    void coroutinesAreBounded() {
        Www.TestClient client = www.connected("app");
        String make =
                "for i = 1, 300 do local co = coroutine.create(function() coroutine.yield() end) coroutine.resume(co) kept[#kept + 1] = co end return #kept";
        for (int i = 0; i < 3; i++) {
            client.result("eval", AmfValue.of(make));
        }
        assertThat(client.failure("eval", AmfValue.of(make))).contains("too many coroutines");
        client.result("eval", AmfValue.of("kept = {}"));
        assertThat(client.result("eval", AmfValue.of(make)).asNumber()).hasValue(300);
    }
}
