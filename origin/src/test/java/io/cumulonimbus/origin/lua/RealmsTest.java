package io.cumulonimbus.origin.lua;

import static org.assertj.core.api.Assertions.assertThat;

import io.cumulonimbus.amf.AmfValue;
import io.cumulonimbus.origin.app.CallAnswer;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Two realms at the same time, on two threads, with everything that LuaJ keeps static. */
class RealmsTest {
    /** A minute of it is run by {@code scripts/measure-lua}. */
    private static final int SECONDS = Integer.getInteger("cumulonimbus.realms.seconds", 4);

    private static final int BATCH = 500;
    private static final String SCRIPT =
            """
            me = "%1$s"
            function string:who() return "%1$s" end
            local function fails(n) if n == 0 then error(me, 0) end return fails(n - 1) .. "" end
            function onConnection(client)
              function client:work(i)
                local co = coroutine.wrap(function(a) local b = coroutine.yield(me .. a) return me .. b end)
                local first, second = co(i), co(i + 1)
                local ok, message = pcall(fails, 50)
                assert(not ok and message == me)
                assert(select(2, coroutine.resume(coroutine.create(function() fails(5) end))) == me)
                assert(select(2, pcall(function() return me .. {} end)):find("table value", 1, true))
                assert(first == me .. i and second == me .. (i + 1))
                assert(("x"):who() == me and getfenv(1).me == me)
                counter = (counter or 0) + 1
                return table.concat({ me, counter, ("%%d"):format(i) }, " ")
              end
            end
            """;

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
    void realmsInParallelDoNotDisturbOneAnother() throws Exception {
        List<Www.TestClient> clients = new ArrayList<>();
        for (String name : new String[] {"red", "blue"}) {
            www.script(name + "/main.lua", SCRIPT.formatted(name));
            clients.add(www.connected(name));
        }
        long deadlineNs = System.nanoTime() + SECONDS * 1_000_000_000L;
        for (int batch = 0; batch == 0 || System.nanoTime() < deadlineNs; batch++) {
            List<CompletableFuture<CallAnswer>> answers = new ArrayList<>();
            for (int i = 0; i < BATCH; i++) {
                for (Www.TestClient client : clients) {
                    answers.add(client.callLater("work", AmfValue.of(i)));
                }
            }
            for (int i = 0; i < answers.size(); i++) {
                String name = i % 2 == 0 ? "red" : "blue";
                int count = batch * BATCH + i / 2 + 1;
                assertThat(answers.get(i).get(60, TimeUnit.SECONDS))
                        .isEqualTo(
                                new CallAnswer.Result(
                                        AmfValue.of(name + " " + count + " " + i / 2)));
            }
        }
    }
}
