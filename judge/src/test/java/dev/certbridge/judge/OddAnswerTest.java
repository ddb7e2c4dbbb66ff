package dev.certbridge.judge;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.certbridge.contract.ContractDocument;
import dev.certbridge.contract.ContractExample;
import dev.certbridge.contract.ContractOperation;
import dev.certbridge.contract.ContractResponse;
import dev.certbridge.stub.BodyMutation;
import dev.certbridge.stub.Reply;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Tests the unusual answers on all examples of the contracts. */
class OddAnswerTest {

    private static final String CONTRACT = """
            openapi: 3.0.3
            info: {title: shapes, version: 1.0.0}
            paths:
              /shape:
                get:
                  operationId: getShape
                  responses:
                    '200':
                      content:
                        application/json:
                          schema: {$ref: '#/components/schemas/Shape'}
            components:
              schemas:
                Shape:
                  type: object
                  properties:
                    kind: {type: string, x-known-values: [round]}
                    name: {type: string}
                    closed: {type: object, additionalProperties: false, properties: {kind: {type: string}}}
                    sums: {type: object, additionalProperties: {type: integer}}
                    free: {type: object, additionalProperties: {}}
                    sides: {type: array, items: {type: string, x-known-values: [left]}}
            """;

    @Test
    void an_answer_gets_unknown_members_and_values_only_where_the_contract_allows_them() {
        OddAnswer odd = new OddAnswer(ContractDocument.parse("shapes", CONTRACT).operation("getShape"));
        ObjectNode body = Reply.object().put("kind", "round").put("name", "wheel");
        body.putObject("closed").put("kind", "a");
        body.putObject("sums").put("EUR", 1);
        body.putObject("free");
        body.putArray("sides").add("left");

        Reply changed = odd.withUnknownValues(Reply.json(200, body));

        assertThat(changed.json())
                .hasToString(
                        "{\"unheardOf\":{\"ofThings\":[1,\"two\",null]},\"sides\":[\"UNHEARD_OF\"],"
                                + "\"free\":{\"unheardOf\":{\"ofThings\":[1,\"two\",null]}},"
                                + "\"sums\":{\"EUR\":1},\"closed\":{\"kind\":\"a\"},\"name\":\"wheel\",\"kind\":\"UNHEARD_OF\"}");
        assertThat(changed.headers()).containsEntry("X-Unheard-Of", "1");
        assertThat(odd.withUnknownMembers(Reply.json(200, body))
                        .json()
                        .path("kind")
                        .asText())
                .isEqualTo("round");
    }

    @Test
    void failures_and_undocumented_answers_stay_as_they_are() {
        OddAnswer odd = new OddAnswer(ContractDocument.parse("shapes", CONTRACT).operation("getShape"));
        for (int status : List.of(201, 400, 503)) {
            Reply reply = Reply.json(status, Reply.object().put("kind", "round"));
            assertThat(odd.withUnknownValues(reply)).isSameAs(reply);
        }
    }

    @ParameterizedTest
    @ValueSource(strings = {"regfish", "realtime"})
    void without_the_unknown_members_every_example_is_unchanged(String reseller) {
        int examples = 0;
        for (ContractOperation operation :
                ContractDocument.onClassPath(reseller).operations()) {
            for (ContractResponse response : operation.responses()) {
                for (ContractExample example :
                        response.isFailure() ? List.<ContractExample>of() : response.examples()) {
                    if (example.value().isContainerNode()) {
                        Reply reply = Reply.json(response.status(), example.value());
                        JsonNode odd = new OddAnswer(operation)
                                .withUnknownMembers(reply)
                                .json();
                        assertThat(withoutUnknown(odd)).as("%s", example).isEqualTo(example.value());
                        examples++;
                    }
                }
            }
        }
        assertThat(examples).isGreaterThan(10);
    }

    private static JsonNode withoutUnknown(JsonNode node) {
        if (node instanceof ObjectNode object) {
            object.remove(BodyMutation.UNHEARD_OF_MEMBER);
            List<String> names = new ArrayList<>();
            object.fieldNames().forEachRemaining(names::add);
            names.forEach(name -> object.set(name, withoutUnknown(object.get(name))));
        } else if (node instanceof ArrayNode list) {
            for (int i = 0; i < list.size(); i++) {
                list.set(i, withoutUnknown(list.get(i)));
            }
        }
        return node;
    }
}
