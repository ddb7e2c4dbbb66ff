package dev.certbridge.conformance.run;

/** A listener for the result of every case. The thread that runs the case calls it. */
@FunctionalInterface
interface RuleListener {

    /** Receives one result. */
    void record(RuleResult result);
}
