package io.cumulonimbus.cli;

import static org.assertj.core.api.Assertions.assertThat;

import io.cumulonimbus.amf.AmfArray;
import io.cumulonimbus.amf.AmfByteArray;
import io.cumulonimbus.amf.AmfDate;
import io.cumulonimbus.amf.AmfDictionary;
import io.cumulonimbus.amf.AmfInteger;
import io.cumulonimbus.amf.AmfObject;
import io.cumulonimbus.amf.AmfValue;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** Arguments and results of calls. */
class JsonValuesTest {
    @Test
    void argumentsHaveTheTypeThatTheyReadAs() {
        assertThat(JsonValues.ofArgument("5")).isEqualTo(AmfValue.of(5));
        assertThat(JsonValues.ofArgument("-2.5e3")).isEqualTo(AmfValue.of(-2500));
        assertThat(JsonValues.ofArgument("true")).isEqualTo(AmfValue.of(true));
        assertThat(JsonValues.ofArgument("null")).isEqualTo(AmfValue.NULL);
        assertThat(JsonValues.ofArgument("World")).isEqualTo(AmfValue.of("World"));
        assertThat(JsonValues.ofArgument("\"5\"")).isEqualTo(AmfValue.of("5"));
        assertThat(JsonValues.ofArgument("")).isEqualTo(AmfValue.of(""));
        assertThat(JsonValues.ofArgument("5 apples")).isEqualTo(AmfValue.of("5 apples"));
        assertThat(JsonValues.ofArgument("{not json")).isEqualTo(AmfValue.of("{not json"));
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {"{\"a\":1,\"b\":[true,null,\"x\"],\"c\":{}}", "[1,2.5,[]]"})
    void objectsAndArraysComeBackAsTheyWent(String json) {
        assertThat(JsonValues.toJson(JsonValues.ofArgument(json))).hasToString(json);
    }

    @Test
    void everyOtherTypeHasAForm() {
        AmfDictionary dictionary = new AmfDictionary(false);
        dictionary.add(AmfValue.of(1), AmfValue.of("one"));
        AmfArray both = AmfArray.of(AmfValue.of("first")).put("name", AmfValue.of("x"));
        assertThat(JsonValues.toJson(dictionary)).hasToString("[[1,\"one\"]]");
        assertThat(JsonValues.toJson(both)).hasToString("{\"0\":\"first\",\"name\":\"x\"}");
        assertThat(JsonValues.toJson(new AmfDate(0))).hasToString("\"1970-01-01T00:00:00Z\"");
        assertThat(JsonValues.toJson(new AmfByteArray(new byte[] {1, 2}))).hasToString("\"AQI=\"");
        assertThat(JsonValues.toJson(new AmfInteger(-7))).hasToString("-7");
        assertThat(JsonValues.toJson(AmfValue.of(Double.NaN))).hasToString("\"NaN\"");
        assertThat(JsonValues.toJson(AmfValue.UNDEFINED)).hasToString("null");
    }

    @Test
    void anObjectThatContainsItselfEnds() {
        AmfObject self = new AmfObject();
        self.put("self", self);
        assertThat(JsonValues.toJson(self).toString()).contains("\"...\"");
    }

    @Test
    void peopleSeeTextsWithoutQuotesAndWholeNumbersWithoutFraction() {
        assertThat(JsonValues.shown(AmfValue.of("Hello World"))).isEqualTo("Hello World");
        assertThat(JsonValues.shown(AmfValue.of(3.0))).isEqualTo("3");
        assertThat(JsonValues.shown(AmfValue.of(3.5))).isEqualTo("3.5");
    }
}
