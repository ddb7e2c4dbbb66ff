package dev.certbridge.conformance.run;

/** The verdict on one case of a rule. */
public enum Verdict {
    /** The client keeps the rule. */
    PASSED,
    /** The client breaks the rule. */
    FAILED,
    /** The client opts out of the rule, with a reason. */
    OPTED_OUT
}
