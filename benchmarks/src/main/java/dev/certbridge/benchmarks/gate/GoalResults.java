package dev.certbridge.benchmarks.gate;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;

/** All that was found, and whether the run fails. A gated goal that nobody measured is missed too. */
public final class GoalResults {

    private final List<GoalResult> found = new ArrayList<>();
    private final List<String> failures = new ArrayList<>();

    /** One more. */
    public void add(Goal goal, double measured, String note) {
        found.add(new GoalResult(goal, measured, note));
    }

    /** Something could not be measured, and why: the run fails, gated or not. */
    public void failed(String what, String why) {
        failures.add(what + ": " + why);
    }

    /** In the order in which they were found. */
    public List<GoalResult> all() {
        return List.copyOf(found);
    }

    /** 0, or 1 when a gated goal is missed or a measurement failed. */
    public int exitCode() {
        boolean missed = found.stream().anyMatch(finding -> finding.verdict() == GoalResult.Verdict.MISSED);
        return missed || !unmeasured().isEmpty() || !failures.isEmpty() ? 1 : 0;
    }

    /** The gated goals without a finding. */
    public List<Goal> unmeasured() {
        List<Goal> measured = found.stream().map(GoalResult::goal).toList();
        return Arrays.stream(Goal.values())
                .filter(goal -> goal.gated() && !measured.contains(goal))
                .toList();
    }

    /** As a Markdown table, by goal, and below it what failed. */
    public String markdown() {
        StringBuilder table =
                new StringBuilder("| goal | what | at most | measured | verdict |\n|---|---|---|---|---|\n");
        for (Goal goal : Goal.values()) {
            found.stream().filter(finding -> finding.goal() == goal).forEach(finding -> table.append(row(finding)));
        }
        unmeasured()
                .forEach(goal -> table.append("| ")
                        .append(goal.number())
                        .append(" | ")
                        .append(goal.what())
                        .append(" | ")
                        .append(figure(goal.most(), goal))
                        .append(" | not measured | MISSED |\n"));
        failures.forEach(
                failure -> table.append("\nMISSED, it failed: ").append(failure).append("\n"));
        return table.toString();
    }

    private static String row(GoalResult finding) {
        Goal goal = finding.goal();
        String note = finding.note().isEmpty() ? "" : " (" + finding.note() + ")";
        return "| " + goal.number() + " | " + goal.what() + " | " + figure(goal.most(), goal) + " | "
                + figure(finding.measured(), goal) + note + " | "
                + finding.verdict().text() + " |\n";
    }

    private static String figure(double value, Goal goal) {
        String number = goal.unit().equals("x")
                ? String.format(Locale.ROOT, "%.2f", value)
                : String.format(Locale.ROOT, "%,d", Math.round(value));
        return goal.unit().equals("x") ? number + "x" : (number + " " + goal.unit()).strip();
    }
}
