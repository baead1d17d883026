package io.cumulonimbus.origin.lua;

import static org.assertj.core.api.Assertions.assertThat;

import ch.qos.logback.classic.Logger;
import ch.qos.logback.classic.spi.ILoggingEvent;
import ch.qos.logback.core.read.ListAppender;
import io.cumulonimbus.amf.AmfArray;
import io.cumulonimbus.amf.AmfValue;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import org.slf4j.LoggerFactory;

/** Calls of clients to their application, and what it writes back. */
class CallTest {
    @TempDir private Path folder;
    private Www www;

    @BeforeEach
    void start() {
        www = new Www(folder);
        www.script(
                "app/main.lua",
                """
                function onConnection(client)
                  function client:value() return "first", "second" end
                  function client:explicitNil() return nil end
                  function client:none() end
                  function client:fails() error("sorry", 0) end
                  function client:failsHere() error("sorry") end
                  function client:raises() error({ code = 1 }) end
                  function client:echo(...) return { ... } end
                  function client:onManage() return "hook" end
                  function client:result() self.writer:writeAMFResult("written", 2) end
                  function client:status() self.writer:writeStatusResponse("Call.Done", "well", "a", 1, "b", "two") end
                  function client:push(...) self.writer:writeAMFMessage("onPush", ...) self.writer:flush() end
                  function client:unreliable() local w = self.writer local before = w.reliable w.reliable = false return tostring(before) .. tostring(w.reliable) end
                  function client:leave() self.writer:close() end
                  function client:dotted() self.writer.writeAMFMessage("x") return "went on" end
                  client.data = "no function"
                  client["with space"] = function() return "odd" end
                end
                """);
    }

    @AfterEach
    void stop() {
        www.close();
    }

    @Test
    void row24TheFirstReturnValueIsTheAnswer() {
        assertThat(www.connected("app").text("value")).isEqualTo("first");
    }

    @Test
    void noReturnValueAndNilAreNull() {
        Www.TestClient client = www.connected("app");
        assertThat(client.result("none")).isEqualTo(AmfValue.NULL);
        assertThat(client.result("explicitNil")).isEqualTo(AmfValue.NULL);
    }

    @Test
    void errorsAreFailuresWithTheirText() {
        Www.TestClient client = www.connected("app");
        assertThat(client.failure("fails")).isEqualTo("sorry");
        assertThat(client.failure("failsHere")).isEqualTo("app/main.lua:6: sorry");
        assertThat(client.failure("raises")).startsWith("table");
    }

    @Test
    void aMistakeInAScriptIsInTheLogAndARefusalIsNot() {
        Logger logger = (Logger) LoggerFactory.getLogger("lua");
        ListAppender<ILoggingEvent> log = new ListAppender<>();
        log.start();
        logger.addAppender(log);
        try {
            Www.TestClient client = www.connected("app");
            for (int i = 0; i < 3; i++) {
                client.failure("failsHere");
                client.failure("fails");
            }
        } finally {
            logger.detachAppender(log);
        }
        assertThat(log.list.stream().map(ILoggingEvent::getFormattedMessage))
                .filteredOn(line -> line.contains("sorry"))
                .isNotEmpty()
                .allMatch(line -> line.startsWith("app/main.lua:6: sorry"));
    }

    @ParameterizedTest
    @ValueSource(strings = {"unknown", "id", "writer", "path", "data", "onManage", "", "__index"})
    void whatIsNoMethodIsNotFound(String name) {
        assertThat(www.connected("app").failure(name)).isEqualTo("Method '" + name + "' not found");
    }

    @Test
    void anyNameThatTheScriptGaveIsAMethod() {
        assertThat(www.connected("app").text("with space")).isEqualTo("odd");
    }

    @Test
    void argumentsArriveInOrderWithHoles() {
        AmfArray echoed =
                (AmfArray)
                        www.connected("app")
                                .result(
                                        "echo",
                                        AmfValue.of("a"),
                                        AmfValue.of(2.5),
                                        AmfValue.of(true));
        assertThat(echoed.elements())
                .containsExactly(AmfValue.of("a"), AmfValue.of(2.5), AmfValue.of(true));
    }

    @Test
    void aWrittenResultIsTheAnswer() {
        assertThat(www.connected("app").text("result")).isEqualTo("written");
    }

    @Test
    void row28StatusResponsesCarryTheirPairs() {
        Www.TestClient client = www.connected("app");
        client.call("status");
        assertThat(client.written).containsExactly("NetConnection.Call.Done well");
        assertThat(client.extras.getFirst()).hasSize(2);
        assertThat(client.extras.getFirst().get("a").asNumber()).hasValue(1);
        assertThat(client.extras.getFirst().get("b")).isEqualTo(AmfValue.of("two"));
    }

    @Test
    void messagesAreWrittenInOrderAndFlushed() {
        Www.TestClient client = www.connected("app");
        client.call("push", AmfValue.of("x"), AmfValue.NULL, AmfValue.of("y"));
        assertThat(client.written).containsExactly("onPush", "flush");
        assertThat(client.arguments.getFirst())
                .isEqualTo(List.of(AmfValue.of("x"), AmfValue.NULL, AmfValue.of("y")));
    }

    @Test
    void reliabilityIsAProperty() {
        Www.TestClient client = www.connected("app");
        assertThat(client.text("unreliable")).isEqualTo("truefalse");
        assertThat(client.written).containsExactly("reliable false");
    }

    @Test
    void closingTheWriterDisconnects() {
        Www.TestClient client = www.connected("app");
        client.call("leave");
        assertThat(client.written).containsExactly("close");
    }

    @Test
    void methodsWithoutAColonDoNothing() {
        Www.TestClient client = www.connected("app");
        assertThat(client.text("dotted")).isEqualTo("went on");
        assertThat(client.written).isEmpty();
    }

    @Test
    void whatIsWrittenWhileConnectingComesBehindTheAnswer() {
        www.script(
                "early/main.lua",
                "function onConnection(c) c.writer:writeAMFMessage('welcome', 1) written = true end");
        Www.TestClient client = www.client("early");
        client.connect();
        org.awaitility.Awaitility.await().until(() -> client.written.equals(List.of("welcome")));
    }

    @Test
    void whatIsWrittenToARejectedClientIsDropped() {
        www.script(
                "strict/main.lua",
                "function onConnection(c, ok) c.writer:writeAMFMessage('welcome') if not ok then error('no', 0) end end");
        Www.TestClient rejected = www.client("strict");
        rejected.connect();
        Www.TestClient accepted = www.client("strict");
        accepted.connect(AmfValue.of(true));
        org.awaitility.Awaitility.await().until(() -> !accepted.written.isEmpty());
        assertThat(rejected.written).isEmpty();
    }

    @Test
    void row26OneClientWritesToAnother() {
        www.script(
                "chat/main.lua",
                "function onConnection(c) function c:say(text) for id, other in cumulus.clients:pairs() do other.writer:writeAMFMessage('said', text) end return cumulus.clients.count end end");
        Www.TestClient first = www.connected("chat");
        Www.TestClient second = www.connected("chat");
        assertThat(first.result("say", AmfValue.of("hi")).asNumber()).hasValue(2);
        assertThat(first.written).containsExactly("said");
        assertThat(second.written).containsExactly("said");
    }
}
