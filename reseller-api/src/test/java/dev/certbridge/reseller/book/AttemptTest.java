package dev.certbridge.reseller.book;

import static org.assertj.core.api.Assertions.assertThat;

import dev.certbridge.reseller.book.Attempt.State;
import dev.certbridge.reseller.csr.KeyAndCsr;
import dev.certbridge.reseller.order.Intent;
import dev.certbridge.reseller.order.OrderId;
import dev.certbridge.reseller.order.OrderRequest;
import java.time.Duration;
import java.time.Instant;
import java.util.Arrays;
import org.junit.jupiter.api.Test;

class AttemptTest {

    private static final Instant BEGUN = Instant.parse("2026-07-01T12:00:00Z");
    private static final SpendRequest REQUEST = SpendRequest.of(
            Intent.of("shop-1"),
            OrderId.target("regfish", "live", "-"),
            OrderRequest.builder("RapidSSL")
                    .csr(KeyAndCsr.ecP256("www.example.com").csr())
                    .build());

    private static Attempt attempt(long number) {
        SpendTerms terms = SpendTerms.of(SpendType.ORDER, Duration.ofSeconds(60), Duration.ofSeconds(30));
        return new Attempt.Builder(number, REQUEST, terms, "owner", BEGUN).build();
    }

    @Test
    void another_attempt_may_be_sent_once_it_is_certain_that_nothing_was_ordered() {
        assertThat(Arrays.stream(State.values()).filter(State::free))
                .containsExactlyInAnyOrder(State.NOT_SENT, State.REJECTED, State.QUOTED, State.ABANDONED);
    }

    @Test
    void a_server_time_contradicts_the_attempt_only_more_than_five_minutes_outside_of_it() {
        Attempt attempt = attempt(1);
        Instant earliest = BEGUN.minusSeconds(300);
        Instant latest = BEGUN.plusSeconds(60 + 30 + 300);
        assertThat(attempt.contradicts(earliest)).isFalse();
        assertThat(attempt.contradicts(latest)).isFalse();
        assertThat(attempt.contradicts(earliest.minusMillis(1))).isTrue();
        assertThat(attempt.contradicts(latest.plusMillis(1))).isTrue();
    }

    @Test
    void two_attempts_with_equal_values_are_equal() {
        assertThat(attempt(1))
                .isEqualTo(attempt(1))
                .hasSameHashCodeAs(attempt(1))
                .hasToString(attempt(1).toString())
                .isNotEqualTo(attempt(2))
                .isNotEqualTo(attempt(1).in(State.UNKNOWN));
        assertThat(attempt(1).toString()).startsWith("Attempt[number=1, ").contains("state=SENDING");
    }
}
