package io.cumulonimbus.admin.api;

import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.lang.reflect.ParameterizedType;
import java.lang.reflect.RecordComponent;
import java.lang.reflect.Type;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;

/** Describes routes in the words of OpenAPI 3.1. */
final class OpenApi {
    private static final String REFERENCE = "#/components/schemas/";
    private static final String REFUSAL = "Refusal";

    private final ObjectNode schemas = node();

    private OpenApi() {}

    static ObjectNode describe(List<ApiRoute> routes) {
        return new OpenApi().document(routes);
    }

    private static ObjectNode node() {
        return JsonNodeFactory.instance.objectNode();
    }

    private ObjectNode document(List<ApiRoute> routes) {
        ObjectNode document = node().put("openapi", "3.1.0");
        document.putObject("info")
                .put("title", "Cumulonimbus for operators")
                .put("version", "1")
                .put("description", "What a server tells its operators, and does for them.");
        ObjectNode paths = document.putObject("paths");
        routes.forEach(
                route ->
                        paths.withObjectProperty(route.path())
                                .set(route.method().toLowerCase(Locale.ROOT), operation(route)));
        schemas.set(
                REFUSAL,
                object("error", node().put("type", "string"))
                        .put("description", "Why it was not answered"));
        ObjectNode components = document.putObject("components");
        components.set("schemas", schemas);
        components
                .putObject("securitySchemes")
                .putObject("token")
                .put("type", "http")
                .put("scheme", "bearer")
                .put("description", "admin.token; on the loopback there may be none");
        document.putArray("security").addObject().putArray("token");
        return document;
    }

    private ObjectNode operation(ApiRoute route) {
        ObjectNode operation =
                node().put("operationId", route.name()).put("summary", route.summary());
        for (ApiParameter parameter : route.parameters()) {
            ObjectNode described =
                    operation
                            .withArrayProperty("parameters")
                            .addObject()
                            .put("name", parameter.name())
                            .put("in", parameter.place().name().toLowerCase(Locale.ROOT))
                            .put("required", parameter.required())
                            .put("description", parameter.description());
            described.set(
                    "schema",
                    parameter.kind() == ApiParameter.Kind.NUMBER
                            ? node().put("type", "integer").put("minimum", 0)
                            : node().put("type", "string").put("maxLength", 1024));
        }
        ObjectNode schema = route.paged() ? page(route.answer()) : schema(route.answer());
        ObjectNode responses = operation.putObject("responses");
        respond(responses.putObject("200"), "The answer", schema);
        respond(responses.putObject("default"), "A refusal", reference(REFUSAL));
        return operation;
    }

    private static void respond(ObjectNode response, String description, ObjectNode schema) {
        response.put("description", description)
                .putObject("content")
                .putObject("application/json")
                .set("schema", schema);
    }

    private static ObjectNode reference(String name) {
        return node().put("$ref", REFERENCE + name);
    }

    private static ObjectNode object(String name, ObjectNode schema) {
        ObjectNode object = node().put("type", "object");
        object.putObject("properties").set(name, schema);
        object.putArray("required").add(name);
        return object;
    }

    private ObjectNode page(Class<?> of) {
        ObjectNode items = node().put("type", "array");
        items.set("items", schema(of));
        ObjectNode page = object("items", items);
        page.withObjectProperty("properties").putObject("next").put("type", "string");
        return page;
    }

    private ObjectNode schema(Type type) {
        if (type instanceof ParameterizedType generic) {
            return container(generic);
        }
        if (type == String.class) {
            return node().put("type", "string");
        }
        if (type == boolean.class || type == Boolean.class) {
            return node().put("type", "boolean");
        }
        if (type == double.class || type == Double.class) {
            return node().put("type", "number");
        }
        if (type == int.class || type == long.class || type == Long.class) {
            return node().put("type", "integer");
        }
        if (type instanceof Class<?> known && known.isRecord()) {
            if (!schemas.has(known.getSimpleName())) {
                schemas.set(known.getSimpleName(), record(known));
            }
            return reference(known.getSimpleName());
        }
        throw new IllegalArgumentException("What is " + type + " in JSON?");
    }

    private ObjectNode container(ParameterizedType type) {
        Type[] of = type.getActualTypeArguments();
        if (type.getRawType() == Optional.class) {
            return schema(of[0]);
        }
        if (type.getRawType() == List.class) {
            ObjectNode array = node().put("type", "array");
            array.set("items", schema(of[0]));
            return array;
        }
        if (type.getRawType() == Map.class) {
            ObjectNode map = node().put("type", "object");
            map.set("additionalProperties", schema(of[1]));
            return map;
        }
        throw new IllegalArgumentException("What is " + type + " in JSON?");
    }

    private ObjectNode record(Class<?> type) {
        ObjectNode object = node().put("type", "object");
        ObjectNode properties = object.putObject("properties");
        for (RecordComponent component : type.getRecordComponents()) {
            Type of = component.getGenericType();
            properties.set(component.getName(), schema(of));
            boolean optional =
                    of instanceof ParameterizedType generic
                            && generic.getRawType() == Optional.class;
            if (!optional) {
                object.withArrayProperty("required").add(component.getName());
            }
        }
        return object;
    }
}
