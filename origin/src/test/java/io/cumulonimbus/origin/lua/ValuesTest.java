package io.cumulonimbus.origin.lua;

import static org.assertj.core.api.Assertions.assertThat;

import io.cumulonimbus.amf.AmfArray;
import io.cumulonimbus.amf.AmfByteArray;
import io.cumulonimbus.amf.AmfDate;
import io.cumulonimbus.amf.AmfDictionary;
import io.cumulonimbus.amf.AmfInteger;
import io.cumulonimbus.amf.AmfNumber;
import io.cumulonimbus.amf.AmfObject;
import io.cumulonimbus.amf.AmfValue;
import io.cumulonimbus.amf.AmfVector;
import io.cumulonimbus.amf.AmfXml;
import java.nio.file.Path;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** Values on their way from AMF to Lua and back. */
class ValuesTest {
    @TempDir private Path folder;
    private Www www;
    private Www.TestClient client;

    @BeforeEach
    void start() {
        www = new Www(folder);
        www.script(
                "app/main.lua",
                """
                types = ""
                function onTypedObject(type, table) types = types .. type .. ";" table.seen = true end
                function onConnection(client)
                  function client:echo(v) return v end
                  function client:eval(s, v) x = v return assert(loadstring(s))() end
                end
                x = nil
                """);
        client = www.connected("app");
    }

    @AfterEach
    void stop() {
        www.close();
    }

    private AmfValue eval(String script) {
        return client.result("eval", AmfValue.of("return " + script));
    }

    private String look(AmfValue value, String script) {
        return client.text(
                "eval", AmfValue.of("local v = getfenv(2).x or x; return " + script), value);
    }

    @Test
    void simpleValuesComeBackAsTheyWere() {
        for (AmfValue value :
                new AmfValue[] {
                    AmfValue.of(true),
                    AmfValue.of(false),
                    AmfValue.of(1.5),
                    AmfValue.of("text \u00e4\u65e5\ud83d\ude00\u0000"),
                    AmfValue.of(""),
                    AmfValue.NULL,
                    new AmfInteger(AmfInteger.MAX),
                    new AmfInteger(AmfInteger.MIN),
                    new AmfNumber(AmfInteger.MAX + 1.0),
                    new AmfNumber(AmfInteger.MIN - 1.0),
                    new AmfNumber(1e300),
                    new AmfByteArray(new byte[] {0, -1, 127}),
                    new AmfDate(1_234_567_890_123.0)
                }) {
            assertThat(client.result("echo", value)).isEqualTo(value);
        }
        assertThat(client.result("echo", AmfValue.UNDEFINED)).isEqualTo(AmfValue.NULL);
        assertThat(client.result("echo", new AmfNumber(7.0))).isEqualTo(new AmfInteger(7));
        assertThat(client.text("echo", new AmfXml("<a/>", true))).isEqualTo("<a/>");
    }

    @Test
    void stringsAreBytesOfUtf8InLua() {
        assertThat(
                        client.result("eval", AmfValue.of("return #x"), AmfValue.of("\u00e4"))
                                .asNumber())
                .hasValue(2);
        assertThat(eval("'\\195\\164'")).isEqualTo(AmfValue.of("\u00e4"));
        assertThat(eval("'\\255\\0a'"))
                .as("no UTF-8: a character for each byte")
                .isEqualTo(AmfValue.of("\u00ff\u0000a"));
    }

    @Test
    void datesHaveFieldsInUtc() {
        assertThat(
                        client.text(
                                "eval",
                                AmfValue.of(
                                        "return x.year .. '-' .. x.month .. '-' .. x.day .. ' ' .. x.hour .. ':' .. x.min .. ':' .. x.sec .. '.' .. x.msec .. ' ' .. x.yday .. ' ' .. x.wday .. tostring(x.isdst)"),
                                new AmfDate(1_000_000_000_123.0)))
                .isEqualTo("2001-9-9 1:46:40.123 252 0false");
    }

    @Test
    void arraysAndObjectsAreTables() {
        AmfArray array =
                AmfArray.of(AmfValue.of("a"), AmfValue.of("b"))
                        .put("name", AmfValue.of("n"))
                        .put("7", AmfValue.of("appended"));
        assertThat(
                        client.text(
                                "eval",
                                AmfValue.of("return #x .. x[1] .. x[2] .. x[3] .. x.name"),
                                array))
                .isEqualTo("3abappendedn");
        AmfArray back = (AmfArray) eval("{ 10, 20, key = 'v' }");
        assertThat(back.elements()).containsExactly(new AmfInteger(10), new AmfInteger(20));
        assertThat(back.get("key")).isEqualTo(AmfValue.of("v"));
        AmfObject object = (AmfObject) eval("{ a = 1, b = { c = 'deep' } }");
        assertThat(object.className()).isEmpty();
        assertThat(((AmfObject) object.get("b")).get("c")).isEqualTo(AmfValue.of("deep"));
        assertThat(((AmfArray) eval("{}")).size()).isZero();
        AmfVector vector = new AmfVector.OfInt(new int[] {1, 2, 3}, false);
        assertThat(((AmfArray) client.result("echo", vector)).elements()).hasSize(3);
    }

