package dev.certbridge.stub;

import com.fasterxml.jackson.databind.JsonNode;
import dev.certbridge.contract.ContractDocument;
import dev.certbridge.contract.ContractExample;
import dev.certbridge.contract.ContractResponse;
import dev.certbridge.contract.ResolvedSchema;
import java.util.ArrayList;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.stream.Stream;

/**
 * A documented answer whose body has one mutation. Faults are derived from the contract alone, so they also cover later
 * versions of the contract. A {@code *} in the JSON pointer of the mutated value means every element of a list.
 */
public record DerivedFaults(
        String operationId, int status, String example, BodyMutation mutation, String pointer, Reply reply) {

    // Cached, because a contract has thousands of faults and many tests need them.
    private static final Map<String, List<DerivedFaults>> ALL = new ConcurrentHashMap<>();

    private record Place(BodyMutation mutation, String pointer) {}

    /** Returns all faults of a reseller: each documented JSON body, with each possible mutation at each place. */
    public static List<DerivedFaults> of(String reseller) {
        return ALL.computeIfAbsent(
                reseller,
                name -> StubContract.of(name).operations().stream()
                        .flatMap(DerivedFaults::of)
                        .toList());
    }

    private static Stream<DerivedFaults> of(StubOperation operation) {
        List<DerivedFaults> all = new ArrayList<>();
        for (ContractResponse response : operation.responses()) {
            for (ContractExample example : response.examples()) {
                int status = response.status();
                Reply reply = operation.documented(status, example.name()).orElseThrow();
                for (Place place : places(operation, example.schema(), reply.json())) {
                    Reply changed = place.mutation().applied(reply, place.pointer());
                    all.add(new DerivedFaults(
                            operation.id(), status, example.name(), place.mutation(), place.pointer(), changed));
                }
            }
        }
        return all.stream();
    }

    /** Returns a failure that answers with the changed example. The stub does not carry out the request. */
    public CannedFailure failure() {
        return CannedFailure.of(context -> WireResponse.of(reply));
    }

    /** Returns a failure that makes the stub carry out the request and apply the mutation to the answer. */
    public CannedFailure toRealAnswer() {
        return mutation.at(pointer);
    }

    @Override
    public String toString() {
        return operationId + " " + status + " " + example + ": " + mutation.word() + " "
                + (pointer.isEmpty() ? "/" : pointer);
    }

    private static Set<Place> places(StubOperation operation, JsonNode schema, JsonNode body) {
        Set<Place> places = new LinkedHashSet<>();
        collect(operation.definition().document(), body, schema, "", places);
        return places;
    }

    private static void collect(
            ContractDocument document, JsonNode value, JsonNode node, String pointer, Set<Place> places) {
        ResolvedSchema schema = document.schema(node);
        if (value.isArray()) {
            if (value.path(0).isValueNode()) {
                collectInList(value, schema, pointer + "/*", places);
            }
            value.forEach(element -> collect(document, element, schema.keyword("items"), pointer + "/*", places));
        } else if (value.isObject()) {
            JsonNode free = schema.keyword("additionalProperties");
            if (schema.allowsUnknownMembers()) {
                places.add(new Place(BodyMutation.EXTRA_FIELD, pointer));
            }
            value.properties().forEach(member -> {
                JsonNode property = schema.properties().getOrDefault(member.getKey(), free);
                String inner =
                        pointer + "/" + member.getKey().replace("~", "~0").replace("/", "~1");
                boolean required = schema.required().contains(member.getKey());
                places.add(new Place(required ? BodyMutation.MISSING_REQUIRED : BodyMutation.MISSING_OPTIONAL, inner));
                if (!member.getValue().isNull()) {
                    places.add(new Place(BodyMutation.NULL_VALUE, inner));
                }
                if (member.getValue().isNumber()) {
                    places.add(new Place(BodyMutation.NUMBER_AS_STRING, inner));
                }
                JsonNode resolved = document.resolve(property);
                if (resolved.has("x-known-values") || resolved.has("enum")) {
                    places.add(new Place(BodyMutation.UNKNOWN_VALUE, inner));
                }
                collect(document, member.getValue(), property, inner, places);
            });
        }
    }

    private static void collectInList(JsonNode list, ResolvedSchema schema, String inner, Set<Place> places) {
        boolean neverEmpty = schema.keyword("minItems").asInt() > 0;
        places.add(new Place(neverEmpty ? BodyMutation.MISSING_REQUIRED : BodyMutation.MISSING_OPTIONAL, inner));
        places.add(new Place(BodyMutation.NULL_VALUE, inner));
        if (list.path(0).isNumber()) {
            places.add(new Place(BodyMutation.NUMBER_AS_STRING, inner));
        } else if (list.path(0).isTextual()) {
            places.add(new Place(BodyMutation.UNKNOWN_VALUE, inner));
        }
    }
}
