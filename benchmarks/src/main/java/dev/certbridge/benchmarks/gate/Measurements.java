package dev.certbridge.benchmarks.gate;

import java.util.function.Consumer;

/**
 * Runs measurements one after the other. A measurement that fails is reported and counts as missed, and the next one
 * follows.
 */
public final class Measurements {

    private final GoalResults findings;
    private final Consumer<String> progress;

    /** Creates the runner. It adds failed measurements to these results. */
    public Measurements(GoalResults findings, Consumer<String> progress) {
        this.findings = findings;
        this.progress = progress;
    }

    /** A measurement. */
    @FunctionalInterface
    public interface Measurement {
        /**
         * Measures.
         *
         * @throws Exception the measurement failed
         */
        void run() throws Exception;
    }

    /** Reports the name of a measurement and runs it. */
    public void measure(String what, Measurement measurement) {
        progress.accept(what);
        try {
            measurement.run();
        } catch (Exception e) {
            e.printStackTrace();
            findings.failed(what, e.toString());
        }
    }
}