    @Test
    void typedObjectsKeepTheirClassAndAreAnnounced() {
        AmfObject typed = AmfObject.typed("org.example.Point").put("px", 1.0);
        AmfObject back = (AmfObject) client.result("echo", typed);
        assertThat(back.className()).isEqualTo("org.example.Point");
        assertThat(back.get("seen").isTrue()).isTrue();
        assertThat(back.has("__type")).isFalse();
        assertThat(client.text("eval", AmfValue.of("return types")))
                .isEqualTo("org.example.Point;");
    }

    @Test
    void dictionariesKeepKeysThatAreObjects() {
        AmfObject key = new AmfObject().put("k", 1.0);
        AmfDictionary dictionary =
                new AmfDictionary(true).add(key, AmfValue.of("v")).add(AmfValue.of(2.5), key);
        AmfDictionary back = (AmfDictionary) client.result("echo", dictionary);
        assertThat(back.weakKeys()).isTrue();
        assertThat(back.entries()).hasSize(2);
        assertThat(client.result("eval", AmfValue.of("return x.__size"), dictionary).asNumber())
                .hasValue(2);
    }

    @Test
    void row29ReferencesAndCyclesStay() {
        AmfObject cyclic = new AmfObject();
        cyclic.put("self", cyclic);
        AmfObject back = (AmfObject) client.result("echo", cyclic);
        assertThat(back.get("self")).isSameAs(back);
        AmfArray twice = (AmfArray) eval("(function() local t = { 1 } return { t, t } end)()");
        assertThat(twice.at(0)).isSameAs(twice.at(1));
        assertThat(
                        client.result(
                                        "eval",
                                        AmfValue.of("return x[1] == x[2]"),
                                        AmfArray.of(back, back))
                                .isTrue())
                .isTrue();
    }

    @ParameterizedTest
    @ValueSource(strings = {"print", "coroutine.create(print)", "{ print }"})
    void whatAmfHasNotIsNull(String expression) {
        AmfValue value = eval(expression);
        assertThat(value instanceof AmfArray array ? array.at(0) : value).isEqualTo(AmfValue.NULL);
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "cumulus:toAMF({}) | 11090101",
                "cumulus:toAMF(5) | 110405",
                "cumulus:toAMF('hi') | 1106056869",
                "cumulus:toAMF(nil, true) | 11011103",
                "cumulus:toAMF({ a = 1 }) | 110a0b0103610401" + "01",
                "cumulus:toAMF({ __raw = 'xy' }) | 110c057879",
                "cumulus:toAMF0(5) | 004014000000000000",
                "cumulus:toAMF0('hi') | 0200026869",
                "cumulus:toAMF0(true, nil) | 010105",
                "cumulus:toAMF0({ 1 }) | 110903010401"
            })
    void row34ValuesAreEncodedByteForByte(String expression, String hex) {
        assertThat(
                        client.text(
                                "eval",
                                AmfValue.of(
                                        "return ("
                                                + expression
                                                + "):gsub('.', function(c) return ('%02x'):format(c:byte()) end)")))
                .isEqualTo(hex);
    }

    @Test
    void whatWasEncodedIsDecoded() {
        assertThat(
                        client.text(
                                "eval",
                                AmfValue.of(
                                        "local a, b, c, d = cumulus:fromAMF(cumulus:toAMF('x', 1.5, { k = { 7 } }, nil)) return a .. b .. c.k[1] .. tostring(d)")))
                .isEqualTo("x1.57nil");
        assertThat(
                        client.text(
                                "eval",
                                AmfValue.of(
                                        "local a, b = cumulus:fromAMF(cumulus:toAMF0('x', { 5 })) return a .. b[1]")))
                .isEqualTo("x5");
        assertThat(
                        client.text(
                                "eval",
                                AmfValue.of(
                                        "local t = { 1 } local a, b = cumulus:fromAMF(cumulus:toAMF(t, t)) return a[1] .. b[1]")))
                .isEqualTo("11");
        assertThat(client.failure("eval", AmfValue.of("return cumulus:fromAMF('\\17\\255')")))
                .contains("malformed AMF");
    }
}
