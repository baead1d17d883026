package io.cumulonimbus.watch.json;

import com.fasterxml.jackson.core.JsonGenerator;
import io.cumulonimbus.amf.AmfArray;
import io.cumulonimbus.amf.AmfObject;
import io.cumulonimbus.amf.AmfString;
import io.cumulonimbus.amf.AmfValue;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * A call of a function in JSON: MonaServer's {@code ["name", argument, ...]}, or an object as
 * JSON-RPC 2.0 has it. Answers take the form of their call.
 *
 * @param method what is called
 * @param arguments of it
 * @param form how it was said
 * @param id what the answer refers to: a text, a number or null; empty when no answer is wanted,
 *     which can only be said in JSON-RPC
 */
public record ScriptCall(
        String method, List<AmfValue> arguments, Form form, Optional<AmfValue> id) {
    /** JSON-RPC: what came is no JSON. */
    public static final int NO_JSON = -32700;

    /** JSON-RPC: what came is no call. */
    public static final int NO_CALL = -32600;

    /** JSON-RPC: there is no such function. */
    public static final int NO_METHOD = -32601;

    /** JSON-RPC: the function failed, or may not be called. */
    public static final int FAILED = -32000;

    private static final String VERSION = "2.0";
    private static final int LONGEST_METHOD = 128;

    /** How a call is said. */
    public enum Form {
        /** {@code ["name", argument, ...]}. */
        LIST,
        /** {@code {"jsonrpc": "2.0", "method": "name", "params": [...], "id": 1}}. */
        JSON_RPC
    }

    public ScriptCall {
        arguments = List.copyOf(arguments);
    }

    /**
     * Reads a call.
     *
     * @throws MalformedJsonException when it is none
     */
    public static ScriptCall parse(byte[] text) throws MalformedJsonException {
        return of(JsonReading.read(text));
    }

    /** The same of what was read before. */
    static ScriptCall of(AmfValue value) throws MalformedJsonException {
        if (value instanceof AmfArray array && array.at(0) instanceof AmfString method) {
            List<AmfValue> arguments = array.elements().subList(1, array.size());
            return checked(method, arguments, Form.LIST, Optional.of(AmfValue.NULL));
        }
        if (value instanceof AmfObject object
                && object.get("jsonrpc").asText().filter(VERSION::equals).isPresent()
                && object.get("method") instanceof AmfString method) {
            return checked(method, arguments(object.get("params")), Form.JSON_RPC, id(object));
        }
        throw new MalformedJsonException("no call");
    }

    /** A call with one object of these texts, or with nothing where there are none. */
    public static ScriptCall of(String method, Map<String, String> parameters) {
        AmfObject object = new AmfObject();
        parameters.forEach(object::put);
        return new ScriptCall(
                method,
                parameters.isEmpty() ? List.of() : List.of(object),
                Form.LIST,
                Optional.of(AmfValue.NULL));
    }

    private static ScriptCall checked(
            AmfString method, List<AmfValue> arguments, Form form, Optional<AmfValue> id)
            throws MalformedJsonException {
        if (method.value().isEmpty() || method.value().length() > LONGEST_METHOD) {
            throw new MalformedJsonException("no call");
        }
        return new ScriptCall(method.value(), arguments, form, id);
    }

    /** An object is one argument. */
    private static List<AmfValue> arguments(AmfValue given) throws MalformedJsonException {
        if (given instanceof AmfArray list) {
            return list.elements();
        }
        if (given instanceof AmfObject) {
            return List.of(given);
        }
        if (given != AmfValue.UNDEFINED) {
            throw new MalformedJsonException("no call");
        }
        return List.of();
    }

    private static Optional<AmfValue> id(AmfObject object) throws MalformedJsonException {
        AmfValue id = object.get("id");
        if (id instanceof AmfArray || id instanceof AmfObject) {
            throw new MalformedJsonException("no call");
        }
        return Optional.of(id).filter(given -> given != AmfValue.UNDEFINED);
    }

    /** The first argument, if it is a text; otherwise an empty one. */
    public String firstText() {
        return arguments.isEmpty() ? "" : arguments.getFirst().asText().orElse("");
    }

    /**
     * A message that says what came of it.
     *
     * @throws UnwritableJsonException when that is too much
     */
    public byte[] result(AmfValue value) throws UnwritableJsonException {
        if (form == Form.LIST) {
            return invocation("_result", List.of(value));
        }
        return JsonWriting.write(
                to -> {
                    to.json().writeStartObject();
                    to.json().writeStringField("jsonrpc", VERSION);
                    to.json().writeFieldName("result");
                    to.value(value);
                    to.json().writeFieldName("id");
                    to.value(id.orElse(AmfValue.NULL));
                    to.json().writeEndObject();
                });
    }

    /** A message that says that nothing came of it. */
    public byte[] failure(int code, String description) {
        return failure(form, id.orElse(AmfValue.NULL), code, description);
    }

    /** The same of one among several calls. */
    static byte[] mistakeAmongOthers(String description) {
        return failure(Form.JSON_RPC, AmfValue.NULL, NO_CALL, description);
    }

    /** A message that says that something else was sent than a call. */
    public static byte[] mistake(String description) {
        return failure(Form.LIST, AmfValue.NULL, NO_CALL, description);
    }

    /**
     * {@code {"error": "..."}}, as plain calls over HTTP are told.
     *
     * @throws UnwritableJsonException when that is too much
     */
    public static byte[] error(String description) throws UnwritableJsonException {
        return JsonWriting.write(new AmfObject().put("error", description));
    }

    private static byte[] failure(Form form, AmfValue id, int code, String description) {
        try {
            if (form == Form.LIST) {
                return invocation("_error", List.of(AmfValue.of(description)));
            }
            return JsonWriting.write(
                    to -> {
                        JsonGenerator json = to.json();
                        json.writeStartObject();
                        json.writeStringField("jsonrpc", VERSION);
                        json.writeObjectFieldStart("error");
                        json.writeNumberField("code", code);
                        json.writeStringField("message", description);
                        json.writeEndObject();
                        json.writeFieldName("id");
                        to.value(id);
                        json.writeEndObject();
                    });
        } catch (UnwritableJsonException impossible) {
            throw new IllegalStateException(impossible);
        }
    }

    /**
     * What the server calls at its client: {@code ["name", argument, ...]}.
     *
     * @throws UnwritableJsonException when that is too much
     */
    public static byte[] invocation(String name, List<AmfValue> arguments)
            throws UnwritableJsonException {
        return JsonWriting.write(
                to -> {
                    to.json().writeStartArray();
                    to.value(AmfValue.of(name));
                    for (AmfValue argument : arguments) {
                        to.value(argument);
                    }
                    to.json().writeEndArray();
                });
    }
}
