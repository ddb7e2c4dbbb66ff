package dev.certbridge.benchmarks.gate;

import static org.assertj.core.api.Assertions.assertThat;

import dev.certbridge.benchmarks.server.Counts;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class WireTest {

    private final GoalResults findings = new GoalResults();

    @Test
    void connections_are_found_when_every_call_went_over_them() {
        Wire.found(findings, Goal.G5_SEQUENTIAL, new Counts(1, 0, 100, 0, 0), 100, 0);

        assertThat(findings.all()).containsExactly(new GoalResult(Goal.G5_SEQUENTIAL, 1, ""));
        assertThat(findings.unmeasured()).doesNotContain(Goal.G5_SEQUENTIAL);
    }

    @ParameterizedTest
    @CsvSource({
        // connections, polls, failures
        "0, 0, 100",
        "0, 100, 0",
        "1, 99, 0",
        "1, 101, 0",
        "1, 100, 1",
    })
    void few_connections_of_calls_that_went_wrong_are_no_success(long connections, long polls, long failures) {
        Wire.found(findings, Goal.G5_SEQUENTIAL, new Counts(connections, 0, polls, 0, 0), 100, failures);

        assertThat(findings.all()).isEmpty();
        assertThat(findings.unmeasured()).contains(Goal.G5_SEQUENTIAL);
        assertThat(findings.markdown())
                .contains("of 100 calls " + failures + " failed, and the server saw " + polls + " requests on "
                        + connections + " connections");
    }
}
