package io.cumulonimbus.watch.json;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.cumulonimbus.amf.AmfArray;
import io.cumulonimbus.amf.AmfByteArray;
import io.cumulonimbus.amf.AmfDate;
import io.cumulonimbus.amf.AmfDictionary;
import io.cumulonimbus.amf.AmfObject;
import io.cumulonimbus.amf.AmfValue;
import io.cumulonimbus.rtmp.message.Command;
import io.cumulonimbus.rtmp.message.ObjectEncoding;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Random;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Values there and back, and what is no value. */
class JsonTest {
    private static byte[] bytes(String text) {
        return text.getBytes(StandardCharsets.UTF_8);
    }

    private static String text(byte[] bytes) {
        return new String(bytes, StandardCharsets.UTF_8);
    }

    private static String written(AmfValue value) throws UnwritableJsonException {
        return text(JsonWriting.write(value));
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "null",
                "true",
                "-1.5",
                "1.0E300",
                "268435456",
                "\"\\u0000\\\"é€\"",
                "[]",
                "[1,[2,[]],{\"a\":null}]",
                "{\"b\":1,\"a\":{\"__proto__\":\"x\"}}",
            })
    void whatIsReadIsWrittenAsItWas(String json) throws Exception {
        String again = written(JsonReading.read(bytes(json)));
        assertThat(again).isEqualTo(json);
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "",
                " ",
                "{",
                "[1,]",
                "[1] 2",
                "nul",
                "{\"\":1}",
                "'a'",
                "NaN",
                "01",
                "\"\u0001\"",
                "//x\n1",
                "{a:1}",
                "\ufeff",
                "[\"a\" \"b\"]"
            })
    void whatIsNoJsonIsRefused(String text) {
        assertThatThrownBy(() -> JsonReading.read(bytes(text)))
                .isInstanceOf(MalformedJsonException.class);
    }

    @Test
    void nothingGoesBeyondTheLimits() throws Exception {
        JsonReading.read(bytes("[".repeat(32) + "]".repeat(32)));
        for (String tooMuch :
                List.of(
                        "[".repeat(33) + "]".repeat(33),
                        "[".repeat(100_000),
                        "[" + "0,".repeat(20_000) + "0]",
                        "1".repeat(65),
                        "{\"" + "n".repeat(1025) + "\":1}",
                        "\"" + "x".repeat(300_000) + "\"")) {
            assertThatThrownBy(() -> JsonReading.read(bytes(tooMuch)))
                    .as(tooMuch.substring(0, 5))
                    .isInstanceOf(MalformedJsonException.class);
        }
        assertThatThrownBy(() -> JsonReading.read(new byte[] {'"', (byte) 0xc3, '"'}))
                .isInstanceOf(MalformedJsonException.class);
    }

    @Test
    void whatJsonHasNoWordForIsSaidInAnother() throws Exception {
        assertThat(written(AmfValue.of(Double.NaN))).isEqualTo("null");
        assertThat(written(AmfValue.UNDEFINED)).isEqualTo("null");
        assertThat(written(new AmfDate(0))).isEqualTo("\"1970-01-01T00:00:00Z\"");
        assertThat(written(new AmfDate(Double.NaN))).isEqualTo("null");
        assertThat(written(new AmfByteArray(new byte[] {1, 2}))).isEqualTo("\"AQI=\"");
        assertThat(written(AmfObject.typed("C").put("x", 1))).isEqualTo("{\"x\":1}");
        assertThat(written(new AmfArray().put("x", AmfValue.of(1)))).isEqualTo("{\"x\":1}");
        AmfDictionary pairs = new AmfDictionary(false).add(AmfValue.of("k"), AmfValue.of(1));
        assertThat(written(pairs.add(AmfValue.NULL, AmfValue.of(2)))).isEqualTo("{\"k\":1}");
    }

    @Test
    void halvesOfCharactersAreNoReasonToFail() throws Exception {
        AmfValue half = JsonReading.read(bytes("\"\\ud83d\""));
        assertThat(written(half)).isNotEmpty();
        AmfValue whole = JsonReading.read(bytes("\"\\ud83d\\ude00\""));
        assertThat(JsonReading.read(JsonWriting.write(whole))).isEqualTo(whole);
    }

    @Test
    void whatContainsItselfOrGrowsWithoutEndIsNotWritten() {
        AmfArray self = new AmfArray();
        self.add(self);
        assertThatThrownBy(() -> JsonWriting.write(self))
                .isInstanceOf(UnwritableJsonException.class);
        AmfArray bomb = AmfArray.of(AmfValue.of("lol"));
        for (int i = 0; i < 40; i++) {
            bomb = AmfArray.of(bomb, bomb);
        }
        AmfArray grown = bomb;
        assertThatThrownBy(() -> JsonWriting.write(grown))
                .isInstanceOf(UnwritableJsonException.class);
        AmfValue large = AmfValue.of("x".repeat(1 << 20));
        AmfArray nine = AmfArray.of(large, large, large, large, large, large, large, large, large);
        assertThatThrownBy(() -> JsonWriting.write(nine))
                .isInstanceOf(UnwritableJsonException.class);
    }

    @Test
    void callsComeAsListsAndInJsonRpc() throws Exception {
        ScriptCall list = ScriptCall.parse(bytes("[\"sum\",1,2]"));
        assertThat(list.method()).isEqualTo("sum");
        assertThat(list.arguments()).hasSize(2);
        assertThat(text(list.result(AmfValue.of(3)))).isEqualTo("[\"_result\",3]");
        assertThat(text(list.failure(-1, "no"))).isEqualTo("[\"_error\",\"no\"]");
        String request = "{\"jsonrpc\":\"2.0\",\"method\":\"sum\",\"params\":[1,2],\"id\":\"x\"}";
        ScriptCall object = ScriptCall.parse(bytes(request));
        assertThat(object.arguments()).hasSize(2);
        assertThat(text(object.result(AmfValue.of(3))))
                .isEqualTo("{\"jsonrpc\":\"2.0\",\"result\":3,\"id\":\"x\"}");
        assertThat(text(object.failure(-32601, "no")))
                .isEqualTo(
                        "{\"jsonrpc\":\"2.0\",\"error\":{\"code\":-32601,\"message\":\"no\"},"
                                + "\"id\":\"x\"}");
        String named = "{\"jsonrpc\":\"2.0\",\"method\":\"sum\",\"params\":{\"a\":1}}";
        ScriptCall notification = ScriptCall.parse(bytes(named));
        assertThat(notification.id()).isEmpty();
        assertThat(notification.arguments()).singleElement().isInstanceOf(AmfObject.class);
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "[]",
                "[1]",
                "[\"\"]",
                "3",
                "{}",
                "{\"method\":\"x\"}",
                "{\"jsonrpc\":\"1.0\",\"method\":\"x\"}",
                "{\"jsonrpc\":\"2.0\",\"method\":3}",
                "{\"jsonrpc\":\"2.0\",\"method\":\"x\",\"params\":3}",
                "{\"jsonrpc\":\"2.0\",\"method\":\"x\",\"id\":[]}",
                "[{\"jsonrpc\":\"2.0\",\"method\":\"x\"}]"
            })
    void whatIsNoCallIsRefused(String text) {
        assertThatThrownBy(() -> ScriptCall.parse(bytes(text)))
                .isInstanceOf(MalformedJsonException.class);
        assertThatThrownBy(() -> ScriptCall.parse(bytes("[\"" + "x".repeat(129) + "\"]")))
                .isInstanceOf(MalformedJsonException.class);
    }

    @Test
    void whateverIsReadFitsIntoACommandAndIsTheSameBehindIt() throws Exception {
        Random random = new Random(80);
        String good =
                "[\"name\",{\"a\":[1,2.5,-3e9,true,null,\"\\ud800é\"],\"b\":{\"c\":[[[]]]}},\"x\"]";
        int read = 0;
        for (int i = 0; i < 20_000; i++) {
            byte[] spoiled = bytes(good);
            for (int n = random.nextInt(3); n >= 0; n--) {
                int at = random.nextInt(spoiled.length);
                spoiled[at] =
                        random.nextBoolean()
                                ? (byte) random.nextInt()
                                : bytes(good)[random.nextInt(good.length())];
            }
            try {
                ScriptCall call = ScriptCall.parse(spoiled);
                Command command = new Command(call.method(), 2, AmfValue.NULL, call.arguments());
                Command there = Command.decode(command.toMessage(ObjectEncoding.AMF3));
                assertThat(ScriptCall.invocation(there.name(), there.arguments())).isNotEmpty();
                read++;
            } catch (MalformedJsonException refused) {
                assertThat(refused.getMessage()).isNotEmpty();
            }
        }
        assertThat(read).isPositive();
    }
}
