package dev.certbridge.benchmarks.gate;

/**
 * The result for a goal.
 *
 * @param goal the goal
 * @param measured the measured value, in the unit of the goal
 * @param note a remark; an empty text if there is none
 */
public record GoalResult(Goal goal, double measured, String note) {

    /** Returns the verdict for the measured value. */
    public Verdict verdict() {
        if (goal.isMetBy(measured)) {
            return Verdict.MET;
        }
        if (goal.allows(measured)) {
            return Verdict.WITHIN_TOLERANCE;
        }
        return goal.gated() ? Verdict.MISSED : Verdict.NOT_MET;
    }

    /** The verdicts for a goal. */
    public enum Verdict {
        /** The value meets the goal. */
        MET("met"),
        /** The value exceeds the goal by at most its tolerance. */
        WITHIN_TOLERANCE("within 5 %"),
        /** The goal is not met. It is not gated, so this is only reported. */
        NOT_MET("not met"),
        /** The goal is not met. It is gated, so the run fails. */
        MISSED("MISSED");

        private final String text;

        Verdict(String text) {
            this.text = text;
        }

        /** Returns the text for the table of results. */
        public String text() {
            return text;
        }
    }
}
