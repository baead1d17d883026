package io.cumulonimbus.watch.json;

import com.fasterxml.jackson.core.JsonFactory;
import com.fasterxml.jackson.core.JsonGenerator;
import io.cumulonimbus.amf.AmfArray;
import io.cumulonimbus.amf.AmfBoolean;
import io.cumulonimbus.amf.AmfByteArray;
import io.cumulonimbus.amf.AmfDate;
import io.cumulonimbus.amf.AmfDictionary;
import io.cumulonimbus.amf.AmfExternal;
import io.cumulonimbus.amf.AmfInteger;
import io.cumulonimbus.amf.AmfNothing;
import io.cumulonimbus.amf.AmfNumber;
import io.cumulonimbus.amf.AmfObject;
import io.cumulonimbus.amf.AmfString;
import io.cumulonimbus.amf.AmfValue;
import io.cumulonimbus.amf.AmfVector;
import io.cumulonimbus.amf.AmfXml;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.time.Instant;
import java.util.List;
import java.util.Map;

/**
 * One text of JSON, written. What JSON has no word for: undefined and numbers that are none are
 * null, dates are texts (ISO 8601), bytes are texts in Base64, XML is text, objects of classes are
 * objects, vectors are arrays. An array with elements is one, and its members are left out, as
 * {@code toJSON} of scripts does it; one with members alone is an object.
 */
public final class JsonWriting {
    private static final int DEEPEST = 128;
    private static final int MOST_VALUES = 1 << 18;
    private static final int MOST_BYTES = 8 << 20;
    private static final double LARGEST_WHOLE = 1e15;
    private static final double LAST_DATE_MS = 8.64e15;

    private static final JsonFactory JSON = new JsonFactory();

    private final ByteArrayOutputStream out = new ByteArrayOutputStream();
    private final JsonGenerator json;
    private int depth;
    private int values;
    private long texts;

    private JsonWriting() throws IOException {
        json = JSON.createGenerator(out);
    }

    /** What is to be written. */
    interface Body {
        void write(JsonWriting to) throws IOException;
    }

    /**
     * The text of a value, in UTF-8.
     *
     * @throws UnwritableJsonException when it contains itself, or is longer than 8 MiB
     */
    public static byte[] write(AmfValue value) throws UnwritableJsonException {
        return write(to -> to.value(value));
    }

    static byte[] write(Body body) throws UnwritableJsonException {
        try {
            JsonWriting writing = new JsonWriting();
            body.write(writing);
            writing.json.close();
            return writing.out.toByteArray();
        } catch (UnwritableJsonException tooMuch) {
            throw tooMuch;
        } catch (IOException impossible) {
            throw new UnwritableJsonException("cannot be said in JSON");
        }
    }

    JsonGenerator json() {
        return json;
    }

    void value(AmfValue value) throws IOException {
        if (++values > MOST_VALUES) {
            throw new UnwritableJsonException("more than " + MOST_VALUES + " values");
        }
        switch (value) {
            case AmfNothing nothing -> json.writeNull();
            case AmfBoolean truth -> json.writeBoolean(truth.value());
            case AmfInteger integer -> json.writeNumber(integer.value());
            case AmfNumber number -> number(number.value());
            case AmfString string -> text(string.value());
            case AmfXml xml -> text(xml.text());
            case AmfDate date -> date(date.epochMillis());
            case AmfByteArray bytes -> bytes(bytes.bytes());
            default -> structure(value);
        }
    }

    private void structure(AmfValue value) throws IOException {
        if (++depth > DEEPEST) {
            throw new UnwritableJsonException("contains itself, or is nested too deeply");
        }
        switch (value) {
            case AmfArray array -> {
                if (array.size() > 0 || array.members().isEmpty()) {
                    list(array.elements());
                } else {
                    members(array.members());
                }
            }
            case AmfObject object -> members(object.members());
            case AmfExternal external -> list(external.parts());
            case AmfVector vector -> {
                json.writeStartArray();
                for (int i = 0; i < vector.size(); i++) {
                    value(vector.at(i));
                }
                json.writeEndArray();
            }
            case AmfDictionary dictionary -> pairs(dictionary);
            default -> json.writeNull();
        }
        depth--;
    }

    void list(List<AmfValue> elements) throws IOException {
        json.writeStartArray();
        for (AmfValue element : elements) {
            value(element);
        }
        json.writeEndArray();
    }

    private void members(Map<String, AmfValue> members) throws IOException {
        json.writeStartObject();
        for (Map.Entry<String, AmfValue> member : members.entrySet()) {
            name(member.getKey());
            value(member.getValue());
        }
        json.writeEndObject();
    }

    /** Keys that are texts or numbers; there are no other names in JSON. */
    private void pairs(AmfDictionary dictionary) throws IOException {
        json.writeStartObject();
        for (AmfDictionary.Entry pair : dictionary.entries()) {
            if (pair.key() instanceof AmfString key) {
                name(key.value());
                value(pair.value());
            } else if (pair.key() instanceof AmfInteger key) {
                name(String.valueOf(key.value()));
                value(pair.value());
            }
        }
        json.writeEndObject();
    }

    private void number(double number) throws IOException {
        if (number == Math.rint(number) && Math.abs(number) < LARGEST_WHOLE) {
            json.writeNumber((long) number);
        } else if (Double.isFinite(number)) {
            json.writeNumber(number);
        } else {
            json.writeNull();
        }
    }

    private void date(double epochMillis) throws IOException {
        if (Math.abs(epochMillis) <= LAST_DATE_MS) {
            json.writeString(Instant.ofEpochMilli((long) epochMillis).toString());
        } else {
            json.writeNull();
        }
    }

    private void text(String text) throws IOException {
        count(text.length());
        json.writeString(text);
    }

    private void name(String name) throws IOException {
        count(name.length());
        json.writeFieldName(name);
    }

    private void bytes(byte[] bytes) throws IOException {
        count(bytes.length);
        json.writeBinary(bytes);
    }

    /** One text that is there a thousand times is written a thousand times. */
    private void count(int length) throws UnwritableJsonException {
        texts += length;
        if (texts > MOST_BYTES) {
            throw new UnwritableJsonException("longer than " + MOST_BYTES + " bytes");
        }
    }
}
