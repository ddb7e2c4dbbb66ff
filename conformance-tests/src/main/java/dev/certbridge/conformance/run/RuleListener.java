package dev.certbridge.conformance.run;

/** Told every case of every rule as it ends. Called from the thread that runs them. */
@FunctionalInterface
interface RuleListener {

    /** One case ended. */
    void record(RuleResult result);
}
