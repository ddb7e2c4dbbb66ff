package dev.certbridge.stub;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import org.junit.jupiter.api.Test;

class SampledBodyTest {

    private static final ObjectMapper JSON = new ObjectMapper();

    @Test
    void of_elements_that_are_alike_one_is_checked_and_whatever_differs_is_checked_too() throws Exception {
        JsonNode abridged = abridged(listing(5000));
        assertThat(abridged.path("success").asBoolean()).isTrue();
        assertThat(abridged.path("response")).hasSize(4);
        assertThat(abridged.at("/response/0/id").asText()).isEqualTo("A0");
        assertThat(abridged.at("/response/1/at").isNull()).isTrue();
        assertThat(abridged.at("/response/2/at").asText()).isEqualTo("yesterday");
        assertThat(abridged.at("/response/3/at").isNumber()).isTrue();
    }

    @Test
    void an_answer_of_usual_length_is_checked_as_it_is() throws Exception {
        assertThat(abridged(listing(50)).path("response")).hasSize(50);
    }

    @Test
    void of_elements_that_all_differ_a_thousand_are_checked() throws Exception {
        ObjectNode answer = JSON.createObjectNode();
        ArrayNode list = answer.putArray("response");
        for (int i = 0; i < 5_000; i++) {
            list.addObject().put("id", "-".repeat(i % 70) + "a" + "-".repeat(i / 70));
        }
        assertThat(abridged(answer).path("response")).hasSize(1_000);
    }

    private static JsonNode abridged(ObjectNode answer) throws Exception {
        return JSON.readTree(SampledBody.body(Reply.json(200, answer)));
    }

    /** All alike but for the last three. */
    private static ObjectNode listing(int elements) {
        ObjectNode answer = JSON.createObjectNode().put("success", true);
        ArrayNode list = answer.putArray("response");
        for (int i = 0; i < elements; i++) {
            list.addObject().put("id", "A" + i).put("at", "2026-11-02T09:14:" + (10 + i % 50) + "Z");
        }
        ((ObjectNode) list.get(elements - 3)).putNull("at");
        ((ObjectNode) list.get(elements - 2)).put("at", "yesterday");
        ((ObjectNode) list.get(elements - 1)).put("at", 7);
        return answer;
    }
}
