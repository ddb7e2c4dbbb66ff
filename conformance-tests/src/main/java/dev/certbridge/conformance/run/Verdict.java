package dev.certbridge.conformance.run;

/** What one case of a rule came to. */
public enum Verdict {
    /** The client did what the rule says. */
    PASSED,
    /** It did not. */
    FAILED,
    /** The candidate says that it cannot do this, and why. */
    OPTED_OUT
}
