package dev.certbridge.stub;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.nio.ByteBuffer;
import java.util.List;
import java.util.Map;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** The cache and the samples of the checks against a contract. */
class ContractCheckTest {

    private static final ContractCheck.Cache.Key MESSAGE = key("POST /a", "x", "application/json", "{}");

    private final AtomicInteger checks = new AtomicInteger();
    private final ContractCheck.Cache<String> cache = new ContractCheck.Cache<>();

    static List<ContractCheck.Cache.Key> others() {
        return List.of(
                key("PUT /a", "x", "application/json", "{}"),
                key("POST /b", "x", "application/json", "{}"),
                key("POST /a", "y", "application/json", "{}"),
                key("POST /a", "x", "text/plain", "{}"),
                key("POST /a", "x", "application/json", "[]"));
    }

    @Test
    void the_same_message_is_checked_once() {
        assertThat(check(MESSAGE)).containsExactly("check 1");
        assertThat(check(key("POST /a", "x", "application/json", "{}"))).containsExactly("check 1");
    }

    @ParameterizedTest
    @MethodSource("others")
    void a_message_that_differs_is_checked_for_itself(ContractCheck.Cache.Key other) {
        check(MESSAGE);
        assertThat(check(other)).containsExactly("check 2");
        assertThat(check(MESSAGE)).containsExactly("check 1");
    }

    @Test
    void the_least_recently_used_result_is_dropped() {
        check(MESSAGE);
        for (int i = 0; i < 1_000; i++) {
            check(key("GET /" + i, "x", "none", ""));
        }
        assertThat(check(MESSAGE)).containsExactly("check 1002");
        assertThat(check(key("GET /999", "x", "none", ""))).containsExactly("check 1001");
    }

    @Test
    void a_long_message_is_not_kept() {
        ContractCheck.Cache.Key longer = key("POST /a", "x", "application/json", "[" + " ".repeat(10_000) + "]");
        check(longer);
        assertThat(check(longer)).containsExactly("check 2");
    }

    private List<String> check(ContractCheck.Cache.Key key) {
        return cache.get(key, () -> List.of("check " + checks.incrementAndGet()));
    }

    private static ContractCheck.Cache.Key key(String line, String query, String type, String body) {
        return new ContractCheck.Cache.Key(
                line,
                Map.of("q", List.of(query)),
                Map.of("content-type", List.of(type)),
                ByteBuffer.wrap(body.getBytes(UTF_8)));
    }

    private static final ObjectMapper JSON = new ObjectMapper();

    @Test
    void of_equal_elements_one_is_checked_and_every_different_one() throws Exception {
        JsonNode sampled = sampled(listing(5000));
        assertThat(sampled.path("success").asBoolean()).isTrue();
        assertThat(sampled.path("response")).hasSize(4);
        assertThat(sampled.at("/response/0/id").asText()).isEqualTo("A0");
        assertThat(sampled.at("/response/1/at").isNull()).isTrue();
        assertThat(sampled.at("/response/2/at").asText()).isEqualTo("yesterday");
        assertThat(sampled.at("/response/3/at").isNumber()).isTrue();
    }

    @Test
    void an_answer_of_usual_length_is_checked_as_a_whole() throws Exception {
        assertThat(sampled(listing(50)).path("response")).hasSize(50);
    }

    @Test
    void of_elements_that_all_differ_a_thousand_are_checked() throws Exception {
        ObjectNode answer = JSON.createObjectNode();
        ArrayNode list = answer.putArray("response");
        for (int i = 0; i < 5_000; i++) {
            list.addObject().put("id", "-".repeat(i % 70) + "a" + "-".repeat(i / 70));
        }
        assertThat(sampled(answer).path("response")).hasSize(1_000);
    }

    private static JsonNode sampled(ObjectNode answer) throws Exception {
        return JSON.readTree(ContractCheck.sample(Reply.json(200, answer)));
    }

    /** Returns a listing whose elements are alike except for the last three. */
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
