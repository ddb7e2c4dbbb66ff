package dev.certbridge.judge;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.certbridge.stub.BodyMutation;
import dev.certbridge.stub.StubExchange;
import dev.certbridge.stub.StubProvider;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.stream.Collectors;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** Tests what each scenario does to a client without mistakes. */
class ScenarioTest {

    private static final Duration SLOW = Duration.ofMillis(20);

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "regfish  | quiet                     | 200 whole             | 1 | 200 200 200 200 200     ",
                "regfish  | lost-answer               | 0                     | 1 | 0 200 200 200 200       ",
                "regfish  | bad-gateway-after-booking | 502                   | 1 | 502 200 200 200 200     ",
                "regfish  | unavailable-retry-after   | 503 whole seconds     | 1 | 503 503 200 503 200 200 503 200",
                "regfish  | rate-limited-seconds      | 429 whole seconds     | 0 | 429 429 200             ",
                "regfish  | rate-limited-date         | 429 whole date        | 0 | 429 429 200             ",
                "regfish  | slow-answer               | 200 whole slow        | 1 | 200 200 200 200 200     ",
                "regfish  | truncated-answer          | 200                   | 1 | 200 200 200 200 200     ",
                "regfish  | late-failure              | 200 whole             | 1 | 200 200 200 200         ",
                "regfish  | odd-but-legal             | 200 whole odd         | 1 | 200 200 200 200 200     ",
                "realtime | quiet                     | 202 whole             | 1 | 202 200 200 200 200     ",
                "realtime | lost-answer               | 0                     | 1 | 0 200 200 200 200       ",
                "realtime | bad-gateway-after-booking | 502                   | 1 | 502 200 200 200 200     ",
                "realtime | unavailable-retry-after   | 503 whole seconds     | 1 | 503 503 200 503 200 200 503 200",
                "realtime | rate-limited-seconds      | 429 whole seconds     | 1 | 429 202 429 200 200 200 429 200",
                "realtime | rate-limited-date         | 429 whole date        | 1 | 429 202 429 200 200 200 429 200",
                "realtime | slow-answer               | 202 whole slow        | 1 | 202 200 200 200 200     ",
                "realtime | truncated-answer          | 202                   | 1 | 202 200 200 200 200     ",
                "realtime | acknowledgment-needed     | 400 whole             | 1 | 400 202 200 200 200 200 ",
                "realtime | late-failure              | 202 whole             | 1 | 202 200 200             ",
                "realtime | odd-but-legal             | 202 whole odd         | 1 | 202 200 200 200 200     "
            })
    void a_scenario_changes_answers(String reseller, String scenario, String order, int bookings, String statuses)
            throws Exception {
        List<StubExchange> exchanges = new CopyOnWriteArrayList<>();
        try (JudgedStub stub = JudgedStub.start(
                StubProvider.named(reseller),
                Scenario.named(scenario),
                JudgeOptions.defaults().slowAnswer(SLOW),
                0)) {
            stub.stub().listen(exchanges::add);
            new PlainClient(stub, Mistake.NONE).run();

            assertThat(exchanges.stream()
                            .map(exchange -> Integer.toString(exchange.reply().status()))
                            .collect(Collectors.joining(" ")))
                    .isEqualTo(statuses);
            assertThat(describe(exchanges.get(0))).isEqualTo(order);
            assertThat(stub.stub().ledger().orders()).isEqualTo(bookings);
        }
    }

    private static String describe(StubExchange exchange) {
        String retryAfter = exchange.reply().headers().getOrDefault("Retry-After", "");
        return exchange.reply().status()
                + (exchange.reply().json().isObject() ? " whole" : "")
                + (exchange.delay().equals(SLOW) ? " slow" : "")
                + (retryAfter.equals("2") ? " seconds" : retryAfter.endsWith(" GMT") ? " date" : "")
                + (exchange.reply().json().has(BodyMutation.UNHEARD_OF_MEMBER) ? " odd" : "");
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "2026-11-01T12:00:02Z     | Sun, 01 Nov 2026 12:00:02 GMT",
                "2026-11-01T12:00:02.001Z | Sun, 01 Nov 2026 12:00:03 GMT",
                "2026-11-01T12:00:02.999Z | Sun, 01 Nov 2026 12:00:03 GMT"
            })
    void the_date_in_retry_after_is_never_before_the_time_to_wait_for(Instant time, String date) {
        assertThat(ScenarioFaults.httpDate(time)).isEqualTo(date);
    }

    @Test
    void a_name_that_no_scenario_has_is_refused_with_all_names() {
        assertThatThrownBy(() -> Scenario.named("loud"))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessageStartingWith("there is no scenario loud. Use one of quiet, lost-answer, ")
                .hasMessageEndingWith(", odd-but-legal");
    }
}
