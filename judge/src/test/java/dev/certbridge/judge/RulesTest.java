package dev.certbridge.judge;

import static dev.certbridge.judge.JudgeVerdict.BROKEN;
import static dev.certbridge.judge.JudgeVerdict.KEPT;
import static dev.certbridge.judge.JudgeVerdict.NOT_SEEN;
import static org.assertj.core.api.Assertions.assertThat;

import dev.certbridge.contract.ContractDocument;
import dev.certbridge.judge.Evidence.Conclusion;
import dev.certbridge.stub.Ledger;
import dev.certbridge.stub.Reply;
import dev.certbridge.stub.StubCall;
import dev.certbridge.stub.StubExchange;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** Tests the limits of the rules with requests at exact times. */
class RulesTest {

    private static final Instant START = Instant.parse("2026-11-30T08:00:00Z");
    private static final String KEY = "not-a-real-key";
    private static final String ORDER = "{\"common_name\":\"www.example.com\"}";

    private final List<StubExchange> exchanges = new ArrayList<>();
    private final List<Ledger.Entry> bookings = new ArrayList<>();
    private Optional<Set<String>> quietOperations = Optional.empty();
    private Optional<Instant> ended = Optional.empty();
    private Instant judgedAt = Instant.EPOCH;
    private JudgeOptions options = JudgeOptions.defaults().pollInterval(Duration.ofSeconds(1));

    @ParameterizedTest
    @CsvSource({"1970, BROKEN", "1985, KEPT", "2000, KEPT"})
    void a_call_is_repeated_after_the_seconds_of_retry_after(int millis, JudgeVerdict verdict) {
        read(0, waiting("2"));
        read(millis, Reply.empty(200));

        assertThat(verdict(JudgeRule.RETRY_AFTER)).isEqualTo(verdict);
    }

    @ParameterizedTest
    @CsvSource({"4970, BROKEN", "4985, KEPT"})
    void a_call_is_repeated_after_the_date_of_retry_after(int millis, JudgeVerdict verdict) {
        read(0, waiting("Mon, 30 Nov 2026 08:00:05 GMT"));
        read(millis, Reply.empty(200));

        assertThat(verdict(JudgeRule.RETRY_AFTER)).isEqualTo(verdict);
    }

    @Test
    void retry_after_is_not_seen_if_the_call_is_not_repeated() {
        read(0, waiting("2"));
        add(1, "GET", "/tls/certificate/B", "getCertificate", "", Reply.empty(200), false, List.of());

        assertThat(verdict(JudgeRule.RETRY_AFTER)).isEqualTo(NOT_SEEN);
    }

    @ParameterizedTest
    @CsvSource({
        "100, NOT_SEEN",
        "100 100, BROKEN",
        "100 1000, KEPT",
        "1000 985, KEPT",
        "100 1000 100, KEPT",
        "1000 100 100, BROKEN"
    })
    void three_reads_that_are_too_close_are_polling(String gaps, JudgeVerdict verdict) {
        long time = 0;
        read(time, Reply.empty(200));
        for (String gap : gaps.split(" ")) {
            time += Long.parseLong(gap);
            read(time, Reply.empty(200));
        }

        assertThat(verdict(JudgeRule.POLL_RATE)).isEqualTo(verdict);
    }

    @Test
    void reads_of_different_pages_and_repeated_failures_are_no_polling() {
        for (int i = 0; i < 3; i++) {
            add(i, "GET", "/tls/certificate", "listCertificates", "page=" + i, Reply.empty(200), false, List.of());
            read(i, Reply.empty(503));
        }

        assertThat(verdict(JudgeRule.POLL_RATE)).isEqualTo(NOT_SEEN);
    }

    @Test
    void two_orders_may_read_the_same_listing_three_times() {
        options = options.orders(2);
        for (int i = 0; i < 3; i++) {
            read(i, Reply.empty(200));
        }
        assertThat(verdict(JudgeRule.POLL_RATE)).isEqualTo(NOT_SEEN);
        read(3, Reply.empty(200));
        assertThat(verdict(JudgeRule.POLL_RATE)).isEqualTo(BROKEN);
    }

    @Test
    void an_order_may_be_polled_again_while_its_reissue_is_pending() {
        for (int i = 0; i < 6; i++) {
            boolean isFinal = i != 2;
            add(i, "GET", "/tls/certificate/A", "getCertificate", "", Reply.empty(200), isFinal, List.of());
            if (i == 4) {
                assertThat(verdict(JudgeRule.POLL_END)).isEqualTo(KEPT);
            }
        }
        assertThat(verdict(JudgeRule.POLL_END)).isEqualTo(BROKEN);
    }

