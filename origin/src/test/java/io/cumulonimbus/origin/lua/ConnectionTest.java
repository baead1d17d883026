package io.cumulonimbus.origin.lua;

import static org.assertj.core.api.Assertions.assertThat;

import io.cumulonimbus.amf.AmfObject;
import io.cumulonimbus.amf.AmfValue;
import io.cumulonimbus.origin.app.ConnectAnswer;
import java.nio.file.Path;
import java.util.Map;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** Connecting, in the forms of 2012 and of 2014, and leaving. */
class ConnectionTest {
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
    void row10AFolderWithoutAScriptAcceptsEverybody() {
        www.folder("live");
        Www.TestClient client = www.client("/live");
        assertThat(accepted(client.connect()).members()).isEmpty();
        assertThat(client.failure("anything")).isEqualTo("Method 'anything' not found");
    }

    @Test
    void anApplicationWithoutAHandlerAcceptsEverybody() {
        www.script("app/main.lua", "");
        assertThat(accepted(www.client("app").connect()).members()).isEmpty();
    }

    @Test
    void row17AReturnedTableAddsFields() {
        www.script(
                "app/main.lua",
                "function onConnection(client, a, b) return { message = a, n = b } end");
        AmfObject extra = accepted(www.client("app").connect(AmfValue.of("hi"), AmfValue.of(1.5)));
        assertThat(extra.get("message")).isEqualTo(AmfValue.of("hi"));
        assertThat(extra.get("n")).isEqualTo(AmfValue.of(1.5));
    }

