package dev.certbridge.conformance.run;

/** The verdict on one case of a rule. */
public enum Verdict {
    /** The client passes the rule. */
    PASSED,
    /** The client violates the rule. */
    FAILED,
    /** The client opts out of the rule, with a reason. */
    OPTED_OUT,
    /** The rule was not tested to its end, because the rule needs something that the client does not have. */
    NOT_APPLICABLE
}
