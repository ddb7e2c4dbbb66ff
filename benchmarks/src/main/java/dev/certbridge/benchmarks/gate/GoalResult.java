package dev.certbridge.benchmarks.gate;

/**
 * What was measured for a goal.
 *
 * @param note more about it, empty when there is nothing to say
 */
public record GoalResult(Goal goal, double measured, String note) {

    /** What that means. */
    public Verdict verdict() {
        if (measured <= goal.most()) {
            return Verdict.MET;
        }
        if (goal.allows(measured)) {
            return Verdict.WITHIN_TOLERANCE;
        }
        return goal.gated() ? Verdict.MISSED : Verdict.NOT_MET;
    }

    /** The outcome for one goal. */
    public enum Verdict {
        /** It is. */
        MET("met"),
        /** Above the goal by no more than its tolerance. */
        WITHIN_TOLERANCE("within 5 %"),
        /** Not, and only reported. */
        NOT_MET("not met, not gated"),
        /** Not, and the run fails. */
        MISSED("MISSED");

        private final String text;

        Verdict(String text) {
            this.text = text;
        }

        /** For the table. */
        public String text() {
            return text;
        }
    }
}