    @ParameterizedTest
    @CsvSource({"0, NOT_SEEN", "900, NOT_SEEN", "1000, KEPT"})
    void silence_is_seen_only_when_the_time_after_the_end_is_over(long millis, JudgeVerdict verdict) {
        read(0, Reply.empty(200));
        Instant end = exchanges.get(0).receivedAt().plusMillis(1);
        ended = Optional.of(end);
        judgedAt = end.plusMillis(millis);
        assertThat(verdict(JudgeRule.SILENT_AFTER_END)).isEqualTo(verdict);
    }

    @ParameterizedTest
    @CsvSource({"0, KEPT", "1, KEPT", "2, BROKEN"})
    void an_order_that_has_ended_is_read_at_most_once_more(int more, JudgeVerdict verdict) {
        add(0, "GET", "/tls/certificate/A", "getCertificate", "", Reply.empty(200), true, List.of());
        for (int i = 1; i <= more; i++) {
            add(i, "GET", "/tls/certificate/A", "getCertificate", "", Reply.empty(200), true, List.of());
        }

        assertThat(verdict(JudgeRule.POLL_END)).isEqualTo(verdict);
    }

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

    private static List<String> names(String name) {
        return name == null ? List.of() : List.of(name);
    }

    @Test
    void an_accepted_order_may_be_followed_by_an_equal_one() {
        order(0, ORDER, Reply.json(200, Reply.object()), List.of("www.example.com"));
        order(1, ORDER, Reply.json(200, Reply.object()), List.of("www.example.com"));

        assertThat(verdict(JudgeRule.NO_SPEND_AGAIN)).isEqualTo(NOT_SEEN);
    }

    @Test
    void a_late_answer_may_have_been_lost_for_the_client() {
        StubExchange late = exchange(
                0,
                "POST",
                "/tls/certificate",
                "createCertificate",
                Map.of(),
                ORDER,
                Reply.json(200, Reply.object()),
                false,
                List.of());
        exchanges.add(new StubExchange(
                START,
                late.call(),
                late.reply(),
                Duration.ofSeconds(3),
                List.of(),
                List.of(),
                List.of(),
                List.of(),
                false));
        order(1, ORDER, Reply.json(200, Reply.object()), List.of());

        assertThat(verdict(JudgeRule.NO_SPEND_AGAIN)).isEqualTo(BROKEN);
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
    void a_key_in_a_body_is_reported() {
        order(0, "{\"note\":\"" + KEY + "\"}", Reply.empty(0), List.of());

        assertThat(JudgeRule.KEY_IN_HEADER.judge(evidence("regfish")).proof())
                .singleElement()
                .asString()
                .endsWith("has the key in its body");
    }

    @ParameterizedTest
    @CsvSource({"createCertificate, NOT_SEEN", "createCertificate getCertificate, BROKEN"})
    void only_a_client_with_several_calls_has_a_next_step(String quiet, JudgeVerdict verdict) {
        quietOperations = Optional.of(Set.of(quiet.split(" ")));

        assertThat(verdict(JudgeRule.SURVIVES_UNKNOWN)).isEqualTo(verdict);
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
        assertThat(new Finding(BROKEN, List.of("GET /" + KEY)).without(new ApiKeyPattern(KEY)).proof())
                .containsExactly("GET /(key)");
    }

    private void read(long millis, Reply reply) {
        add(millis, "GET", "/tls/certificate/A", "getCertificate", "", reply, false, List.of());
    }

    private void order(long millis, String body, Reply reply, List<String> names) {
        exchanges.add(
                exchange(millis, "POST", "/tls/certificate", "createCertificate", Map.of(), body, reply, false, names));
    }

    private void add(
            long millis,
            String method,
            String path,
            String operation,
            String query,
            Reply reply,
            boolean isFinal,
            List<String> names) {
        Map<String, List<String>> parameters = query.isEmpty() ? Map.of() : Map.of("query", List.of(query));
        exchanges.add(exchange(millis, method, path, operation, parameters, "", reply, isFinal, names));
    }

    private static StubExchange exchange(
            long millis,
            String method,
            String path,
            String operation,
            Map<String, List<String>> query,
            String body,
            Reply reply,
            boolean isFinal,
            List<String> names) {
        byte[] bytes = body.getBytes(StandardCharsets.UTF_8);
        return new StubExchange(
                START.plusMillis(millis),
                new StubCall(operation, method, path, Map.of(), query, Map.of(), bytes),
                reply,
                Duration.ZERO,
                List.of(),
                names,
                List.of(),
                List.of(),
                isFinal);
    }

    private static Reply waiting(String retryAfter) {
        return Reply.empty(429).with("Retry-After", retryAfter);
    }

    private JudgeVerdict verdict(JudgeRule rule) {
        return rule.judge(evidence("regfish")).verdict();
    }

    private Evidence evidence(String reseller) {
        return new Evidence(
                ContractDocument.onClassPath(reseller),
                KEY,
                "x-api-key",
                exchanges,
                bookings,
                ended,
                judgedAt,
                quietOperations,
                options);
    }
}
