package dev.certbridge.benchmarks.gate;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;

/** The results for all goals. A gated goal without a result counts as missed. */
public final class GoalResults {

    /** The head of the tables of results. */
    public static final String HEAD = "| goal | what | limit | measured | verdict |\n|---|---|---|---|---|\n";

    private final List<GoalResult> found = new ArrayList<>();
    private final List<String> failures = new ArrayList<>();

    /** Adds a result. */
    public void add(Goal goal, double measured, String note) {
        found.add(new GoalResult(goal, measured, note));
    }

    /** Adds a failed measurement with its reason. The run then fails, even if the goal is not gated. */
    public void failed(String what, String why) {
        failures.add(what + ": " + why);
    }

    /** Returns the results in the order in which they were added. */
    public List<GoalResult> all() {
        return List.copyOf(found);
    }

    /** Returns the exit code: 1 if a gated goal is missed or a measurement failed, otherwise 0. */
    public int exitCode() {
        boolean missed = found.stream().anyMatch(finding -> finding.verdict() == GoalResult.Verdict.MISSED);
        return missed || !unmeasured().isEmpty() || !failures.isEmpty() ? 1 : 0;
    }

    /** Returns true if every goal with a result is met and no measurement failed. */
    public boolean allMet() {
        return failures.isEmpty() && found.stream().allMatch(finding -> finding.verdict() == GoalResult.Verdict.MET);
    }

    /** Returns the gated goals without a result. */
    public List<Goal> unmeasured() {
        List<Goal> measured = found.stream().map(GoalResult::goal).toList();
        return Arrays.stream(Goal.values())
                .filter(goal -> goal.gated() && !measured.contains(goal))
                .toList();
    }

    /** Returns a Markdown table of the results in the order of the goals, followed by the failed measurements. */
    public String markdown() {
        StringBuilder table = new StringBuilder(HEAD).append(rows());
        unmeasured()
                .forEach(goal -> table.append("| ")
                        .append(goal.number())
                        .append(" | ")
                        .append(goal.what())
                        .append(" | ")
                        .append(limit(goal))
                        .append(" | not measured | MISSED |\n"));
        failures.forEach(
                failure -> table.append("\nMISSED, it failed: ").append(failure).append("\n"));
        return table.toString();
    }

    /** Returns a row of a Markdown table for each result, in the order of the goals. */
    public String rows() {
        StringBuilder rows = new StringBuilder();
        for (Goal goal : Goal.values()) {
            found.stream().filter(finding -> finding.goal() == goal).forEach(finding -> rows.append(row(finding)));
        }
        return rows.toString();
    }

    private static String row(GoalResult finding) {
        Goal goal = finding.goal();
        String note = finding.note().isEmpty() ? "" : " (" + finding.note() + ")";
        return "| " + goal.number() + " | " + goal.what() + " | " + limit(goal) + " | "
                + figure(finding.measured(), goal) + note + " | "
                + finding.verdict().text() + " |\n";
    }

    private static String limit(Goal goal) {
        return (goal.atLeast() ? "at least " : "at most ") + figure(goal.limit(), goal);
    }

    private static String figure(double value, Goal goal) {
        String number = goal.unit().equals("x")
                ? String.format(Locale.ROOT, "%.2f", value)
                : String.format(Locale.ROOT, "%,d", Math.round(value));
        return goal.unit().equals("x") ? number + "x" : (number + " " + goal.unit()).strip();
    }
}
