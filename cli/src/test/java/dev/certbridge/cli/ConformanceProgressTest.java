package dev.certbridge.cli;

import static org.assertj.core.api.Assertions.assertThat;

import dev.certbridge.conformance.run.RuleResult;
import dev.certbridge.conformance.run.RunReport;
import dev.certbridge.conformance.run.Verdict;
import java.io.PrintWriter;
import java.io.StringWriter;
import java.time.Duration;
import java.util.Collections;
import java.util.List;
import java.util.TreeSet;
import org.junit.jupiter.api.Test;

class ConformanceProgressTest {

    private static RuleResult failed(String rule, String testCase, String reason) {
        String detail = "shop violates " + rule + ", \"A \"title\" of " + rule + ".\": " + reason + "\nlook at rule "
                + rule + ", case \"" + testCase + "\"";
        return new RuleResult(
                "shop",
                "shop",
                rule,
                testCase,
                Verdict.FAILED,
                detail,
                Collections.unmodifiableSortedSet(new TreeSet<>()),
                Duration.ZERO);
    }

    @Test
    void one_reason_is_one_line_with_the_number_of_its_cases() {
        StringWriter out = new StringWriter();
        RunReport report = new RunReport(List.of(
                failed("C1", "a", "cost_center: must not be missing"),
                failed("C1", "b", "cost_center: must not be missing"),
                failed("M1", "c", "cost_center: must not be missing"),
                failed("M2", "d", "another reason"),
                failed("M2", "e", "another reason")));

        new ConformanceProgress(new PrintWriter(out), true).summary(report, List.of());

        assertThat(out.toString().lines().filter(line -> line.startsWith("  ")))
                .containsExactly(
                        "  shop, 3 cases of C1 M1: cost_center: must not be missing",
                        "  shop M2 d, e: shop violates M2, \"A \"title\" of M2.\": another reason look at rule M2");
    }
}
