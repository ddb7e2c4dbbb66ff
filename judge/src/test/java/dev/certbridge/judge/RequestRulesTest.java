package dev.certbridge.judge;

import static dev.certbridge.judge.JudgeVerdict.BROKEN;
import static org.assertj.core.api.Assertions.assertThat;

import dev.certbridge.stub.Reply;
import java.util.List;
import java.util.Map;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** Tests the limits of the rules about the content of requests. */
class RequestRulesTest extends RuleFixture {

    @Test
    void a_key_in_a_body_is_reported() {
        order(0, "{\"note\":\"" + KEY + "\"}", Reply.empty(0), List.of());

        assertThat(JudgeRule.KEY_IN_HEADER.judge(evidence("regfish")).proof())
                .singleElement()
                .asString()
                .endsWith("has the API key in its body");
    }

    @Test
    void a_long_proof_says_how_many_lines_are_left_out() {
        for (int i = 0; i < 25; i++) {
            read(i, Reply.empty(200));
        }

        assertThat(JudgeRule.VALID_REQUESTS.judge(evidence("regfish")).proof())
                .hasSize(21)
                .endsWith("and 5 more");
    }

    @Test
    void the_key_is_in_no_proof() {
        assertThat(new Finding(BROKEN, List.of("GET /" + KEY))
                        .without(new ApiKeyPattern(KEY))
                        .proof())
                .containsExactly("GET /(key)");
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "create 1           | create 1           | NOT_SEEN",
                "create 1, get 1    | create 1, get 1    | KEPT",
                "create 1, get 1    | create 1           | BROKEN",
                "create 1, get 3    | create 1, get 1    | BROKEN",
                "create 1, get 3    | create 1, get 3    | KEPT",
                "create 1, get 3    | create 1, get 4    | KEPT",
                "create 1, get 9    | create 1, get 3    | KEPT",
                "create 1, get 3    | create 1, end 1    | KEPT",
                "get 3              | get 1              | BROKEN"
            })
    void a_client_that_survives_makes_the_calls_of_the_scenario_quiet(String quiet, String odd, JudgeVerdict verdict) {
        quietCalls = List.of(new OrderCalls(List.of("www.example.com"), calls(quiet), false));
        send("www.example.com", odd);

        assertThat(verdict(JudgeRule.SURVIVES_UNKNOWN)).isEqualTo(verdict);
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "a: create 1, get 2; b: create 1; : list 1 | KEPT",
                "b: create 1; a: create 1, get 2; : list 1 | KEPT",
                "b: create 1, get 2; a: create 1; : list 1 | BROKEN",
                "a: create 1, get 2; b: create 1           | BROKEN",
                "c: create 1, get 2; d: create 1; : list 1 | KEPT",
                "c: create 1; d: create 1, get 2; : list 1 | BROKEN",
                "c: create 1, get 2; : list 1              | BROKEN"
            })
    void orders_are_compared_by_names_or_else_by_position(String odd, JudgeVerdict verdict) {
        quietCalls = List.of(
                new OrderCalls(List.of("a"), calls("create 1, get 2"), false),
                new OrderCalls(List.of("b"), calls("create 1"), false),
                new OrderCalls(List.of(), calls("list 1"), false));
        for (String order : odd.split("; ")) {
            send(
                    order.substring(0, order.indexOf(':')),
                    order.substring(order.indexOf(':') + 1).strip());
        }

        assertThat(verdict(JudgeRule.SURVIVES_UNKNOWN)).isEqualTo(verdict);
    }

    @Test
    void a_missing_call_is_named_with_its_order_and_both_numbers() {
        quietCalls = List.of(new OrderCalls(List.of("www.example.com"), calls("create 1, get 3"), false));
        send("www.example.com", "create 1, get 1");

        assertThat(JudgeRule.SURVIVES_UNKNOWN.judge(evidence("regfish")).proof())
                .containsExactly("getCertificate for www.example.com was called 3 times in the scenario quiet and once"
                        + " here; the last request was request 2 (GET /tls, answered with 200)");
    }

    private void send(String name, String calls) {
        for (String call : calls.split(", ")) {
            String[] parts = call.split(" ");
            for (int i = 0; i < Integer.parseInt(parts[1]); i++) {
                boolean isFinal = parts[0].equals("end");
                List<String> names = name.isEmpty() ? List.of() : List.of(name);
                add(0, "GET", "/tls", operation(parts[0]), "", Reply.empty(200), isFinal, names);
            }
        }
    }

    private static Map<String, Integer> calls(String text) {
        return Stream.of(text.split(", "))
                .map(call -> call.split(" "))
                .collect(Collectors.toMap(parts -> operation(parts[0]), parts -> Integer.parseInt(parts[1])));
    }

    private static String operation(String word) {
        return switch (word) {
            case "create" -> "createCertificate";
            case "list" -> "listCertificates";
            default -> "getCertificate";
        };
    }
}
