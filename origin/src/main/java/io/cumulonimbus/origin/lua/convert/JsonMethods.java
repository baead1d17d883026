package io.cumulonimbus.origin.lua.convert;

import com.fasterxml.jackson.core.JsonFactory;
import com.fasterxml.jackson.core.JsonGenerator;
import com.fasterxml.jackson.core.JsonParser;
import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.core.JsonToken;
import io.cumulonimbus.origin.lua.host.ScriptHost;
import io.cumulonimbus.origin.lua.object.ObjectKind;
import io.cumulonimbus.origin.lua.object.Texts;
import io.cumulonimbus.origin.lua.vm.Arguments;
import io.cumulonimbus.origin.lua.vm.Numbers;
import io.cumulonimbus.origin.lua.vm.ScriptFault;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import org.luaj.vm2.LuaString;
import org.luaj.vm2.LuaTable;
import org.luaj.vm2.LuaValue;
import org.luaj.vm2.Varargs;

/**
 * {@code toJSON} and {@code fromJSON}: one text for each value, one value for each text. Tables
 * with {@code #t > 0}, and empty ones, are arrays; null is nil.
 */
public final class JsonMethods {
    private static final int MAX_DEPTH = 120;
    private static final int MAX_VALUES = 8000;
    private static final JsonFactory JSON = new JsonFactory();

    private final ScriptHost realm;
    private long written;

    private JsonMethods(ScriptHost realm) {
        this.realm = realm;
    }

    public static void addTo(ObjectKind<?> kind, ScriptHost realm) {
        JsonMethods methods = new JsonMethods(realm);
        kind.method("toJSON", (self, a) -> methods.toJson(a))
                .method("fromJSON", (self, a) -> methods.fromJson(a));
    }

    private Varargs toJson(Arguments a) {
        List<LuaValue> texts = new ArrayList<>();
        for (int i = 2; i <= a.count(); i++) {
            ByteArrayOutputStream out = new ByteArrayOutputStream();
            written = 0;
            try (JsonGenerator json = JSON.createGenerator(out)) {
                write(json, a.get(i), 0);
            } catch (IOException impossible) {
                throw new ScriptFault("cannot be written as JSON");
            }
            realm.machine().budget().payForString(out.size());
            texts.add(LuaString.valueUsing(out.toByteArray()));
        }
        return LuaValue.varargsOf(texts.toArray(new LuaValue[0]));
    }

    private void write(JsonGenerator json, LuaValue value, int depth) throws IOException {
        realm.machine().budget().pay(1);
        if (depth > MAX_DEPTH) {
            throw new ScriptFault("table is nested too deeply");
        }
        switch (value.type()) {
            case LuaValue.TBOOLEAN -> json.writeBoolean(value.toboolean());
            case LuaValue.TNUMBER -> writeNumber(json, value.todouble());
            case LuaValue.TSTRING -> json.writeString(text(value.strvalue()));
            case LuaValue.TTABLE -> writeTable(json, value.checktable(), depth);
            default -> json.writeNull();
        }
    }

    /** A string that comes a thousand times is written a thousand times. */
    private String text(LuaString string) {
        written += string.m_length;
        realm.machine().budget().payForString(written);
        return Texts.toJava(string);
    }

    private static void writeNumber(JsonGenerator json, double number) throws IOException {
        if (number == Math.rint(number) && Math.abs(number) < 1e15) {
            json.writeNumber((long) number);
        } else if (Double.isFinite(number)) {
            json.writeNumber(number);
        } else {
            json.writeNull();
        }
    }

    private void writeTable(JsonGenerator json, LuaTable table, int depth) throws IOException {
        int length = table.rawlen();
        if (length > 0 || table.next(LuaValue.NIL).isnil(1)) {
            json.writeStartArray();
            for (int i = 1; i <= length; i++) {
                write(json, table.rawget(i), depth + 1);
            }
            json.writeEndArray();
            return;
        }
        json.writeStartObject();
        for (Varargs e = table.next(LuaValue.NIL); !e.isnil(1); e = table.next(e.arg1())) {
            LuaString name = Numbers.asString(e.arg1());
            if (name != null) {
                json.writeFieldName(text(name));
                write(json, e.arg(2), depth + 1);
            }
        }
        json.writeEndObject();
    }

    private Varargs fromJson(Arguments a) {
        List<LuaValue> values = new ArrayList<>();
        for (int i = 2; i <= a.count(); i++) {
            byte[] text = Texts.bytes(a.string(i));
            realm.machine().budget().pay(text.length);
            try (JsonParser json = JSON.createParser(text)) {
                while (json.nextToken() != null) {
                    if (values.size() == MAX_VALUES) {
                        throw new ScriptFault("too many values in JSON");
                    }
                    values.add(read(json, 0));
                }
            } catch (JsonProcessingException broken) {
                throw new ScriptFault("malformed JSON: " + reason(broken));
            } catch (IOException impossible) {
                throw new ScriptFault("malformed JSON");
            }
        }
        return LuaValue.varargsOf(values.toArray(new LuaValue[0]));
    }

    /** Without what the library says of where, which is in no file. */
    private static String reason(JsonProcessingException broken) {
        String text = broken.getOriginalMessage();
        int where = text.indexOf(" (start marker at");
        return where < 0 ? text : text.substring(0, where);
    }

    private LuaValue read(JsonParser json, int depth) throws IOException {
        realm.machine().budget().pay(1);
        if (depth > MAX_DEPTH) {
            throw new ScriptFault("JSON is nested too deeply");
        }
        return switch (json.currentToken()) {
            case VALUE_TRUE -> LuaValue.TRUE;
            case VALUE_FALSE -> LuaValue.FALSE;
            case VALUE_STRING -> Texts.toLua(json.getText());
            case VALUE_NUMBER_INT, VALUE_NUMBER_FLOAT ->
                    LuaValue.valueOf(Double.parseDouble(json.getText()));
            case START_ARRAY -> readArray(json, depth);
            case START_OBJECT -> readObject(json, depth);
            default -> LuaValue.NIL;
        };
    }

    private LuaTable readArray(JsonParser json, int depth) throws IOException {
        LuaTable table = new LuaTable();
        for (int i = 1; json.nextToken() != JsonToken.END_ARRAY; i++) {
            table.rawset(i, read(json, depth + 1));
        }
        return table;
    }

    private LuaTable readObject(JsonParser json, int depth) throws IOException {
        LuaTable table = new LuaTable();
        while (json.nextToken() != JsonToken.END_OBJECT) {
            LuaValue name = Texts.toLua(json.currentName());
            json.nextToken();
            table.rawset(name, read(json, depth + 1));
        }
        return table;
    }
}
