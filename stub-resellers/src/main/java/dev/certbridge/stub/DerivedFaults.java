package dev.certbridge.stub;

import com.fasterxml.jackson.databind.JsonNode;
import java.io.IOException;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;

/**
 * A documented answer with one thing wrong in its body. Derived from the contract alone, so that nothing that it documents
 * is left out, and what is documented tomorrow is in.
 *
 * @param operationId the operation
 * @param status the documented status
 * @param example the name of the contract's example that was altered
 * @param alteration what was done
 * @param pointer where; {@code *} in it is every element of a list
 * @param reply the altered answer
 */
public record DerivedFaults(
        String operationId, int status, String example, BodyMutation alteration, String pointer, Reply reply) {

    // Thousands of them for each contract on the class path, asked for by one test after the other. A reply cannot
    // change.
    private static final Map<String, List<DerivedFaults>> ALL = new ConcurrentHashMap<>();

    /** An answer and what its body has to look like. */
    private record Documented(int status, String example, JsonNode schema, Reply reply) {}

    /** Every alteration at every place of every JSON body that the contract of a reseller documents, in its order. */
    public static List<DerivedFaults> of(String reseller) {
        return ALL.computeIfAbsent(reseller, DerivedFaults::derived);
    }

    private static List<DerivedFaults> derived(String reseller) {
        StubContract contract = StubContract.of(reseller);
        List<DerivedFaults> all = new ArrayList<>();
        for (StubOperation operation : contract.operations()) {
            for (Documented documented : documented(contract, operation)) {
                for (Place place : places(contract, documented)) {
                    Reply altered = place.alteration().applied(documented.reply(), place.pointer());
                    all.add(new DerivedFaults(
                            operation.id(),
                            documented.status(),
                            documented.example(),
                            place.alteration(),
                            place.pointer(),
                            altered));
                }
            }
        }
        return List.copyOf(all);
    }

    /** The altered example instead of the stub's own answer; nothing is carried out. */
    public CannedFailure failure() {
        return CannedFailure.of(moment -> WireResponse.of(reply));
    }

    /** The same done to the stub's own answer, which is carried out. */
    public CannedFailure toRealAnswer() {
        return alteration.at(pointer);
    }

    @Override
    public String toString() {
        return operationId + " " + status + " " + example + ": " + alteration.word() + " "
                + (pointer.isEmpty() ? "/" : pointer);
    }

    /** Where something can be altered, and how. */
    private record Place(BodyMutation alteration, String pointer) {}

    private static List<Documented> documented(StubContract contract, StubOperation operation) {
        List<Documented> all = new ArrayList<>();
        Map<String, JsonNode> responses = new LinkedHashMap<>();
        operation.responses().properties().forEach(one -> responses.put(one.getKey(), one.getValue()));
        responses.forEach((status, response) -> response.path("content")
                .properties()
                .forEach(content -> content.getValue()
                        .path("examples")
                        .properties()
                        .forEach(example -> operation
                                .documented(Integer.parseInt(status), example.getKey())
                                .ifPresent(reply -> all.add(new Documented(
                                        Integer.parseInt(status),
                                        example.getKey(),
                                        contract.resolved(content.getValue().path("schema")),
                                        reply))))));
        return all;
    }

    private static Set<Place> places(StubContract contract, Documented documented) {
        Set<Place> places = new LinkedHashSet<>();
        try {
            walk(contract, StubContract.JSON.readTree(documented.reply().body()), documented.schema(), "", places);
        } catch (IOException file) {
            // The bytes of a certificate have no members.
            return Set.of();
        }
        return places;
    }

    private static void walk(
            StubContract contract, JsonNode value, JsonNode schema, String pointer, Set<Place> places) {
        JsonNode said = contract.resolved(schema);
        if (value.isArray()) {
            if (value.path(0).isValueNode()) {
                inPlainList(value, said, pointer + "/*", places);
            }
            value.forEach(element -> walk(contract, element, said.path("items"), pointer + "/*", places));
        } else if (value.isObject()) {
            // Where members are free, as in sums per currency, none is unknown.
            if (!said.path("additionalProperties").has("type")) {
                places.add(new Place(BodyMutation.EXTRA_FIELD, pointer));
            }
            value.properties().forEach(member -> {
                JsonNode of = contract.resolved(ofMember(said, member.getKey()));
                String inner =
                        pointer + "/" + member.getKey().replace("~", "~0").replace("/", "~1");
                boolean required = said.path("required")
                        .valueStream()
                        .anyMatch(name -> name.asText().equals(member.getKey()));
                places.add(new Place(required ? BodyMutation.MISSING_REQUIRED : BodyMutation.MISSING_OPTIONAL, inner));
                if (!member.getValue().isNull()) {
                    places.add(new Place(BodyMutation.NULL_VALUE, inner));
                }
                if (member.getValue().isNumber()) {
                    places.add(new Place(BodyMutation.NUMBER_AS_STRING, inner));
                }
                if (hasKnownValues(of)) {
                    places.add(new Place(BodyMutation.UNKNOWN_VALUE, inner));
                }
                walk(contract, member.getValue(), of, inner, places);
            });
        }
    }

    /** A list of words or numbers: what stands in it has no members, and can be wrong all the same. */
    private static void inPlainList(JsonNode list, JsonNode said, String inner, Set<Place> places) {
        boolean never = said.path("minItems").asInt() > 0;
        places.add(new Place(never ? BodyMutation.MISSING_REQUIRED : BodyMutation.MISSING_OPTIONAL, inner));
        places.add(new Place(BodyMutation.NULL_VALUE, inner));
        if (list.path(0).isNumber()) {
            places.add(new Place(BodyMutation.NUMBER_AS_STRING, inner));
        } else if (list.path(0).isTextual()) {
            places.add(new Place(BodyMutation.UNKNOWN_VALUE, inner));
        }
    }

    private static JsonNode ofMember(JsonNode schema, String name) {
        JsonNode named = schema.path("properties").path(name);
        return named.isObject() ? named : schema.path("additionalProperties");
    }

    private static boolean hasKnownValues(JsonNode schema) {
        return schema.has("x-known-values") || schema.has("enum");
    }
}
