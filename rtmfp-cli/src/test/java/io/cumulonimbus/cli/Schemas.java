package io.cumulonimbus.cli;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;

/** Checks values against the schemas of a document of OpenAPI, as far as those go. */
final class Schemas {
    private Schemas() {}

    static void check(JsonNode document, JsonNode schema, JsonNode value, String where) {
        assertThat(schema.isObject()).as(where + " has a schema").isTrue();
        if (schema.has("$ref")) {
            check(document, document.at(schema.get("$ref").asText().substring(1)), value, where);
            return;
        }
        switch (schema.get("type").asText()) {
            case "object" -> checkObject(document, schema, value, where);
            case "array" -> {
                assertThat(value.isArray()).as(where).isTrue();
                value.forEach(item -> check(document, schema.get("items"), item, where + "[]"));
            }
            case "string" -> assertThat(value.isTextual()).as(where).isTrue();
            case "integer" -> assertThat(value.isIntegralNumber()).as(where).isTrue();
            case "number" -> assertThat(value.isNumber()).as(where).isTrue();
            case "boolean" -> assertThat(value.isBoolean()).as(where).isTrue();
            default -> throw new AssertionError(where + ": " + schema);
        }
    }

    private static void checkObject(
            JsonNode document, JsonNode schema, JsonNode value, String where) {
        assertThat(value.isObject()).as(where).isTrue();
        schema.path("required")
                .forEach(name -> assertThat(value.has(name.asText())).as(where + name).isTrue());
        JsonNode properties = schema.path("properties");
        JsonNode others = schema.path("additionalProperties");
        value.properties()
                .forEach(
                        member ->
                                check(
                                        document,
                                        properties.path(member.getKey()).isObject()
                                                ? properties.get(member.getKey())
                                                : others,
                                        member.getValue(),
                                        where + "." + member.getKey()));
    }
}
