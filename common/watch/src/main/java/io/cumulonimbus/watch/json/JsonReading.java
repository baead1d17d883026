package io.cumulonimbus.watch.json;

import com.fasterxml.jackson.core.JsonFactory;
import com.fasterxml.jackson.core.JsonParser;
import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.core.JsonToken;
import com.fasterxml.jackson.core.StreamReadConstraints;
import io.cumulonimbus.amf.AmfArray;
import io.cumulonimbus.amf.AmfInteger;
import io.cumulonimbus.amf.AmfObject;
import io.cumulonimbus.amf.AmfString;
import io.cumulonimbus.amf.AmfValue;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;

/**
 * One text of JSON, read (RFC 8259): arrays, anonymous objects, texts, numbers of 64 bits, truth
 * values and null. Of two members of one name the later counts; one without a name is refused, as
 * AMF cannot say it.
 */
public final class JsonReading {
    /** The longest text, in bytes of UTF-8. */
    public static final int MOST_BYTES = 256 << 10;

    /** Arrays and objects inside each other: fewer than a command may have. */
    private static final int DEEPEST = 32;

    private static final int MOST_VALUES = 1 << 14;
    private static final int LONGEST_NUMBER = 64;
    private static final int LONGEST_NAME = 1024;

    private static final JsonFactory JSON =
            JsonFactory.builder()
                    .disable(JsonFactory.Feature.INTERN_FIELD_NAMES)
                    .disable(JsonFactory.Feature.CANONICALIZE_FIELD_NAMES)
                    .streamReadConstraints(
                            StreamReadConstraints.builder()
                                    .maxDocumentLength(MOST_BYTES)
                                    .maxNestingDepth(DEEPEST)
                                    .maxNameLength(LONGEST_NAME)
                                    .maxStringLength(MOST_BYTES)
                                    .build())
                    .build();

    private final JsonParser json;
    private int values;

    private JsonReading(JsonParser json) {
        this.json = json;
    }

    /**
     * The one value of a text in UTF-8.
     *
     * @throws MalformedJsonException when it is none, or goes beyond the limits
     */
    public static AmfValue read(byte[] text) throws MalformedJsonException {
        if (text.length > MOST_BYTES) {
            throw new MalformedJsonException("more than " + MOST_BYTES + " bytes");
        }
        try (JsonParser json = JSON.createParser(utf8(text))) {
            if (json.nextToken() == null) {
                throw new MalformedJsonException("nothing");
            }
            AmfValue value = new JsonReading(json).value();
            if (json.nextToken() != null) {
                throw new MalformedJsonException("more than one value");
            }
            return value;
        } catch (JsonProcessingException broken) {
            throw new MalformedJsonException("no JSON");
        } catch (IOException broken) {
            throw new MalformedJsonException("no UTF-8");
        }
    }

    private static String utf8(byte[] text) throws IOException {
        return StandardCharsets.UTF_8.newDecoder().decode(ByteBuffer.wrap(text)).toString();
    }

    private AmfValue value() throws IOException, MalformedJsonException {
        if (++values > MOST_VALUES) {
            throw new MalformedJsonException("more than " + MOST_VALUES + " values");
        }
        return switch (json.currentToken()) {
            case VALUE_TRUE -> AmfValue.of(true);
            case VALUE_FALSE -> AmfValue.of(false);
            case VALUE_STRING -> new AmfString(json.getText());
            case VALUE_NUMBER_INT, VALUE_NUMBER_FLOAT -> AmfInteger.orNumber(number());
            case START_ARRAY -> array();
            case START_OBJECT -> object();
            default -> AmfValue.NULL;
        };
    }

    private double number() throws IOException, MalformedJsonException {
        if (json.getTextLength() > LONGEST_NUMBER) {
            throw new MalformedJsonException("a number of too many digits");
        }
        return Double.parseDouble(json.getText());
    }

    private AmfValue array() throws IOException, MalformedJsonException {
        AmfArray array = new AmfArray();
        while (json.nextToken() != JsonToken.END_ARRAY) {
            array.add(value());
        }
        return array;
    }

    private AmfValue object() throws IOException, MalformedJsonException {
        AmfObject object = new AmfObject();
        while (json.nextToken() != JsonToken.END_OBJECT) {
            String name = json.currentName();
            if (name.isEmpty() || name.length() > LONGEST_NAME) {
                throw new MalformedJsonException("a member without a name, or with a long one");
            }
            json.nextToken();
            object.put(name, value());
        }
        return object;
    }
}
