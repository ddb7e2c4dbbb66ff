package dev.certbridge.benchmarks.gate;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;

/** The results for all goals. A gated goal without a result counts as missed. */
public final class GoalResults {

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

    /** Returns the gated goals without a result. */
    public List<Goal> unmeasured() {
        List<Goal> measured = found.stream().map(GoalResult::goal).toList();
        return Arrays.stream(Goal.values())
                .filter(goal -> goal.gated() && !measured.contains(goal))
                .toList();
    }

    /** Returns a Markdown table of the results in the order of the goals, followed by the failed measurements. */
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
