package dev.certbridge.conformance.run;

/** Receives the result of every case, in the thread that runs it. */
@FunctionalInterface
interface RuleListener {

    /** Receives one result. */
    void record(RuleResult result);
}
