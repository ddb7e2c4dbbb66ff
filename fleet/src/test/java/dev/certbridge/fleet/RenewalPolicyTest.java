package dev.certbridge.fleet;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class RenewalPolicyTest {

    private static final Instant BEGIN = Instant.parse("2026-11-01T00:00:00Z");

    /** 100 days is the lifetime, so the largest jitter is five days. */
    private static final Instant END = BEGIN.plus(Duration.ofDays(100));

    @ParameterizedTest
    @CsvSource({"0, 33", "10, 10", "50, 50", "80, 50"})
    void is_due_at_a_third_or_some_days_before_the_end_but_not_before_the_middle(int days, int left) {
        RenewalPolicy policy = days == 0 ? RenewalPolicy.thirdOfLifetime() : RenewalPolicy.days(days);
        List<Duration> before = IntStream.range(0, 1_000)
                .mapToObj(i -> Duration.between(policy.dueAt(BEGIN, END, "c" + i), END))
                .sorted()
                .toList();
        assertThat(before.get(0)).isBetween(Duration.ofDays(left), Duration.ofDays(left + 1));
        assertThat(before.get(999)).isBetween(Duration.ofDays(left + 4), Duration.ofDays(left + 6));
        assertThat(before.get(500))
                .as("the median of a spread over five days")
                .isBetween(Duration.ofHours(24L * left + 48), Duration.ofHours(24L * left + 80));
    }

    @Test
    void is_due_at_the_same_time_for_the_same_id() {
        RenewalPolicy policy = RenewalPolicy.thirdOfLifetime();
        assertThat(policy.dueAt(BEGIN, END, "shop"))
                .isEqualTo(policy.dueAt(BEGIN, END, "shop"))
                .isNotEqualTo(policy.dueAt(BEGIN, END, "www"));
    }

    @Test
    void refuses_less_than_a_day() {
        assertThatThrownBy(() -> RenewalPolicy.days(0))
                .hasMessageContaining("days before the end must be at least 1, not 0");
    }
}
