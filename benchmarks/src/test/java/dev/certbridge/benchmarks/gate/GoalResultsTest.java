package dev.certbridge.benchmarks.gate;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

class GoalResultsTest {

    private final GoalResults findings = new GoalResults();

    @BeforeEach
    void every_gated_goal_but_the_first_is_just_met() {
        Arrays.stream(Goal.values())
                .filter(goal -> goal.gated() && goal != Goal.G1)
                .forEach(goal -> findings.add(goal, goal.limit(), ""));
    }

    @Test
    void all_met_exits_with_0() {
        findings.add(Goal.G1, 1.1, "");

        assertThat(findings.exitCode()).isZero();
        assertThat(findings.markdown())
                .contains("| at most 1.10x | 1.10x | met |")
                .doesNotContain("MISSED");
    }

    @Test
    void five_percent_more_bytes_than_the_goal_are_tolerated() {
        findings.add(Goal.G1, 1.154, "");

        assertThat(findings.exitCode()).isZero();
        assertThat(findings.markdown()).contains("| 1.15x | within 5 % |");
    }

    @Test
    void more_than_that_exits_with_1() {
        findings.add(Goal.G1, 1.16, "raw 10 B, ours 12 B");

        assertThat(findings.exitCode()).isEqualTo(1);
        assertThat(findings.markdown()).contains("| at most 1.10x | 1.16x (raw 10 B, ours 12 B) | MISSED |");
    }

    @Test
    void a_gated_goal_that_was_not_measured_exits_with_1() {
        assertThat(findings.exitCode()).isEqualTo(1);
        assertThat(findings.markdown()).contains("| at most 1.10x | not measured | MISSED |");
    }

    @ParameterizedTest
    @EnumSource(
            value = Goal.class,
            names = {
                "G5_SEQUENTIAL",
                "G5_TLS",
                "G5_AT_ONCE",
                "G6_REQUESTS",
                "G6_FAILURES",
                "G9_REALTIME",
                "G9_REGFISH",
                "G10_READ",
                "G10_SQLITE",
                "G11_REALTIME",
                "G11_REGFISH"
            })
    void a_count_has_no_tolerance(Goal goal) {
        findings.add(Goal.G1, 1, "");
        findings.add(goal, goal.limit() + 1, "");

        assertThat(findings.exitCode()).isEqualTo(1);
    }

    @Test
    void a_measurement_that_fails_exits_with_1_and_ends_no_other() {
        findings.add(Goal.G1, 1, "");
        List<String> told = new ArrayList<>();
        Measurements attempts = new Measurements(findings, told::add);

        attempts.measure("G8, ten thousand polls", () -> {
            throw new IOException("no such server");
        });
        attempts.measure("the next", () -> findings.add(Goal.G3, 1, ""));

        assertThat(findings.exitCode()).isEqualTo(1);
        assertThat(told).containsExactly("G8, ten thousand polls", "the next");
        assertThat(findings.markdown())
                .contains("MISSED, it failed: G8, ten thousand polls: java.io.IOException: no such server\n", "| G3 |");
    }

    @ParameterizedTest
    @EnumSource(
            value = Goal.class,
            names = {"G12", "G13_SQLITE", "G13_POSTGRES"})
    void a_rate_must_be_at_least_the_goal(Goal goal) {
        assertThat(new GoalResult(goal, goal.limit(), "").verdict()).isEqualTo(GoalResult.Verdict.MET);
        assertThat(new GoalResult(goal, goal.limit() - 1, "").verdict()).isEqualTo(GoalResult.Verdict.NOT_MET);

        findings.add(goal, goal.limit() + 1, "");
        assertThat(findings.rows()).contains(goal.what() + " | at least ").endsWith(" | met |\n");
    }

    @ParameterizedTest
    @EnumSource(
            value = Goal.class,
            names = {"G3", "G4", "G7", "G8_TIME", "G8_MEMORY"})
    void what_a_neighbour_can_change_is_reported_and_fails_nothing(Goal goal) {
        findings.add(Goal.G1, 1, "");
        findings.add(goal, 10 * goal.limit(), "");

        assertThat(findings.exitCode()).isZero();
        assertThat(findings.markdown()).contains("| not met |");
    }
}
