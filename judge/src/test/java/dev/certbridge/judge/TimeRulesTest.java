package dev.certbridge.judge;

import static dev.certbridge.judge.JudgeVerdict.BROKEN;
import static dev.certbridge.judge.JudgeVerdict.KEPT;
import static dev.certbridge.judge.JudgeVerdict.NOT_SEEN;
import static org.assertj.core.api.Assertions.assertThat;

import dev.certbridge.stub.Reply;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** Tests the limits of the rules about times with requests at exact times. */
class TimeRulesTest extends RuleFixture {

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
    @CsvSource({
        "www.example.com, {\"csr\":\"1\"}, www.example.com, {\"csr\":\"2\"}, BROKEN",
        "www.example.com, {\"csr\":\"1\"}, shop.example.com, {\"csr\":\"2\"}, NOT_SEEN",
        ", {\"csr\":\"1\"}, , {\"csr\":\"1\"}, BROKEN",
        ", {\"csr\":\"1\"}, , {\"csr\":\"2\"}, NOT_SEEN"
    })
    void an_order_for_another_certificate_need_not_wait(
            String firstName, String first, String secondName, String second, JudgeVerdict verdict) {
        order(0, first, waiting("2"), names(firstName));
        order(100, second, Reply.empty(200), names(secondName));

        assertThat(verdict(JudgeRule.RETRY_AFTER)).isEqualTo(verdict);
    }

    @Test
    void a_read_of_another_page_need_not_wait() {
        add(0, "GET", "/tls/certificate", "listCertificates", "page=1", waiting("2"), false, List.of());
        add(100, "GET", "/tls/certificate", "listCertificates", "page=2", Reply.empty(200), false, List.of());

        assertThat(verdict(JudgeRule.RETRY_AFTER)).isEqualTo(NOT_SEEN);
    }

    @ParameterizedTest
    @CsvSource({"10, NOT_SEEN", "60, BROKEN"})
    void a_request_that_was_sent_before_the_answer_is_no_repetition(int millis, JudgeVerdict verdict) {
        exchanges.add(late(0, Duration.ofMillis(50), waiting("2")));
        order(millis, ORDER, Reply.empty(200), List.of());

        assertThat(verdict(JudgeRule.RETRY_AFTER)).isEqualTo(verdict);
    }
}
