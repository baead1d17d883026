package io.cumulonimbus.origin.lua;

import static org.assertj.core.api.Assertions.assertThat;

import io.cumulonimbus.origin.app.ConnectAnswer;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Scripts that change while their clients stay. */
class ReloadTest {
    @TempDir private Path folder;
    private Www www;

    @BeforeEach
    void start() {
        www = new Www(folder);
    }

    @AfterEach
    void stop() {
        www.close();
    }

    @Test
    void connectedClientsStayAndSeeNewGlobals() {
        www.script(
                "app/main.lua",
                "version = 1 old = 'old' function onConnection(c) function c:get() return version .. tostring(old) end end");
        Www.TestClient client = www.connected("app");
        assertThat(client.text("get")).isEqualTo("1old");
        www.script(
                "app/main.lua",
                "version = 2 function onConnection(c) function c:get() return 'new ' .. version end end");
        Www.TestClient next = www.connected("app");
        assertThat(next.text("get")).isEqualTo("new 2");
        assertThat(client.text("get")).isEqualTo("2nil");
    }

    @Test
    void theOldScriptIsStoppedBeforeTheNewOneStarts() {
        www.script(
                "main.lua",
                "log = '' function onConnection(c) function c:log() return www.log end end");
        www.script(
                "app/main.lua",
                "n = 1 function onStart(p) www.log = www.log .. 'start1' .. p end function onStop(p) www.log = www.log .. 'stop' .. n .. p end");
        www.connected("app");
        www.script(
                "app/main.lua", "n = 2 function onStart(p) www.log = www.log .. 'start2' .. p end");
        assertThat(www.connected("app").text("log")).isEqualTo("start1/appstop1/appstart2/app");
    }

    @Test
    void aBrokenScriptSilencesItsClientsUntilItIsMended() {
        www.script(
                "app/main.lua", "function onConnection(c) function c:get() return 'here' end end");
        Www.TestClient client = www.connected("app");
        www.script("app/main.lua", "broken(");
        assertThat(www.client("app").connect()).isInstanceOf(ConnectAnswer.Rejected.class);
        assertThat(client.failure("get")).isEqualTo("Method 'get' not found");
        www.script("app/main.lua", "");
        www.connected("app");
        assertThat(client.text("get")).isEqualTo("here");
    }

    @Test
    void aDeletedScriptLeavesAPlainFolder() {
        www.script("app/main.lua", "function onConnection(c) error('no', 0) end");
        assertThat(www.client("app").connect()).isInstanceOf(ConnectAnswer.Rejected.class);
        www.delete("app/main.lua");
        assertThat(www.client("app").connect()).isInstanceOf(ConnectAnswer.Accepted.class);
    }

    @Test
    void aChangedParentIsSeenByTheNextClientOfAChild() {
        www.script("main.lua", "function onConnection(c) return { v = 1 } end")
                .script("app/main.lua", "");
        www.connected("app");
        www.script("main.lua", "function onConnection(c) return { v = 2 } end");
        ConnectAnswer.Accepted accepted = (ConnectAnswer.Accepted) www.client("app").connect();
        assertThat(accepted.extra().get("v").asNumber()).hasValue(2);
    }

    /** Each version of the script is of some size, so that old ones are seen if they stay. */
    @Test
    void aThousandReloadsKeepTheClientsAndNothingElse() {
        List<Www.TestClient> clients = new ArrayList<>();
        reload(0);
        for (int i = 0; i < 20; i++) {
            clients.add(www.connected("app"));
        }
        long before = 0;
        for (int version = 1; version <= 1100; version++) {
            reload(version);
            www.connected("app").disconnect(null);
            Www.TestClient client = clients.get(version % clients.size());
            assertThat(client.text("get")).isEqualTo("version " + version + ", 100000");
            if (version == 100) {
                before = usedHeap();
            }
        }
        assertThat(usedHeap() - before).isLessThan(10 << 20);
        clients.forEach(client -> assertThat(client.text("get")).startsWith("version 1100,"));
        assertThat(www.connected("app").text("get")).startsWith("version 1100,");
    }

    private void reload(int version) {
        www.script(
                "app/main.lua",
                "v = "
                        + version
                        + " ballast = ('x'):rep(100000) local own = ballast .. v"
                        + " tick = coroutine.wrap(function() while own do coroutine.yield(v) end end) tick()"
                        + " cumulus:setTimer(1e9, function() return #own end)"
                        + " function describe() return 'version ' .. v .. ', ' .. #ballast end"
                        + " function onConnection(c) function c:get() return describe() end end"
                        + " function onManage() return own end");
    }

    private static long usedHeap() {
        long least = Long.MAX_VALUE;
        for (int i = 0; i < 3; i++) {
            System.gc();
            Runtime runtime = Runtime.getRuntime();
            least = Math.min(least, runtime.totalMemory() - runtime.freeMemory());
        }
        return least;
    }
}