    @Test
    void theResponseOf2012AddsFields() {
        www.script(
                "app/main.lua",
                "function onConnection(client, response, ...) response:write('first', arg[1]) response:write('n', arg.n) return { more = true } end");
        AmfObject extra =
                accepted(www.client("app").connect(AmfValue.of("one"), AmfValue.of("two")));
        assertThat(extra.get("first")).isEqualTo(AmfValue.of("one"));
        assertThat(extra.get("n").asNumber()).hasValue(2);
        assertThat(extra.get("more").isTrue()).isTrue();
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "client, response | return 'go away' | go away",
                "client, response | return false, 'reason' | reason",
                "client, response | return false | client rejected",
                "client, response | error('no', 0) | no",
                "client | error('no', 0) | no",
                "client, ... | error('') | app/main.lua:1: ",
                "client | error('', 0) | client rejected",
                "client | error('no') | app/main.lua:1: no",
                "client | local x = nil + 1 | app/main.lua:1: attempt to perform arithmetic on a nil value"
            })
    void row18ScriptsReject(String parameters, String body, String description) {
        www.script("app/main.lua", "function onConnection(" + parameters + ") " + body + " end");
        assertThat(www.client("app").connect())
                .isInstanceOfSatisfying(
                        ConnectAnswer.Rejected.class,
                        r -> assertThat(r.description().strip()).isEqualTo(description.strip()));
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "client | return false",
                "client, other | return 'text'",
                "client, response | return nil",
                "client, response | return true",
                "client, response | "
            })
    void whatIsNoRejectionAccepts(String parameters, String body) {
        www.script(
                "app/main.lua",
                "function onConnection(" + parameters + ") " + (body == null ? "" : body) + " end");
        assertThat(www.client("app").connect()).isInstanceOf(ConnectAnswer.Accepted.class);
    }

    @Test
    void row16AScriptThatDoesNotLoadRejectsUntilItIsMended() {
        www.script("app/main.lua", "x = 1\nfunction (");
        assertThat(www.client("app").connect())
                .isInstanceOfSatisfying(
                        ConnectAnswer.Rejected.class,
                        r ->
                                assertThat(r.description())
                                        .startsWith("app/main.lua:2: ")
                                        .doesNotContain(folder.toString()));
        www.script("app/main.lua", "error('while loading')");
        assertThat(www.client("app").connect())
                .isEqualTo(new ConnectAnswer.Rejected("app/main.lua:1: while loading"));
        www.script("app/main.lua", "");
        assertThat(www.client("app").connect()).isInstanceOf(ConnectAnswer.Accepted.class);
    }

    @Test
    void row19ClientsHaveProperties() {
        www.script(
                "app/sub/main.lua",
                "function onConnection(c) return { id = c.id, raw = #c.rawId, path = c.path, address = c.address, page = c.pageUrl, swf = c.swfUrl, flash = c.flashVersion, ping = c.ping, tok = c.tok, protocol = c.protocol } end");
        Www.TestClient client = www.client("/app/sub");
        client.parameters = Map.of("tok", "1 \u00fc", "other", "2");
        AmfObject extra = accepted(client.connect());
        assertThat(extra.get("id")).isEqualTo(AmfValue.of("0".repeat(62) + "01"));
        assertThat(extra.get("raw").asNumber()).hasValue(32);
        assertThat(extra.get("path")).isEqualTo(AmfValue.of("/app/sub"));
        assertThat(extra.get("address")).isEqualTo(AmfValue.of("192.0.2.7:1234"));
        assertThat(extra.get("page")).isEqualTo(AmfValue.of("http://example.org/p\u00e4ge"));
        assertThat(extra.get("swf")).isEqualTo(AmfValue.of("http://example.org/player.swf"));
        assertThat(extra.get("flash")).isEqualTo(AmfValue.of("WIN 11,0"));
        assertThat(extra.get("ping").asNumber()).hasValue(42);
        assertThat(extra.get("tok")).isEqualTo(AmfValue.of("1 \u00fc"));
        assertThat(extra.get("protocol")).isEqualTo(AmfValue.of("RTMFP"));
    }

    @Test
    void row20ParametersOfOneClientAreNotThoseOfAnother() {
        www.script("app/main.lua", "function onConnection(c) return { tok = tostring(c.tok) } end");
        Www.TestClient first = www.client("app");
        first.parameters = Map.of("tok", "secret");
        assertThat(accepted(first.connect()).get("tok")).isEqualTo(AmfValue.of("secret"));
        assertThat(accepted(www.client("app").connect()).get("tok")).isEqualTo(AmfValue.of("nil"));
    }

    @Test
    void fieldsOfScriptsShadowPropertiesAndStay() {
        www.script(
                "app/main.lua",
                "function onConnection(c) c.id = 'mine' c.n = 0 function c:next() self.n = self.n + 1 return self.id .. self.n end end");
        Www.TestClient client = www.connected("app");
        client.call("next");
        assertThat(client.text("next")).isEqualTo("mine2");
    }

    @Test
    void row21Row22LeavingIsToldOnceFailingBefore() {
        www.script(
                "app/main.lua",
                "events = '' function onConnection(c) function c:events() return events end end"
                        + " function onFailed(c, e) events = events .. 'failed ' .. e .. ' ' .. tostring(c.writer) .. ';' end"
                        + " function onDisconnection(c) events = events .. 'gone ' .. c.id:sub(-2) .. ' ' .. cumulus.clients.count .. ';' gone = c end");
        Www.TestClient watcher = www.connected("app");
        Www.TestClient orderly = www.connected("app");
        orderly.disconnect(null);
        assertThat(watcher.text("events")).isEqualTo("gone 02 1;");
        Www.TestClient failing = www.connected("app");
        failing.disconnect("timed out");
        assertThat(watcher.text("events")).isEqualTo("gone 02 1;failed timed out nil;gone 03 1;");
    }

    @Test
    void row37ADeadClientIsAPlainTable() {
        www.script(
                "app/main.lua",
                "function onConnection(c) c.mine = 'kept' function c:keep(id) kept = cumulus.clients(id) w = kept.writer end"
                        + " function c:look() w:writeAMFMessage('late') return tostring(kept.mine) .. tostring(kept.id) .. tostring(kept.writer) .. tostring(getmetatable(kept)) end end");
        Www.TestClient watcher = www.connected("app");
        Www.TestClient other = www.connected("app");
        watcher.call("keep", AmfValue.of(other.identity().peerIdHex()));
        other.disconnect(null);
        assertThat(watcher.text("look")).isEqualTo("keptnilnilnil");
        assertThat(other.written).isEmpty();
    }

    private static AmfObject accepted(ConnectAnswer answer) {
        return ((ConnectAnswer.Accepted) answer).extra();
    }
}
