package dev.certbridge.judge;

import static dev.certbridge.judge.JudgeVerdict.BROKEN;
import static dev.certbridge.judge.JudgeVerdict.KEPT;
import static dev.certbridge.judge.JudgeVerdict.NOT_SEEN;
import static org.assertj.core.api.Assertions.assertThat;

import dev.certbridge.judge.Evidence.Conclusion;
import dev.certbridge.stub.Ledger;
import dev.certbridge.stub.Reply;
import dev.certbridge.stub.StubCall;
import dev.certbridge.stub.TestCsr;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** Tests the limits of the rules about money with requests at exact times. */
class SpendRulesTest extends RuleFixture {

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "{\"csr\":\"1\"} | www.example.com  | {\"csr\":\"2\"} | www.example.com  | BROKEN",
                "{\"csr\":\"1\"} | www.example.com  | {\"csr\":\"2\"} | shop.example.com | KEPT",
                "{\"csr\":\"1\"} |                  | {\"csr\":\"1\"} |                  | BROKEN",
                "{\"csr\":\"1\"} |                  | {\"csr\":\"2\"} |                  | KEPT"
            })
    void an_order_is_the_same_if_its_names_or_its_body_are(
            String first, String firstName, String second, String secondName, JudgeVerdict verdict) {
        order(0, first, Reply.empty(0), names(firstName));
        order(1, second, Reply.empty(0), names(secondName));

        assertThat(verdict(JudgeRule.NO_SPEND_AGAIN)).isEqualTo(verdict);
    }

    /** An order can also be placed at the deprecated address, which has the customer in its path. */
    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "createCertificate |   | www.example.com  | {\"product\":\"dv\",\"csr\":\"2\"} | BROKEN",
                "createCertificate |   | www.example.com  | {\"product\":\"ov\",\"csr\":\"1\"} | BROKEN",
                "createCertificate |   | www.example.com  | {\"product\":\"ov\",\"csr\":\"2\"} | KEPT",
                "createCertificate |   | www.example.com  | {}                             | KEPT",
                "createCertificate |   | shop.example.com | {\"product\":\"dv\",\"csr\":\"1\"} | KEPT",
                "renewCertificate  | 7 | www.example.com  | {\"product\":\"dv\",\"csr\":\"1\"} | KEPT"
            })
    void the_same_order_by_another_operation_is_a_repeat(
            String operation, String certificate, String name, String body, JudgeVerdict verdict) {
        String first = "{\"product\":\"dv\",\"csr\":\"1\"}";
        spend(0, "requestCertificate", Map.of(), first, "www.example.com");
        Map<String, String> ids = certificate == null ? Map.of("customer", "me") : Map.of("certificateId", certificate);
        spend(1, operation, ids, body, name);

        assertThat(JudgeRule.NO_SPEND_AGAIN.judge(evidence("realtime")).verdict())
                .isEqualTo(verdict);
    }

    private void spend(long millis, String operation, Map<String, String> ids, String body, String name) {
        byte[] bytes = body.getBytes(StandardCharsets.UTF_8);
        StubCall call = new StubCall(operation, "POST", "/" + operation, ids, Map.of(), Map.of(), bytes);
        exchanges.add(exchange(millis, call, Reply.empty(0), Duration.ZERO, false, List.of(name)));
    }

    @Test
    void an_accepted_order_may_be_followed_by_an_equal_one() {
        order(0, ORDER, Reply.json(200, Reply.object()), List.of("www.example.com"));
        order(1, ORDER, Reply.json(200, Reply.object()), List.of("www.example.com"));

        assertThat(verdict(JudgeRule.NO_SPEND_AGAIN)).isEqualTo(NOT_SEEN);
    }

    @ParameterizedTest
    @CsvSource({"realtime, requestCertificate, NOT_SEEN", "regfish, createCertificate, BROKEN"})
    void a_request_of_a_price_is_no_order_if_the_contract_has_prices(
            String reseller, String operation, JudgeVerdict verdict) {
        for (int i = 0; i < 2; i++) {
            exchanges.add(exchange(
                    i,
                    "POST",
                    "/",
                    operation,
                    Map.of("quote", List.of("true")),
                    "{}",
                    Reply.empty(0),
                    false,
                    List.of()));
        }

        assertThat(JudgeRule.NO_SPEND_AGAIN.judge(evidence(reseller)).verdict()).isEqualTo(verdict);
    }

    @Test
    void a_refused_order_may_be_corrected() {
        order(0, ORDER, Reply.json(400, Reply.object()), List.of("www.example.com"));
        order(1, "{}", Reply.json(400, Reply.object()), List.of("www.example.com"));

        assertThat(verdict(JudgeRule.NO_SPEND_AGAIN)).isEqualTo(KEPT);
    }

    @ParameterizedTest
    @CsvSource({"1, BROKEN", "2, KEPT"})
    void bookings_are_compared_with_the_orders_that_were_asked_for(int orders, JudgeVerdict verdict) {
        options = options.orders(orders);
        for (String id : List.of("1", "2")) {
            bookings.add(new Ledger.Entry(
                    id, "createCertificate", "RapidSSL", List.of(), "", 1490, "EUR", true, false, false, START));
        }

        assertThat(verdict(JudgeRule.ORDERS_ASKED)).isEqualTo(verdict);
        assertThat(JudgeRule.ORDERS_ASKED.judge(evidence("regfish")).proof())
                .last()
                .asString()
                .endsWith(verdict == BROKEN ? "14.90 EUR (2 of 2, requested: 1)" : "14.90 EUR");
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "regfish  | createCertificate  | 200 | {}                                        | ACCEPTED",
                "regfish  | createCertificate  | 200 |                                           | AMBIGUOUS",
                "regfish  | createCertificate  | 400 | {}                                        | REFUSED",
                "regfish  | createCertificate  | 409 | {}                                        | AMBIGUOUS",
                "regfish  | createCertificate  | 429 | {}                                        | AMBIGUOUS",
                "regfish  | createCertificate  | 502 | {}                                        | AMBIGUOUS",
                "realtime | requestCertificate | 202 | {}                                        | ACCEPTED",
                "realtime | requestCertificate | 204 |                                           | AMBIGUOUS",
                "realtime | requestCertificate | 429 |                                           | LATER",
                "realtime | requestCertificate | 503 | {}                                        | AMBIGUOUS",
                "realtime | requestCertificate | 400 | {\"type\":\"ConstraintViolationException\"} | REFUSED",
                "realtime | requestCertificate | 400 | {\"type\":\"ObjectExists\"}                 | AMBIGUOUS",
                "realtime | requestCertificate | 400 | {\"type\":\"UnheardOf\"}                    | AMBIGUOUS",
                "realtime | requestCertificate | 400 | {}                                        | AMBIGUOUS",
                "realtime | requestCertificate | 0   |                                           | AMBIGUOUS"
            })
    void the_contract_says_what_an_answer_means(
            String reseller, String operation, int status, String body, Conclusion conclusion) {
        byte[] bytes = body == null ? new byte[0] : body.getBytes(StandardCharsets.UTF_8);
        Reply reply = Reply.bytes(status, "application/json", bytes);
        add(0, "POST", "/", operation, "", reply, false, List.of());

        Evidence evidence = evidence(reseller);
        assertThat(evidence.conclusion(evidence.spends().get(0))).isEqualTo(conclusion);
    }

    /** The client waited for 3 s, unless it sent another request or ended before. */
    @ParameterizedTest
    @CsvSource({
        "1, , , NOT_SEEN",
        "1, 2900, , KEPT",
        "1, 3000, , NOT_SEEN",
        "2, 2900, , NOT_SEEN",
        "1, , 2900, KEPT",
        "2, , 2900, KEPT",
        "1, , 3100, NOT_SEEN"
    })
    void a_late_answer_is_a_reason_to_repeat_only_if_the_client_did_not_wait(
            int orders, Integer read, Integer end, JudgeVerdict verdict) {
        options = options.orders(orders);
        exchanges.add(late(0, Duration.ofSeconds(3), Reply.json(200, Reply.object())));
        if (read != null) {
            read(read, Reply.empty(200));
        }
        ended = Optional.ofNullable(end).map(START::plusMillis);

        assertThat(verdict(JudgeRule.NO_SPEND_AGAIN)).isEqualTo(verdict);
    }

    @ParameterizedTest
    @ValueSource(ints = {1, 3500})
    void a_late_answer_may_have_been_lost_for_the_client(int millis) {
        exchanges.add(late(0, Duration.ofSeconds(3), Reply.json(200, Reply.object())));
        order(millis, ORDER, Reply.json(200, Reply.object()), List.of());

        assertThat(verdict(JudgeRule.NO_SPEND_AGAIN)).isEqualTo(BROKEN);
    }

    /** A new key corrects nothing. A valid CSR, another type of key, and another name can be corrections. */
    @ParameterizedTest
    @CsvSource({
        "new key, BROKEN",
        "same bytes, BROKEN",
        "another name, KEPT",
        "another type of key, KEPT",
        "invalid before, KEPT",
        "another product, KEPT"
    })
    void a_refused_order_with_a_new_key_is_the_same_order(String change, JudgeVerdict verdict) {
        String csr = TestCsr.of("www.example.com").pem();
        String again = switch (change) {
            case "new key" -> TestCsr.of("www.example.com").pem();
            case "another name" -> TestCsr.of("shop.example.com").pem();
            case "another type of key" -> TestCsr.rsa("www.example.com").pem();
            default -> csr;
        };
        String first = change.equals("invalid before") ? "no CSR" : csr;
        order(0, order("RapidSSL", first), Reply.json(400, Reply.object()), List.of("www.example.com"));
        String product = change.equals("another product") ? "SecureSite" : "RapidSSL";
        order(1, order(product, again), Reply.json(400, Reply.object()), List.of("www.example.com"));

        assertThat(verdict(JudgeRule.NO_SPEND_AGAIN)).isEqualTo(verdict);
    }

    private static String order(String product, String csr) {
        return Reply.object().put("sku", product).put("csr", csr).toString();
    }
}
