package dev.certbridge.conformance.contract;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.MissingNode;
import dev.certbridge.contract.ContractDocument;
import dev.certbridge.contract.ContractExample;
import dev.certbridge.contract.SchemaWalk;
import java.time.OffsetDateTime;
import java.util.ArrayList;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Set;

/** Compares two bodies of one schema: numbers by value, date-times as instants, null as absent. */
final class Difference {

    private final ContractDocument document;
    private final List<String> found = new ArrayList<>();

    private Difference(ContractDocument document) {
        this.document = document;
    }

    static List<String> between(ContractExample example, JsonNode before, JsonNode after) {
        Difference difference = new Difference(example.document());
        difference.compare("", before, after, example.schema());
        return difference.found;
    }

    private void compare(String place, JsonNode before, JsonNode after, JsonNode reference) {
        JsonNode schema = document.resolve(reference);
        if (absent(before) && absent(after)) {
            return;
        }
        if (before.isObject() && after.isObject()) {
            Set<String> names = new LinkedHashSet<>();
            before.fieldNames().forEachRemaining(names::add);
            after.fieldNames().forEachRemaining(names::add);
            names.stream()
                    .filter(name -> after.has(name) || !dropped(name, schema))
                    .forEach(name -> compare(
                            place + "/" + name,
                            before.path(name),
                            after.path(name),
                            SchemaWalk.member(document, schema, name)));
        } else if (before.isArray() && after.isArray() && before.size() == after.size()) {
            for (int i = 0; i < before.size(); i++) {
                compare(place + "/" + i, before.get(i), after.get(i), schema.path("items"));
            }
        } else if (!same(before, after, schema)) {
            found.add(place + ": " + shown(before) + " became " + shown(after));
        }
    }

    /** Returns true for an invented member of an object whose schema does not keep additional members. */
    private static boolean dropped(String name, JsonNode schema) {
        JsonNode any = schema.path("additionalProperties");
        return name.startsWith(Mutation.UNKNOWN) && !(schema.isMissingNode() || any.isObject() || any.asBoolean());
    }

    private static boolean same(JsonNode before, JsonNode after, JsonNode schema) {
        if (before.isNumber() && after.isNumber()) {
            return before.decimalValue().compareTo(after.decimalValue()) == 0;
        }
        if (schema.path("format").asText().equals("date-time") && before.isTextual() && after.isTextual()) {
            return OffsetDateTime.parse(before.textValue())
                    .toInstant()
                    .equals(OffsetDateTime.parse(after.textValue()).toInstant());
        }
        return before.equals(after);
    }

    private static boolean absent(JsonNode node) {
        return node.isNull() || node.isMissingNode();
    }

    private static String shown(JsonNode node) {
        return node instanceof MissingNode ? "nothing" : node.toString();
    }
}
